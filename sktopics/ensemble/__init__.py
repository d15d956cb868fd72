"""Several runs of a topic model made one: consensus in place of luck."""

__all__: list[str] = []
