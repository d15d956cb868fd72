"""What models on embeddings tell of them, and what texts a corpus is made of."""

import numpy as np
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic, SequenceVectorizer
from sktopics._reading import (
    full_texts,
    kept_texts,
    read_encoder,
    read_topic_embeddings,
    takes_beside,
    training_labels,
)

DOCUMENTS = ["sea ship", "tax debt", "ship sea sea", "debt"]
VECTORS = np.array([[1.0, 0], [0, 1], [1, 0.1], [0.1, 1]])


def letters(texts):
    return [[text.count(letter) + 0.1 for letter in "aeiou"] for text in texts]


CLUSTERS = BERTopic(letters, None, None).fit(DOCUMENTS, [0, 1, 0, 1])
MIXTURES = make_pipeline(CountVectorizer(), NMF(2, random_state=0)).fit(DOCUMENTS)


def test_models_that_stand_on_embeddings():
    assert takes_beside(CLUSTERS, "embeddings")
    assert read_encoder(CLUSTERS) is CLUSTERS.encoder_
    assert read_topic_embeddings(CLUSTERS) is CLUSTERS.topic_embeddings_
    np.testing.assert_array_equal(training_labels(CLUSTERS, DOCUMENTS), [0, 1, 0, 1])
    assert training_labels(CLUSTERS, DOCUMENTS[:2]) is None
    texts, n_documents = kept_texts(CLUSTERS)
    assert texts == dict(enumerate(DOCUMENTS))
    assert n_documents == 4


def test_models_that_do_not():
    assert not takes_beside(MIXTURES, "embeddings")
    assert read_encoder(MIXTURES) is None
    assert read_topic_embeddings(MIXTURES) is None
    assert training_labels(MIXTURES, DOCUMENTS) is None
    assert kept_texts(MIXTURES) == (None, 0)


@pytest.mark.parametrize(
    "make", [list, tuple, np.array], ids=["list", "tuple", "array"]
)
def test_full_texts(make):
    texts = full_texts(MIXTURES, make(DOCUMENTS))
    assert texts == DOCUMENTS
    assert {type(text) for text in texts} == {str}


def test_full_texts_of_a_column():
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame({"n": range(4), "text": DOCUMENTS})
    words = ColumnTransformer([("words", CountVectorizer(), "text")])
    model = make_pipeline(words, NMF(2, random_state=0)).fit(frame)
    assert full_texts(model, frame) == DOCUMENTS


def test_numbers_are_no_texts():
    counts = CountVectorizer().fit_transform(DOCUMENTS)
    assert full_texts(MIXTURES[-1], counts) is None
    assert full_texts(MIXTURES[-1], counts.toarray()) is None
    assert (
        full_texts(MIXTURES[-1], SequenceVectorizer().fit_transform(DOCUMENTS)) is None
    )
