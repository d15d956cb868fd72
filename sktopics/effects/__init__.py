"""How shares of topics depend on what is known of documents, with intervals."""

__all__: list[str] = []
