"""The table that a model has of its topics."""

from .steps import final_model


def own_table(estimator):
    """Return the table that a fitted model has of its topics, or None."""
    table = getattr(final_model(estimator), "topics_", None)
    return table if hasattr(table, "top_words") else None
