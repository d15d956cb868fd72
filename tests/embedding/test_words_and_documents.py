"""An encoder of words beside one of documents."""

import joblib
import numpy as np
import pytest
from logged import counts
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic
from sktopics.embedding import WordsAndDocuments, encode_words

TEXTS = ["rain and snow", "tax and debt", "snow and hail", "a tax on banks", ""] * 3


def of_words(texts):
    return [[10.0 + len(text), 0.0, 1.0] for text in texts]


def learned(n_components=3):
    steps = TfidfVectorizer(), TruncatedSVD(n_components, random_state=0)
    return make_pipeline(*steps).fit(TEXTS)


def test_words_and_documents_have_their_own_encoders():
    encoder = WordsAndDocuments(of_words, counts)
    np.testing.assert_array_equal(encoder.transform(TEXTS), counts(TEXTS))
    np.testing.assert_array_equal(encode_words(encoder, ["rain"]), [[14, 0, 1]])
    np.testing.assert_array_equal(encoder.transform_words(("rain",)), [[14, 0, 1]])
    assert clone(encoder) is encoder
    assert repr(encoder).startswith("WordsAndDocuments(FunctionEncoder(")


def test_encode_words_by_any_encoder():
    encoder, words = learned(), np.array(["snow", "tax"])
    np.testing.assert_array_equal(
        encode_words(encoder, words), encoder.transform(["snow", "tax"])
    )
    with pytest.raises(TypeError, match="got str"):
        encode_words(encoder, "snow")
    with pytest.raises(NotFittedError):
        encode_words(clone(encoder), words)


def test_words_that_an_encoder_does_not_know_have_no_vector():
    centred = make_pipeline(TfidfVectorizer(), PCA(2)).fit(TEXTS)
    assert centred.transform(["what"]).any()
    vectors = encode_words(centred, ["what", "snow"])
    assert not vectors[0].any()
    assert vectors[1].any()


def test_encoders_that_are_none_or_not_fitted():
    with pytest.raises(TypeError, match="An encoder is"):
        WordsAndDocuments(3, counts)
    with pytest.raises(NotFittedError, match="document_encoder is a Pipeline that is"):
        WordsAndDocuments(of_words, clone(learned()))


def test_a_model_of_topics_with_two_encoders(tmp_path):
    encoder = WordsAndDocuments(of_words, learned())
    clusterer = KMeans(2, random_state=0)
    model = clone(BERTopic(encoder, None, clusterer)).fit(TEXTS)
    alone = BERTopic(learned(), None, clusterer).fit(TEXTS)
    np.testing.assert_array_equal(model.labels_, alone.labels_)
    np.testing.assert_array_equal(model.predict(TEXTS), model.labels_)
    # The steps of the encoder of documents say what is known.
    assert model.predict(["unknown"]).tolist() == [-1]
    joblib.dump(model, tmp_path / "model")
    loaded = joblib.load(tmp_path / "model")
    np.testing.assert_array_equal(loaded.predict(TEXTS), model.labels_)
