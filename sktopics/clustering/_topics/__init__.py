"""What is known of topics that clusters are, and how it is described."""
