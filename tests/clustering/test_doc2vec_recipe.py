"""The Doc2Vec that is the encoder where nobody names one."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from sktopics._arrays import unit_rows
from sktopics.clustering._joint_space.doc2vec_recipe import (
    doc2vec_encoder,
    lowest_document_frequency,
)
from sktopics.clustering._joint_space.word_space import vectors_of_terms

TOPICS = [[f"{name}{i}" for i in range(20)] for name in ("rain", "tax", "goal")]


def planted(n_documents):
    """Texts whose words are of one of three topics, and of all."""
    rng = np.random.default_rng(0)
    labels = np.arange(n_documents) % 3
    return labels, [
        " ".join([*rng.choice(TOPICS[i], 12), *rng.choice(["the", "and", "of"], 6)])
        for i in labels
    ]


def test_the_lowest_frequency_grows_with_the_corpus():
    sizes = np.unique(np.logspace(0, 7, 200).astype(int))
    lowest = [lowest_document_frequency(n) for n in sizes.tolist()]
    assert lowest == sorted(lowest)
    assert all(1 <= least <= n for least, n in zip(lowest, sizes, strict=True))
    assert lowest_document_frequency(22_500) == 50


@pytest.mark.parametrize("n_documents", [1, 2, 5, 12])
def test_few_documents_are_encoded(n_documents):
    _, texts = planted(n_documents)
    vectors = doc2vec_encoder(n_documents, random_state=0).fit_transform(texts)
    assert vectors.shape == (n_documents, 50)
    assert np.isfinite(vectors).all()
    assert vectors.any(axis=1).all()


def test_documents_and_words_of_a_topic_are_in_one_place():
    labels, texts = planted(300)
    encoder = doc2vec_encoder(300, random_state=0)
    vectors = unit_rows(encoder.fit_transform(texts))
    means = unit_rows(np.stack([vectors[labels == i].mean(axis=0) for i in range(3)]))
    assert_array_equal((vectors @ means.T).argmax(axis=1), labels)
    terms = encoder[-1].terms_.tolist()
    cosines = means @ unit_rows(vectors_of_terms(encoder, terms)).T
    for topic, words in zip(cosines, TOPICS, strict=True):
        assert {terms[i] for i in np.argsort(-topic)[:10]} <= set(words)


def test_the_same_seed_gives_the_same_vectors():
    _, texts = planted(30)
    first, second = (
        doc2vec_encoder(30, n_jobs=n_jobs, random_state=7) for n_jobs in (None, 2)
    )
    assert_array_equal(first.fit_transform(texts), second.fit_transform(texts))
    assert second[-1].n_jobs == 2
    other = doc2vec_encoder(30, random_state=8).fit_transform(texts)
    assert (other != first.transform(texts)).any()


def test_a_small_corpus_takes_more_passes():
    numbers = [None, 0, 5_000, 10_000, 20_000, 10**8]
    epochs = [doc2vec_encoder(100, n_tokens=n)[-1].epochs for n in numbers]
    assert epochs == [20, 60, 60, 40, 20, 20]
