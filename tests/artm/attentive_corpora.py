"""Texts of the tests of attentive ARTM: of segments with known subjects, and noise."""

import numpy as np

from sktopics import TokenSequences
from sktopics.artm._modalities import resolve_modalities
from sktopics.artm._texts import Texts
from sktopics.artm._training_tables import TrainingTables

N_TOPICS, WORDS_OF_TOPIC, N_TERMS = 4, 10, 45


def noise(lengths=(9, 1, 0, 15, 2), n_terms=12, seed=0, **options):
    """Random words, one of them unknown."""
    rng = np.random.default_rng(seed)
    ids = rng.integers(0, n_terms, sum(lengths)).astype(np.int32)
    ids[4] = -1
    offsets = np.cumsum([0, *lengths])
    return TokenSequences(ids, offsets, n_terms=n_terms, dtype=float, **options)


def segmented(n_documents=60, n_segments=4, length=25, seed=0, dtype=None):
    """Texts of segments about one topic each, one word in ten common to all.

    Returns
    -------
    X : TokenSequences
    borders : list of ndarray
    subjects : ndarray of shape (n_tokens,)
    """
    rng = np.random.default_rng(seed)
    ids, subjects, borders, offsets = [], [], [], [0]
    for _ in range(n_documents):
        topics = rng.integers(0, N_TOPICS - 1, n_segments)
        topics = (np.cumsum(topics + 1)) % N_TOPICS  # no topic after itself
        lengths = rng.integers(length // 2, 2 * length, n_segments)
        of_token = np.repeat(topics, lengths)
        words = of_token * WORDS_OF_TOPIC + rng.integers(
            0, WORDS_OF_TOPIC, len(of_token)
        )
        common = rng.uniform(size=len(words)) < 0.1
        words[common] = rng.integers(40, N_TERMS, common.sum())
        ids.append(words)
        subjects.append(of_token)
        borders.append(np.cumsum(lengths)[:-1])
        offsets.append(offsets[-1] + len(words))
    terms = [f"w{i:02}" for i in range(N_TERMS)]
    X = TokenSequences(np.concatenate(ids), offsets, terms=terms, dtype=dtype)
    return X, borders, np.concatenate(subjects)


def prepared(model, X, seed=1):
    """What an e-step needs: inference, texts, topics with counts of a pass before."""
    model.n_features_in_ = X.n_terms
    rng = np.random.default_rng(seed)
    modalities = resolve_modalities(None, X.n_terms)
    texts = Texts.of(X)
    topics = TrainingTables.random(
        model.n_components, modalities, texts.dtype, np.random.RandomState(seed), 1.0
    )
    topics.counts = topics.phi * rng.uniform(5, 9, topics.phi.shape[1])
    return model._inference(modalities, model.n_components), texts, topics
