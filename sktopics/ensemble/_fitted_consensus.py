"""Fitted attributes of a consensus."""

import numpy as np

from .._reading import final_model, topics_by_share, traits_of
from ._topic_runs import are_clusters

# What the models know of `X`, and say alike.
_OF_INPUT = ("n_features_in_", "feature_names_in_", "vectorizer_")


def fitted_consensus(found):
    """Return the fitted attributes that do not depend on documents.

    Parameters
    ----------
    found : TopicConsensus

    Returns
    -------
    fitted : dict
    """
    member = found.members[0].model
    components = found.topic_word * found.masses[:, np.newaxis]
    fitted = {
        "components_": components.astype(found.members[0].dtype),
        "estimators_": [run.model for run in found.members],
        "topic_reliability_": found.reliability,
        "topic_runs_": found.n_runs_with,
        "rare_topics_": np.flatnonzero(2 * found.n_runs_with < found.n_runs),
        "_partners": found.partners,
        "_are_distributions": traits_of(final_model(member)).distributions,
        "_are_clusters": are_clusters(member),
    }
    for name in _OF_INPUT:
        if hasattr(member, name):
            fitted[name] = getattr(member, name)
    if "feature_names_in_" not in fitted and found.members[0].terms is not None:
        fitted["terms_"] = found.members[0].terms
    return fitted


def fitted_on_documents(found):
    """Return the fitted attributes of the training documents.

    Parameters
    ----------
    found : TopicConsensus
        Of runs with shares in documents.

    Returns
    -------
    fitted : dict
    """
    mean = found.shares()
    labels = voted_topics(mean)
    agree = [voted_topics(shares) == labels for shares in found.run_shares]
    reliability = np.mean(agree, axis=0)
    fitted = {"document_reliability_": reliability}
    if not are_clusters(found.members[0].model):
        # A document without words has no topic that runs could agree on.
        reliability[np.asarray(mean.sum(axis=1)).ravel() == 0] = np.nan
    else:
        n_topics = len(found.topic_word)
        fitted["labels_"] = labels
        fitted["topic_sizes_"] = np.bincount(labels[labels >= 0], minlength=n_topics)
        fitted["n_outliers_"] = int((labels < 0).sum())
    return fitted


def voted_topics(shares):
    """Return the topic with the largest share, -1 where having none has a larger one.

    Parameters
    ----------
    shares : csr_array of shape (n_documents, n_topics)
        Rows sum to at most 1.

    Returns
    -------
    topics : ndarray of shape (n_documents,), int
    """
    none = 1 - np.asarray(shares.sum(axis=1)).ravel()
    largest = np.asarray(shares.max(axis=1).todense()).ravel()
    # Sums of a few means are exact to some 1e-16.
    return np.where(none > largest + 1e-9, -1, topics_by_share(shares))
