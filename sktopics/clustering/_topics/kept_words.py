"""Words of topics that stay what they are, while documents come and go."""

from dataclasses import replace

import numpy as np

from .describe import Description, plain_outliers, plain_topics
from .word_weights import weights_of

_CHOICES = ("recompute", "keep")


def check_choice_of_words(words):
    """Refuse what says neither that words are kept nor that they are recomputed."""
    if not isinstance(words, str) or words not in _CHOICES:
        raise ValueError(f'words must be "recompute" or "keep", got {words!r:.100}.')
    return words


def kept_description(known, state, kept, n_top_words):
    """Return what was said of topics, with the documents that they have now.

    Words, weights, names and aspects stay; the outliers, whose documents are others,
    have the words that the same weighting finds in them.

    Parameters
    ----------
    known : Description
        Of before.
    state : FittedState
        With topics as they are now.
    kept : ndarray of shape (n_topics,), int
        What number each topic had.
    n_top_words : int

    Returns
    -------
    description : Description
    """
    topics, components, weights = state.topics, known.components, None
    if components is not None:
        components = components[kept]
        weights = weights_of(known.weighting, topics.words, "outliers")
    plain = plain_topics(state, components, n_top_words)
    return Description(
        known.weighting,
        components,
        [
            _with_documents(known.topics[old], new, topics.labels)
            for old, new in zip(kept, plain, strict=True)
        ],
        weights,
        plain_outliers(state, weights, n_top_words),
    )


def _with_documents(known, plain, labels):
    """Return a topic as it was described, with its number, size and documents of now.

    Documents that a representation has chosen stay, where they are still of the topic.
    """
    rows = np.array([document.index for document in known.documents], dtype=np.int64)
    documents = plain.documents
    if len(rows) >= len(documents) and (labels[rows] == plain.index).all():
        shares = {document.index: document for document in plain.documents}
        documents = [shares.get(each.index, each) for each in known.documents]
    return replace(
        known,
        index=plain.index,
        size=plain.size,
        share_of_documents=plain.share_of_documents,
        documents=documents,
    )
