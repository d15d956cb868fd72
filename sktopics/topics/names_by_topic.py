"""Names of topics by number, with that of documents without a topic."""

from ._table_of_model import topic_table

__all__ = ["NO_TOPIC", "names_by_topic"]

NO_TOPIC = -1


def names_by_topic(model, labels=None) -> dict:
    """Return the names of topics by number; -1 is for documents without a topic.

    Parameters
    ----------
    model : estimator
        A fitted model of topics.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names that users give, by default the model's own.
    """
    table = topic_table(model, n_top_words=3, n_authors=0, labels=labels)
    names = {topic.index: topic.label for topic in table}
    outliers = table.outliers
    names[NO_TOPIC] = "(no topic)" if outliers is None else outliers.label
    return names
