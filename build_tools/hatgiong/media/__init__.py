"""Recordings and slides become clips, sound and posters that a village can afford."""
