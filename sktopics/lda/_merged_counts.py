"""Models of Dirichlet topics as one: counts are added up, and the prior once."""

import copy

import numpy as np

from .._fitted import commit, unfitted
from .._reading import TopicTraits
from .._seed_topics import united_topic_names
from ._priors import plain_prior


class MergedCountsMixin:
    """For models whose `components_` are counts plus a prior."""

    __topic_traits__ = TopicTraits(counts=True)

    def __merge_topics__(self, others, united):
        """Return one model of this and others, for `sktopics.analysis.merge_models`.

        Parameters
        ----------
        others : list of models of this class
        united : UnitedTopics
            Of this model, then the others.
        """
        return merged_dirichlet([self, *others], united)


def merged_dirichlet(models, united, more=None):
    """Return one model of several, with the parameters of the first.

    Parameters
    ----------
    models : list of LatentDirichletAllocation or AuthorTopicModel
    united : UnitedTopics
    more : callable, default=None
        Returns further attributes, from the prior of topics of the merged model.

    Returns
    -------
    model : estimator
    """
    first = models[0]
    counts = united.added([_counts(model) for model in models])
    beta = _word_prior(models, united)
    alpha = _topic_prior(models, united)
    dtype = np.result_type(*(model.components_ for model in models))
    merged = unfitted(first)
    fitted = {
        "components_": (counts + beta).astype(dtype),
        "doc_topic_prior_": plain_prior(first.doc_topic_prior, alpha),
        "topic_word_prior_": plain_prior(first.topic_word_prior, beta),
        "n_iter_": max(model.n_iter_ for model in models),
        "n_batch_iter_": sum(model.n_batch_iter_ for model in models),
        "random_state_": copy.deepcopy(first.random_state_),
        "n_features_in_": united.n_terms,
    }
    if hasattr(first, "feature_names_in_"):
        names = united.new_names
        fitted["feature_names_in_"] = (
            first.feature_names_in_ if names is None else names
        )
    fitted |= united_topic_names(models, united)
    belongs = united.said_of_columns(
        [getattr(model, "feature_modalities_in_", None) for model in models]
    )
    if belongs is not None:
        fitted["feature_modalities_in_"] = belongs
    merged.n_components = united.n_topics
    for name in ("doc_topic_prior", "topic_word_prior"):
        # Priors of certain topics or words, of which there may be more now.
        if np.ndim(getattr(first, name)):
            setattr(merged, name, np.copy(fitted[f"{name}_"]))
    commit(merged, fitted | (more(alpha) if more else {}))
    return merged


def _counts(model):
    """Return expected counts of words in topics: `components_` less the prior."""
    components = model.components_.astype(np.float64)
    # The prior is added in the type of the counts, in which the sum is rounded.
    return np.maximum(components - model.topic_word_prior_, 0)


def _topic_prior(models, united):
    """Prior of the topics of a document, the mean over the models that have a topic."""
    priors = [model.doc_topic_prior_ for model in models]
    if not any(map(np.ndim, priors)):
        return np.full(united.n_topics, _mean_number(priors))
    return united.mean_known(priors, "topics")


def _word_prior(models, united):
    """Prior of words in topics, the mean over the models that have word and topic."""
    priors = [np.asarray(model.topic_word_prior_, np.float64) for model in models]
    largest = max(prior.ndim for prior in priors)
    if largest == 0:
        return np.array(_mean_number(priors))
    of_words = united.mean_known(
        [prior.mean(axis=0) if prior.ndim == 2 else prior for prior in priors],
        "columns",
    )
    if largest == 1:
        return of_words
    tables = [
        np.broadcast_to(prior, model.components_.shape)
        for prior, model in zip(priors, models, strict=True)
    ]
    total = united.added(tables)
    n_models = united.added([np.ones_like(table) for table in tables])
    of_words = np.broadcast_to(of_words, total.shape).copy()
    return np.divide(total, n_models, out=of_words, where=n_models > 0)


def _mean_number(numbers):
    """Mean of numbers, to the last bit the same for equal ones."""
    numbers = [float(number) for number in numbers]
    return numbers[0] if len(set(numbers)) == 1 else float(np.mean(numbers))
