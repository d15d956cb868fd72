"""Words and names of topics, chosen by what a topic's documents and words mean."""

__all__: list[str] = []
