"""Changes to the topics of a fitted model."""
