"""Topics judged by people and by language models."""

__all__: list[str] = []
