"""TopicReport: topics, documents, times and classes in one file of HTML."""

import html
from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any

from .._columns import is_unordered
from .._files import write_whole
from .._reading import has_authors, is_table, materialized, n_terms_of, takes_beside
from .._sklearn import Interval, validate_params
from ._corpus_blocks import n_rows_of
from ._page import page
from ._quality_panel import check_scores
from ._report_data import report_data
from ._report_fields import read_fields
from ._report_groups import groups_of_classes, groups_of_times
from ._report_map import check_map_places
from ._report_options import ReportOptions

_FRAME = (
    '<iframe sandbox="allow-scripts allow-downloads" title="{title}" '
    'style="width: 100%; height: 720px; border: 1px solid #8c8c8c" '
    'srcdoc="{page}"></iframe>'
)


class TopicReport:
    """One HTML file that shows the topics of any fitted model.

    The file needs no server and no network. It shows topics with their words, names
    and sizes, the documents of each, a map, the course over time and by class, figures
    about quality, and what the model was. Nothing of the model itself is kept.

    Parameters
    ----------
    model : estimator
        A fitted model of topics, a Pipeline that ends in one, or a fitted search.
    X : {list of str, array-like, sparse matrix, TokenSequences}, default=None
        A corpus: what `model.transform` takes, that is raw documents for a Pipeline
        from text. Without it, the report shows topics alone.
    times : array-like of shape (n_documents,), default=None
        Dates in any form, or numbers such as years, as for
        :func:`~sktopics.analysis.topics_over_time`. None and NaN are unknown.
    classes : array-like of shape (n_documents,), or indicator matrix, default=None
        The class of each document, or lists of several, as for
        :func:`~sktopics.analysis.topics_per_class`. By default the `authors`, if the
        model is one of authors.
    embeddings : array-like of shape (n_documents, n_dimensions), default=None
        Vectors of the documents, for the map, and for a model that takes them.
    metadata : dict of lists, or data frame, default=None
        More about each document, to show and to filter by.
    coordinates : array-like of shape (n_documents, 2), default=None
        Places of documents on the map, by default those of
        :func:`~sktopics.analysis.document_layout`.
    labels : dict from int to str, list of str, or TopicTable, default=None
        Names of topics, by default the model's own.
    title : str, default=None
        Title of the page.
    n_documents : int, default=20_000
        Most documents inside the file. Of more, the typical ones of each topic are
        inside, and a sample of the others. Sizes of topics, times and classes are
        always about the whole corpus.
    text_length : int, default=None
        Characters after which texts are cut, after a word. None keeps them whole.
    documents : array-like of int or bool, default=None
        Rows of the corpus that are to be inside, in place of `n_documents`.
    scores : dict from str to float, default=None
        What you have measured, for the panel of quality: ``"perplexity"`` of held-out
        documents, ``"stability"``, and others by any name.
    relevance : float in [0, 1], default=0.6
        Lambda of the words' relevance with which the page opens, see
        :func:`~sktopics.topics.topic_table`.
    random_state : int, RandomState instance or None, default=0
        Draws samples of documents.
    **beside : dict
        What `transform` of the model takes beside `X`: ``authors=`` of an
        :class:`~sktopics.lda.AuthorTopicModel`.

    Attributes
    ----------
    summary : dict
        What the page shows first: the model, the corpus, topics, quality, and what is
        missing.
    columns : dict from str to ndarray
        Numbers of topics, words and documents.
    lists : dict from str to list or dict
        Words, texts and metadata.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError, ValueError
        If the model has no topics of words, or if something is not given for each
        document; the message names the parameter.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.report import TopicReport
    >>> documents = ["sea ship sea harbour", "tax debt tax", "ship sea", "tax cut"]
    >>> pipeline = make_pipeline(
    ...     CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    ... ).fit(documents)
    >>> report = TopicReport(pipeline, documents, times=[1990, 1990, 1991, 1992])
    >>> report.summary["topics"][0]["words"][:3]
    ['tax', 'debt', 'cut']
    >>> report.columns["documents.topic"]
    array([1, 0, 1, 0], dtype=int16)
    >>> report.save("topics.html")  # doctest: +SKIP
    """

    @validate_params(
        {
            "labels": ["array-like", Mapping, None],
            "title": [str, None],
            "n_documents": [Interval(Integral, 1, None, closed="left")],
            "text_length": [Interval(Integral, 1, None, closed="left"), None],
            "relevance": [Interval(Real, 0, 1, closed="both")],
            "random_state": ["random_state"],
        },
        prefer_skip_nested_validation=True,
    )
    def __init__(
        self,
        model,
        X=None,
        *,
        times=None,
        classes=None,
        embeddings=None,
        metadata=None,
        coordinates=None,
        labels=None,
        title: str | None = None,
        n_documents=20_000,
        text_length: int | None = None,
        documents=None,
        scores=None,
        relevance: float = 0.6,
        random_state: Any = 0,
        **beside,
    ):
        n_terms_of(model)  # refuses what is no fitted model of topics
        X = _checked_corpus(X)
        n_in_corpus = _n_documents(X, embeddings)
        _check_alone(n_in_corpus, times, classes, metadata, coordinates, documents)
        for name, values in {**beside, "embeddings": embeddings}.items():
            _check_length(name, values, n_in_corpus)
        check_map_places(coordinates, n_in_corpus)
        if embeddings is not None and takes_beside(model, "embeddings"):
            beside = {**beside, "embeddings": embeddings}
        class_name = str(getattr(classes, "name", None) or "class")
        if classes is None and has_authors(model) and "authors" in beside:
            classes, class_name = beside["authors"], "author"
        data = report_data(
            model,
            X,
            ReportOptions(
                n_in_corpus,
                beside,
                None if times is None else groups_of_times(times, n_in_corpus),
                None if classes is None else groups_of_classes(classes, n_in_corpus),
                class_name,
                read_fields(metadata, n_in_corpus),
                embeddings,
                coordinates,
                labels,
                title,
                n_documents,
                text_length,
                documents,
                check_scores(scores),
                relevance,
                random_state,
            ),
        )
        self.summary, self.columns, self.lists = data

    def to_html(self) -> str:
        """Return the page."""
        return page(self.summary, self.columns, self.lists)

    def save(self, path) -> None:
        """Write the page to a file, which is whole or as it was before.

        Parameters
        ----------
        path : str or path-like
            Where to write, for example ``"topics.html"``.

        Raises
        ------
        OSError
            If the file cannot be written.
        """
        write_whole(path, self.to_html())

    def _repr_html_(self):
        frame = _FRAME.format(
            title=html.escape(self.summary["title"]), page=html.escape(self.to_html())
        )
        # Whatever letters the page around it has, the hash of the script stays true.
        return frame.encode("ascii", "xmlcharrefreplace").decode("ascii")

    def __repr__(self):
        corpus, size = self.summary["corpus"], len(self.to_html().encode("utf-8"))
        lines = [
            f"TopicReport: {self.summary['title']}",
            f"  {corpus['n_inside']:,} of {corpus['n_documents']:,} documents and "
            f"{len(self.lists['terms']):,} words inside, {size / 1e6:.1f} MB",
        ]
        lines += [f"  {panel}: {why}" for panel, why in self.summary["missing"]]
        return "\n".join(lines)


