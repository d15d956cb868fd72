"""Documents cut into segments of one topic each, by any model of topics."""

from numbers import Integral, Real

from .._reading import full_texts, ids_of_documents, is_table, topics_of_parts
from .._segments import check_numbers, topic_runs
from .._sklearn import Interval, StrOptions, validate_params
from .._validation import check_documents
from ..topics.names_by_topic import names_by_topic
from ..topics.text_segments import TextSegments


@validate_params(
    {
        "by": [
            StrOptions({"paragraph", "sentence"}),
            Interval(Integral, 1, None, closed="left"),
        ],
        "smoothing": [Interval(Integral, 1, None, closed="left")],
        "n_segments": [None, Interval(Integral, 1, None, closed="left"), "array-like"],
        "penalty": [None, Interval(Real, 0, None, closed="left")],
    },
    prefer_skip_nested_validation=True,
)
def segment_documents(
    model,
    X,
    by: str | int = "sentence",
    *,
    smoothing=1,
    n_segments=None,
    penalty=None,
    embeddings=None,
    labels=None,
    **beside,
) -> TextSegments:
    """Cut documents into segments of one topic each, by the topics of their sentences.

    The model gives each sentence its topic, and sentences of one topic that follow
    each other are a segment. A sentence without a topic belongs to the segment before
    it, at the start of a document to the first one.

    Parameters
    ----------
    model : estimator
        A fitted model of topics that takes texts, a Pipeline from texts, or a fitted
        search. A model that was fitted on sentences knows them best.
    X : iterable of str or data frame
        The documents, or a frame with a column of them, if that is what the model
        takes.
    by : {"paragraph", "sentence"} or int, default="sentence"
        The parts that have topics, as in :func:`~sktopics.text.split_documents`.
    smoothing : int, default=1
        Over how many neighbouring parts the shares of topics are averaged first. 3 or 5
        keep a single sentence from cutting a segment in two.
    n_segments : int or array-like of int of shape (n_documents,), default=None
        Number of segments, of all documents or of each. Dynamic programming then finds
        the borders between which the shares of parts are most alike, as in
        :meth:`AttentiveARTM.boundaries <sktopics.artm.AttentiveARTM.boundaries>`.
    penalty : float, default=None
        For each border, if the number of segments is not given: dynamic programming
        finds the borders that are worth it. Higher values give fewer segments; 0.5 is a
        good start for segments of some sentences. Without it, there is a border
        wherever the topic changes, which is often too many.
    embeddings : array-like of shape (n_parts, n_dimensions), default=None
        Vectors of the parts in their order, for a model that takes embeddings.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.
    **beside : dict
        What `transform` of the model takes beside documents, one for each document.

    Returns
    -------
    segments : TextSegments
        A table with a row for each segment. Its `borders` are what `pk_error` and
        `window_diff_error` take with ``texts=``.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If documents are no texts, or the model is no model of topics.
    ValueError
        If there are no documents, or if what is given beside them is not one for each.

    See Also
    --------
    sktopics.metrics.segmentation_scorer : Scores the borders in a search.
    aggregate : Joins the shares of topics of parts.

    Examples
    --------
    >>> from sklearn.decomposition import NMF
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.analysis import segment_documents
    >>> sentences = ["The ship went to sea.", "A tax on debt.", "Sea and ship."] * 4
    >>> pipeline = make_pipeline(
    ...     CountVectorizer(stop_words="english"), NMF(2, random_state=0)
    ... ).fit(sentences)
    >>> text = "A ship at sea. A calm sea. Then came debt. And a tax."
    >>> segments = segment_documents(pipeline, [text], labels=["sea", "money"])
    >>> segments
    TextSegments: 2
    document  start   stop  topic  share  label             text
           0      0     27      0   1.00  sea               A ship at sea. A calm sea.
           0     27     53      1   1.00  money             Then came debt. And a tax.
    >>> segments.borders
    [array([27])]
    """
    table = X if is_table(X) else None
    texts = X if table is None else full_texts(model, X)
    if texts is None:
        raise TypeError(
            f"segment_documents takes texts, and X is a {type(X).__name__} without "
            "texts: give the documents, or what the Pipeline makes texts of."
        )
    documents = check_documents(texts, whom="segment_documents")
    numbers = check_numbers(n_segments, len(documents))
    parts = topics_of_parts(
        model, documents, by, table=table, embeddings=embeddings, **beside
    )
    found = topic_runs(
        parts.shares,
        parts.offsets,
        smoothing=smoothing,
        n_segments=numbers,
        penalty=penalty,
    )
    spans = parts.in_characters(found.runs)
    names = names_by_topic(model, labels)
    ids = ids_of_documents(X, len(documents))
    return TextSegments(
        spans,
        found.topics,
        found.shares,
        tuple(names[topic] for topic in found.topics.tolist()),
        tuple(documents[d][start:stop] for d, start, stop in spans.tolist()),
        tuple(ids[d] for d in spans[:, 0].tolist()),
        len(documents),
    )
