"""Models that were fitted on different documents, as one model."""

from collections.abc import Iterable
from numbers import Real
from typing import TypeVar

import numpy as np

from .._reading import final_model, is_model, pipeline_with
from .._sklearn import check_fitted, validate_params
from ._united_topics import united_topics

Model = TypeVar("Model")

# Methods of models that can be merged: by themselves, or by matched distributions.
_HOOKS = ("__merge_models__", "__merge_topics__")


@validate_params(
    {"models": "no_validation", "X": "no_validation", "min_similarity": [Real, None]},
    prefer_skip_nested_validation=True,
)
def merge_models(
    models: Iterable[Model], *, X=None, min_similarity: float | None = None
) -> Model:
    """Make one model of several that were fitted on different documents.

    Shards of a corpus, the months of a year, the offices of a firm. What the models
    have counted is added up: the sizes of topics, and how often words are in them. The
    merged model needs none of the documents.

    Parameters
    ----------
    models : list of fitted models, Pipelines or searches
        BERTopics on embeddings of the same encoder; or `LatentDirichletAllocation`s;
        or `AuthorTopicModel`s; or `HierarchicalARTM`s with the same number of levels;
        or models of the classes `ARTM`, `PLSA`, `ThetalessARTM` and `AttentiveARTM`.
        They stay as they are.
    X : iterable of str, default=None
        For BERTopic, the training documents of all models, in the order of the
        models, for representations that read them.
    min_similarity : float, default=None
        How much two topics must be alike to become one, see Notes. None is 0.7 for
        BERTopic, and 0.4 for all others.

    Returns
    -------
    model : estimator
        A fitted model of the class of the first, with its parameters and its topic
        numbers; new topics come after its own, and new words after its own columns. A
        Pipeline, if the first is one.

    Raises
    ------
    NotFittedError
        If a model is not fitted.
    TypeError
        If `models` is no list of models, or of models that cannot be merged with each
        other.
    ValueError
        If there are no models; if their words cannot be aligned, because the columns
        of a model have no names and there are as many as in no other; if the words of
        Pipelines differ and their steps cannot be given new words; if embeddings have
        different lengths, or `X` has another number of documents than the models.

    See Also
    --------
    sktopics.topics.match_topics : Which topic of one model is which of another.

    Notes
    -----
    **Mixtures of topics.** Words are the same if they have the same name; models
    without names must have the same columns. The similarity of two topics is 1 minus
    the Hellinger distance of their distributions of words
    (:func:`~sktopics.topics.topic_difference`). The two topics of different models that
    are most alike become one first, and so on while the similarity is at least
    `min_similarity`; three or more topics are one if the mean of their similarities is
    large enough. Two topics of one model never become one. So the topics do not depend
    on the order of the models, only their numbers do.

    Of LDA and author-topic models, counts of words are added up and the prior is added
    once: the mean of the models' priors, where these differ. Authors of the same name
    are one author. Of models of the ARTM family, p(word | topic) is the
    mean over the models, weighted by the sizes of the topic, so that zeros stay where
    all models have them. Counts of models that learned online are means over batches:
    merge models that learned from batches of the same size.

    There is no `bound_` or `perplexity_`, which tell how well a model fits its training
    documents. `partial_fit` goes on from the merged counts.

    **BERTopic.** A topic of a later model is added to the topic of the models before it
    whose mean embedding has the largest cosine with its own, if that is at least
    `min_similarity`; else it is a new topic. Topics of the same name are one in any
    case. Numbers of documents, mean embeddings and counts of words are added up, so
    that nothing is lost: where topics are given (`y`), the merged model has the words
    of a single fit on all documents, and their weights. It places documents by
    centroids, and knows the documents of all models.

    Examples
    --------
    Two models of two topics each, one of which is in both:

    >>> import numpy as np
    >>> from sktopics import LatentDirichletAllocation
    >>> from sktopics.analysis import merge_models
    >>> sea, tax, goal = np.eye(3, dtype=int).repeat(2, axis=1) * 5
    >>> first, second = (
    ...     LatentDirichletAllocation(2, random_state=0).fit(topics * 10)
    ...     for topics in ([sea, tax], [tax, goal])
    ... )
    >>> merged = merge_models([first, second])
    >>> merged.components_.shape
    (3, 6)
    >>> merged.components_.sum(axis=1).round()
    array([100., 200., 100.])

    BERTopics with the same topic, by its name:

    >>> from sktopics import BERTopic
    >>> parts = {"reducer": None, "clusterer": None}
    >>> first = BERTopic(**parts).fit(
    ...     ["ship sea", "tax debt"], ["sea", "tax"], embeddings=[[1, 0], [0, 1]]
    ... )
    >>> second = BERTopic(**parts).fit(
    ...     ["harbour sea", "goal"], ["sea", "sport"], embeddings=[[1, 0], [1, 1]]
    ... )
    >>> model = merge_models([first, second])
    >>> model.topic_names_, model.topic_sizes_
    (['sea', 'tax', 'sport'], array([2, 1, 1]))
    """
    if is_model(models) or not np.iterable(models):
        raise TypeError(
            f"merge_models takes a list of models, got {type(models).__name__}."
        )
    models = list(models)
    if not models:
        raise ValueError("merge_models needs at least one model, and got none.")
    finals = [_checked_model(model) for model in models]
    first, *others = finals
    if hasattr(first, "__merge_models__"):
        _check_alike(finals, "__merge_models__")
        return pipeline_with(
            models[0], first.__merge_models__(others, X, min_similarity)
        )
    _check_alike(finals, "__merge_topics__")
    if X is not None:
        raise ValueError(
            f"X is for models that read their documents again; {type(first).__name__} "
            "does not: leave it out."
        )
    united = united_topics(models, min_similarity)
    merged = first.__merge_topics__(others, united)
    return pipeline_with(models[0], merged, united.new_names)


def _checked_model(model):
    """Return the last step of a model, fitted."""
    if not is_model(model):
        raise TypeError(
            "merge_models takes a list of models, and got one that holds "
            f"{type(model).__name__}."
        )
    final = final_model(model)
    check_fitted(final)
    return final


def _check_alike(models, hook):
    """Refuse models that do not merge in the way of the first."""
    way = getattr(type(models[0]), hook, None)
    for number, model in enumerate(models):
        own = getattr(type(model), hook, None)
        others = (getattr(model, name, None) for name in _HOOKS)
        if own is None and not any(others):
            raise TypeError(
                f"merge_models cannot merge {type(model).__name__} (model {number}). "
                "It merges BERTopic, LatentDirichletAllocation of sktopics, "
                "AuthorTopicModel, and ARTM, PLSA, ThetalessARTM, AttentiveARTM and "
                "HierarchicalARTM."
            )
        if own is not way:
            raise TypeError(
                f"A {type(models[0]).__name__} and a {type(model).__name__} (model "
                f"{number}) cannot be merged: their topics are not counted in the same "
                "way."
            )
