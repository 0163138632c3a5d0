"""From a lesson's steps to a clip: slides, what is said, and a master to encode from."""
