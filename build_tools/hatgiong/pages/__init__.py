"""What learners see: values of the catalogue become HTML, without touching the disk."""
