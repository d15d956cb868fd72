"""Representations applied to the topics of any model."""

from dataclasses import replace
from numbers import Integral
from typing import Any

from .._reading import is_model, shorten
from .._sklearn import Interval, StrOptions, validate_params
from ._context_of_model import context_of_model
from ._context_of_table import context_of_table
from ._refine_table import refine_table
from ._representation_context import check_representation
from ._topic_table import TopicTable


@validate_params(
    {
        "n_top_words": [Interval(Integral, 1, None, closed="left")],
        "n_representative": [Interval(Integral, 0, None, closed="left")],
        "errors": [StrOptions({"raise", "warn"})],
    },
    # Representations check their own parameters.
    prefer_skip_nested_validation=False,
)
def refine_topics(
    model_or_table,
    steps: Any,
    X=None,
    *,
    documents=None,
    embeddings=None,
    encoder: Any = None,
    feature_names=None,
    n_top_words=10,
    n_representative=3,
    errors="raise",
    **beside,
) -> TopicTable:
    """Let representations choose the words and names of the topics of any model.

    The model stays as it is.

    Parameters
    ----------
    model_or_table : estimator or TopicTable
        A fitted model of topics, a Pipeline that ends in one, a fitted search over
        one, or a table of topics.
    steps : callable, object with `refine`, dict, or list of such
        The representations, called in turn as ``refine(table, context)``; a dict makes
        aspects. See `refine_table`, and :mod:`sktopics.representation` for those that
        there are.
    X : object, default=None
        The corpus, as `model.transform` takes it; with a table, the texts that the
        `index` of its representative documents counts. Representations that read
        documents need it.
    documents : iterable of str of shape (n_documents,), default=None
        The texts of the documents, where `X` is not made of texts, as for a model that
        is fitted on counts.
    embeddings : array-like of shape (n_documents, n_dimensions), default=None
        Vectors of the documents by the encoder. A model that takes embeddings in its
        `transform` is given them, too.
    encoder : str, transformer, model or callable, default=None
        Makes vectors of texts, see :func:`~sktopics.embedding.as_encoder`. By default
        the one of the model, if it has one.
    feature_names : array-like of shape (n_terms,), default=None
        Names of the terms of a model. By default those that the Pipeline or the model
        knows.
    n_top_words : int, default=10
        Number of words that topics have before a representation chooses others; see
        `topic_table`.
    n_representative : int, default=3
        Number of representative documents of a topic.
    errors : {"raise", "warn"}, default="raise"
        What an error in a representation does. With "warn", topics keep the words
        that they had before it, and a warning says what went wrong.
    **beside : dict
        What `model.transform` takes beside `X`, such as the authors of documents.

    Returns
    -------
    table : TopicTable
        The topics in the order of the model, or of the table. Names that a user or
        the model had given stay, and so do the `outliers`.

    Raises
    ------
    NotFittedError
        If the model is not fitted.
    TypeError
        If there are no topics, or if a representation is none.
    ValueError
        If documents, embeddings and `X` are not equally many, or if a representation
        needs what is not at hand.

    See Also
    --------
    refine_table : The same with a context of your own.

    Notes
    -----
    The context that representations see is that of a
    :class:`~sktopics.clustering.BERTopic`, for any model. `shares` are the shares of
    topics in documents, for a model of clusters 1 for the topic of a document.
    `topic_embeddings` are the vectors of the model's own topics, else the means of the
    embeddings of documents, weighted by their shares of the topic.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.topics import refine_topics
    >>> documents = ["sea ship sea harbour", "tax debt tax", "ship sea", "tax cut"]
    >>> model = make_pipeline(
    ...     CountVectorizer(), LatentDirichletAllocation(2, random_state=0)
    ... ).fit(documents)
    >>> def name_by_text(table, context):
    ...     texts = [context.text(topic.documents[0]) for topic in table]
    ...     return table.with_labels(texts)
    >>> refine_topics(model, name_by_text, documents, n_top_words=2)
    TopicTable: 2 topics
    topic   size  label                 top terms
        0  45.7%  tax debt tax          tax, debt
        1  54.3%  sea ship sea harbour  sea, ship
    """
    steps = check_representation(steps)
    if isinstance(model_or_table, TopicTable):
        if beside:
            raise TypeError(
                f"A table of topics takes no {' and no '.join(beside)}: give the model "
                "in its place."
            )
        context = context_of_table(model_or_table, X, documents, embeddings, encoder)
    elif is_model(model_or_table):
        context = context_of_model(
            model_or_table,
            X,
            documents,
            embeddings,
            encoder,
            feature_names=feature_names,
            n_top_words=n_top_words,
            n_representative=n_representative,
            **beside,
        )
    else:
        raise TypeError(
            "model_or_table must be a fitted model of topics, a Pipeline or a search "
            "that ends in one, or a TopicTable: representations need words, which "
            f"{type(model_or_table).__name__} does not have."
        )
    context = replace(context, table=_with_excerpts(context))
    refined = refine_table(context.table, steps, context, errors=errors)
    return _with_given_names(refined, context.table)


def _with_excerpts(context):
    """Return the table with the first words of its documents, where it had none."""
    if not context.has_all_documents:
        return context.table

    def completed(topic):
        if all(document.excerpt is not None for document in topic.documents):
            return topic
        documents = (
            replace(document, excerpt=shorten(context.text(document)))
            if document.excerpt is None
            else document
            for document in topic.documents
        )
        return replace(topic, documents=documents)

    outliers = context.table.outliers
    outliers = None if outliers is None else completed(outliers)
    return TopicTable(map(completed, context.table), outliers)


def _with_given_names(refined, table):
    """Return topics with the names that they had before."""
    topics = (
        replace(new, label=old.label) if old.is_named else new
        for new, old in zip(refined, table, strict=True)
    )
    return TopicTable(topics, table.outliers)
