"""Texts without any word that an encoder knows."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.feature_extraction.text import (
    CountVectorizer,
    HashingVectorizer,
    TfidfTransformer,
    TfidfVectorizer,
)
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline, make_union
from sklearn.preprocessing import FunctionTransformer, StandardScaler

from sktopics import Doc2Vec, LatentDirichletAllocation, SequenceVectorizer
from sktopics.embedding.known_texts import encode_known, known_of_fitted
from sktopics.testing import make_documents

DOCUMENTS = make_documents(40)
# Words that `min_df=2` leaves out.
RARE = ["zzqx", "qqzz vvxx", ""]


def dense(X):
    return X.toarray()


def tfidf():
    return TfidfVectorizer(min_df=2)


ENCODERS = {
    "svd": make_pipeline(tfidf(), TruncatedSVD(5)),
    "pca": make_pipeline(tfidf(), PCA(5)),
    "scaler": make_pipeline(tfidf(), TruncatedSVD(5), StandardScaler()),
    "nested": Pipeline(
        [
            ("words", make_pipeline(CountVectorizer(min_df=2), TfidfTransformer())),
            ("none", "passthrough"),
            ("last", make_pipeline(PCA(5))),
        ]
    ),
    "dense": make_pipeline(tfidf(), FunctionTransformer(dense), StandardScaler()),
    "sparse union": make_pipeline(make_union(tfidf(), tfidf()), PCA(5)),
    "union": FeatureUnion(
        [
            ("a", make_pipeline(tfidf(), PCA(3))),
            ("b", make_pipeline(tfidf(), TruncatedSVD(3))),
            ("c", "drop"),
        ]
    ),
    "topics": make_pipeline(
        CountVectorizer(min_df=2), LatentDirichletAllocation(4, max_iter=5)
    ),
    "sequences": make_pipeline(
        SequenceVectorizer(min_df=2), Doc2Vec(5, dm=0, epochs=3), StandardScaler()
    ),
}


@pytest.mark.parametrize("name", ENCODERS)
def test_words_that_were_left_out(name):
    encoder = ENCODERS[name]
    texts = [RARE[0], *DOCUMENTS, *RARE[1:]]
    expected = np.ones(43, dtype=bool)
    expected[[0, -2, -1]] = False
    vectors = encoder.fit_transform(texts)
    assert_array_equal(known_of_fitted(encoder, texts, vectors), expected)
    vectors, known = encode_known(encoder, texts)
    assert_array_equal(known, expected)
    assert_array_equal(vectors, encoder.transform(texts))
    assert_array_equal(encode_known(FrozenEstimator(encoder), texts)[1], expected)


def test_hashes_of_words():
    encoder = make_pipeline(HashingVectorizer(n_features=64), PCA(3)).fit(DOCUMENTS)
    known = encode_known(encoder, ["zzqx", "!", "", "sea"])[1]
    assert known.tolist() == [True, False, False, True]


def test_lists_of_vectors():
    class Lengths:
        def transform(self, texts):
            return [[len(text), 1.0] for text in texts]

    assert encode_known(Lengths(), ["a", ""])[1].all()
