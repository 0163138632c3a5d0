"""What a site gives besides its pages: lessons to carry away."""
