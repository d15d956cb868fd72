"""Parameters of a report once they are checked."""

from typing import NamedTuple


class ReportOptions(NamedTuple):
    """Parameters of `TopicReport` once they are checked.

    Attributes
    ----------
    n_documents : int
        Of the corpus.
    beside : dict
        What the model takes beside `X`.
    times, classes : ReportGroups or None
    class_name : str
    fields : dict from str to list
    embeddings, coordinates : array-like or None
    labels : dict, list, TopicTable or None
    title : str or None
    n_most, text_length : int
    documents : array-like or None
        Rows that the user chose.
    scores : dict from str to float
    relevance : float
    random_state : int, RandomState instance or None
    """

    n_documents: int
    beside: dict
    times: object
    classes: object
    class_name: str
    fields: dict
    embeddings: object
    coordinates: object
    labels: object
    title: str | None
    n_most: int
    text_length: int | None
    documents: object
    scores: dict
    relevance: float
    random_state: object
