"""TopicReport: topics, documents, times and classes in one file of HTML."""

import html
from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any

from .._files import write_whole
from .._reading import has_authors, n_terms_of
from .._sklearn import Interval, validate_params
from ._given_documents import (
    check_alone,
    checked_corpus,
    count_documents,
    given_beside,
)
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
    images : sequence of path, PIL.Image.Image or None, default=None
        The image of each document, for a model that takes them, and to show the topics
        of training documents that :class:`~sktopics.representation.TopicImages` has
        described. Pictures are made small: at most 20 KB for a topic.
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
        images=None,
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
        X = checked_corpus(model, X)
        n = count_documents(X, embeddings)
        check_alone(
            n,
            times=times,
            classes=classes,
            metadata=metadata,
            coordinates=coordinates,
            documents=documents,
            images=images,
        )
        beside = given_beside(model, n, beside, embeddings=embeddings, images=images)
        check_map_places(coordinates, n)
        classes, class_name = _named_classes(model, classes, beside)
        self.summary, self.columns, self.lists = report_data(
            model,
            X,
            ReportOptions(
                n,
                beside,
                None if times is None else groups_of_times(times, n),
                None if classes is None else groups_of_classes(classes, n),
                class_name,
                read_fields(metadata, n),
                embeddings,
                images,
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


def _named_classes(model, classes, beside):
    """Return the classes of documents, by default their authors, and their name."""
    if classes is None and has_authors(model) and "authors" in beside:
        return beside["authors"], "author"
    return classes, str(getattr(classes, "name", None) or "class")
