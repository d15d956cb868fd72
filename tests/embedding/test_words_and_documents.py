"""An encoder of words beside one of documents."""

import joblib
import numpy as np
import pytest
from logged import counts
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic
from sktopics.embedding import WordsAndDocuments, encode_words

TEXTS = ["rain and snow", "tax and debt", "snow and hail", "a tax on banks", ""] * 3


def of_words(texts):
    return [[10.0 + len(text), 0.0, 1.0] for text in texts]


def test_words_and_documents_have_their_own_encoders():
    encoder = WordsAndDocuments(of_words, counts)
    for each in (encoder, clone(encoder).fit(TEXTS)):
        np.testing.assert_array_equal(each.transform(TEXTS), counts(TEXTS))
        np.testing.assert_array_equal(encode_words(each, ["rain"]), [[14, 0, 1]])
    fitted = encoder.fit(TEXTS)
    assert fitted.n_features_out_ == 3
    assert fitted.get_feature_names_out()[0] == "wordsanddocuments0"
    np.testing.assert_array_equal(encoder.fit_transform(TEXTS), counts(TEXTS))


def test_encode_words_by_any_encoder():
    tfidf = TfidfVectorizer().fit(TEXTS)
    encoder = make_pipeline(tfidf, TruncatedSVD(2, random_state=0)).fit(TEXTS)
    words = np.array(["snow", "tax"])
    np.testing.assert_array_equal(
        encode_words(encoder, words), encoder.transform(["snow", "tax"])
    )
    with pytest.raises(TypeError, match="got str"):
        encode_words(encoder, "snow")


def test_encoders_that_learn():
    learning = make_pipeline(TfidfVectorizer(), TruncatedSVD(3, random_state=0))
    encoder = WordsAndDocuments(of_words, learning)
    with pytest.raises(NotFittedError):
        encoder.transform(TEXTS)
    expected = clone(learning).fit(TEXTS).transform(TEXTS)
    np.testing.assert_allclose(encoder.fit_transform(TEXTS), expected, atol=1e-6)
    assert not hasattr(learning, "n_features_in_")


def test_vectors_of_two_lengths():
    encoder = WordsAndDocuments(lambda texts: [[1.0]] * len(texts), counts)
    with pytest.raises(ValueError, match=r"of 1 dimensions, and document_encoder of 3"):
        encoder.fit(TEXTS)
    assert not hasattr(encoder, "n_features_out_")
    with pytest.raises(TypeError, match="An encoder is"):
        WordsAndDocuments(3, counts).fit(TEXTS)


def test_a_model_of_topics(tmp_path):
    learning = make_pipeline(TfidfVectorizer(), TruncatedSVD(3, random_state=0))
    encoder = WordsAndDocuments(of_words, learning)
    model = BERTopic(encoder, None, KMeans(2, random_state=0)).fit(TEXTS)
    alone = BERTopic(learning, None, KMeans(2, random_state=0)).fit(TEXTS)
    np.testing.assert_array_equal(model.labels_, alone.labels_)
    np.testing.assert_array_equal(model.predict(TEXTS), model.labels_)
    # The steps of the encoder of documents say what is known.
    assert model.predict(["unknown"]).tolist() == [-1]
    joblib.dump(model, tmp_path / "model")
    loaded = joblib.load(tmp_path / "model")
    np.testing.assert_array_equal(loaded.predict(TEXTS), model.labels_)
