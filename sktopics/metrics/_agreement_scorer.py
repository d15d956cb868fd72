"""A scorer of the agreement of topics with labels that do not train the model."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sklearn.utils.validation import check_is_fitted

from .._reading import final_model, has_weights
from .._sklearn import StrOptions, validate_params
from ._known_labels import known_labels, n_scored_rows
from ._purity_and_agreement import label_agreement, topic_numbers
from .scorer_base import RoutedScorer, makes_scorers

# Not `y`: whatever trains on it would be judged by what it was told.
_NO_LABELS = (
    "agreement_scorer has no labels. Give them to it, agreement_scorer(labels, X=X), "
    "or, with metadata routing, to the search: params={'labels': labels}, or "
    "search.fit(X, labels=labels). It does not look at y, from which models may learn."
)


@dataclass(eq=False)
class _AgreementScorer(RoutedScorer):
    labels: object
    measure: str
    outliers: str
    requests: dict

    def __call__(self, estimator, X, y=None, *, labels=None, **metadata):
        if labels is None:
            if self.labels is None:
                raise ValueError(_NO_LABELS)
            labels = self.labels.of(X)
        else:
            _check_one_each(labels, X)
        topics = _topics_of(estimator, X, metadata)
        if self.measure != "coverage" and self.outliers == "cluster":
            topics = _with_outliers(topics)
        return label_agreement(labels, topics)[self.measure]

    def __repr__(self):
        labels = "" if self.labels is None else "labels=..., "
        given = "" if self.outliers == "cluster" else f", outliers={self.outliers!r}"
        return f"agreement_scorer({labels}measure={self.measure!r}{given})"


@makes_scorers
@validate_params(
    {
        "measure": [StrOptions({"ari", "nmi", "purity", "coverage"})],
        "outliers": [StrOptions({"cluster", "ignore"})],
    },
    prefer_skip_nested_validation=True,
)
def agreement_scorer(
    labels=None, measure="ari", *, X=None, outliers="cluster"
) -> Callable[..., float]:
    """Make a scorer of the agreement of topics with labels; higher is better.

    The labels judge a model and do not train it: they are held apart from `y`, which
    models such as :class:`~sktopics.clustering.BERTopic` learn from, and which the
    scorer does not look at.

    Parameters
    ----------
    labels : dict, pandas Series or array-like of shape (n_documents,), default=None
        Labels of documents, numbers or strings. Documents whose label is -1, None or
        NaN, or that have none, are ignored. A scorer is given the documents of a fold
        and not where they stood, so that it finds labels

        - of a dict by the document, which is its key; of a row of a data frame by the
          index of the frame;
        - of a Series by the index, where documents are a Series or data frame of
          pandas;
        - of another array by the content of the row, with `X`. Without `X`, all
          documents have to be scored at once.

        None: labels are metadata of the search, in which rows may repeat. See the
        notes.
    measure : {"ari", "nmi", "purity", "coverage"}, default="ari"
        See `label_agreement`. "coverage" is the share of the labelled documents that
        are in a topic.
    X : documents or matrix of shape (n_documents, n_features), default=None
        The documents whose labels an array holds, in the same order and in the form
        in which the search is given them.
    outliers : {"cluster", "ignore"}, default="cluster"
        What documents are whose topic is -1. "cluster": one more topic. "ignore": they
        do not count, which favours models that leave the difficult ones out.

    Returns
    -------
    scorer : callable
        ``scorer(estimator, X, y=None, *, labels=None, **metadata)``, which can be
        pickled. Topics are what `predict` says, and of a model without it those with
        the largest share in `transform`, which are given the `metadata`.

    Raises
    ------
    InvalidParameterError
        If `measure` or `outliers` is not one of the above.
    TypeError
        If labels are in no such form. When scoring: if the model gives documents no
        topics, such as `Doc2Vec`.
    ValueError
        If the index of a Series repeats, or equal rows of `X` have different labels.
        If there are not as many labels as rows of `X`. When scoring: if there are no
        labels, none for any of the documents, or not as many as documents.

    See Also
    --------
    label_agreement : The measures, of labels and topics that you have.

    Notes
    -----
    With ``sklearn.set_config(enable_metadata_routing=True)`` the scorer without labels
    asks for metadata called ``labels``: give them to
    ``cross_validate(..., params={"labels": labels})`` or to
    ``GridSearchCV(...).fit(X, labels=labels)``, which divide them with the documents.
    Whatever else `predict` or `transform` needs is asked for in the same way:
    ``agreement_scorer().set_score_request(embeddings=True)``.

    Examples
    --------
    >>> from sklearn.decomposition import LatentDirichletAllocation
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> from sklearn.model_selection import cross_val_score
    >>> from sklearn.pipeline import make_pipeline
    >>> from sktopics.metrics import agreement_scorer
    >>> texts = ["ship sea harbour", "tax money debt", "sea ship", "debt tax"] * 5
    >>> labels = ["sea", "money"] * 10
    >>> model = LatentDirichletAllocation(2, random_state=0)
    >>> pipeline = make_pipeline(CountVectorizer(), model)
    >>> scorer = agreement_scorer(labels, X=texts)
    >>> cross_val_score(pipeline, texts, scoring=scorer, cv=2)
    array([1., 1.])
    >>> agreement_scorer(dict(zip(texts, labels)), "purity")(pipeline.fit(texts), texts)
    1.0
    """
    if labels is None:
        if X is not None:
            raise TypeError(
                "X says which rows labels are for, and there are no labels."
            )
        return _AgreementScorer(None, measure, outliers, {"labels": True})
    return _AgreementScorer(known_labels(labels, X), measure, outliers, {})


def _check_one_each(labels, X):
    """Refuse labels of other documents, which a search passes on undivided."""
    n_labels = labels.shape[0] if hasattr(labels, "shape") else len(labels)
    n_documents = n_scored_rows(X)
    if n_labels != n_documents:
        raise ValueError(
            f"labels has {n_labels} entries, and {n_documents} documents are scored. "
            "Give one label for each document. A search divides labels with the "
            "documents only if there are as many as in the X that it is given."
        )


def _topics_of(estimator, X, metadata):
    """Return what topics documents are in, as `label_agreement` takes them."""
    if hasattr(estimator, "predict"):
        return estimator.predict(X, **metadata)
    model = final_model(estimator)
    if not has_weights(model):
        check_is_fitted(model)
        raise TypeError(
            f"{type(model).__name__} gives documents no topics: it has no predict, and "
            "no components_. Let a clusterer, such as KMeans, follow in a Pipeline."
        )
    return estimator.transform(X, **metadata)


def _with_outliers(topics):
    """Return topics among which outliers are one more."""
    numbers = topic_numbers(topics)
    outliers = numbers < 0
    if not outliers.any():
        return topics
    return np.where(outliers, numbers.max() + 1, numbers)
