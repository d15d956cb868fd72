"""What follows from the topics of any model: over time, by group, hierarchy, search."""

__all__: list[str] = []
