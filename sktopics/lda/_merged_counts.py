"""Models of Dirichlet topics as one: counts are added up, and the prior once."""

import copy

import numpy as np

from .._fitted import commit, unfitted
from ._priors import plain_prior


class MergedCountsMixin:
    """For models whose `components_` are counts plus a prior."""

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
    """Prior of the topics of a document, of the first model that has the topic."""
    priors = [model.doc_topic_prior_ for model in models]
    if not any(map(np.ndim, priors)):
        return np.full(united.n_topics, float(priors[0]))
    return united.first_known(priors, "topics")


def _word_prior(models, united):
    """Prior of words, of the first model that has the topic, else that has the word."""
    priors = [np.asarray(model.topic_word_prior_, np.float64) for model in models]
    largest = max(prior.ndim for prior in priors)
    if largest == 0:
        return priors[0]
    of_words = united.first_known(
        [prior.mean(axis=0) if prior.ndim == 2 else prior for prior in priors],
        "columns",
    )
    if largest == 1:
        return of_words
    table = np.tile(of_words, (united.n_topics, 1))
    places = list(zip(priors, united.topics, united.columns, strict=True))
    for prior, rows, columns in reversed(places):
        table[np.ix_(rows, columns)] = prior
    return table
