"""Documents and words in one space."""
