"""From files to text and back: encodings, reading with limits, finding the drafts to check."""