def _checked_corpus(X):
    """Return documents as something with rows."""
    if X is None:
        return None
    if is_unordered(X):
        raise TypeError(
            f"X must be the documents in their order, and is {type(X).__name__}."
        )
    if hasattr(X, "to_pylist") and not is_table(X):  # a column of Arrow
        return X.to_pylist()
    X = materialized(X)
    return X if hasattr(X, "shape") or hasattr(X, "__getitem__") else list(X)


def _n_documents(X, embeddings):
    """Return the number of documents of the corpus."""
    if X is None:
        return 0 if embeddings is None else n_rows_of(embeddings)
    n_documents = n_rows_of(X)
    if not n_documents:
        raise ValueError("X must hold a document at least, and is empty.")
    return n_documents


def _check_alone(n_documents, times, classes, metadata, coordinates, documents):
    """Refuse what is about documents where there are none."""
    if n_documents:
        return
    given = {
        "times": times,
        "classes": classes,
        "metadata": metadata,
        "coordinates": coordinates,
        "documents": documents,
    }
    for name, value in given.items():
        if value is not None:
            raise TypeError(f"{name} is about documents: pass them as X.")


def _check_length(name, values, n_documents):
    """Refuse what is not given once for each document."""
    if values is None or (
        not hasattr(values, "__len__") and not hasattr(values, "shape")
    ):
        return
    n = n_rows_of(values)
    if n != n_documents:
        raise ValueError(
            f"{name} must be given for each document: got {n} for {n_documents} "
            "documents."
        )
