"""One HTML file that shows the topics of a model, without a server or a network."""

__all__: list[str] = []
