"""Read Word files: one text, and from each character of it the way back into the file."""
