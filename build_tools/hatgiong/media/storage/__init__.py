"""What was made, kept under names that say what made it."""
