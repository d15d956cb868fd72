"""What models of clusters tell of their topics, by the functions for all models."""
