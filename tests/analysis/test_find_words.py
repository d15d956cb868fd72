"""Words that are about a text, other words, a vector or a topic."""

import numpy as np
import pytest
from joint_space_model import (
    DOCUMENTS,
    LABELS,
    CountingEncoder,
    joint_space_model,
    units,
)
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.frozen import FrozenEstimator
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer

from sktopics import (
    PLSA,
    BERTopic,
    Doc2Vec,
    LatentDirichletAllocation,
    SequenceVectorizer,
)
from sktopics.analysis import FoundWords, find_words
from sktopics.embedding import WordsAndDocuments
from sktopics.topics import term_topics


@pytest.fixture(scope="module")
def joint():
    return joint_space_model()


@pytest.fixture(scope="module")
def mixture():
    lda = LatentDirichletAllocation(3, random_state=0)
    return make_pipeline(CountVectorizer(), lda).fit(DOCUMENTS)


def test_words_by_their_vectors(joint):
    terms, vectors = joint.terms_.tolist(), units(joint.word_embeddings_)
    found = find_words(joint, words=["sea", "ship"], negative="wind", n_words=None)
    sea, ship, wind = (vectors[terms.index(word)] for word in ("sea", "ship", "wind"))
    scores = vectors @ units((sea + ship) / 2 - wind)
    left = [i for i, term in enumerate(terms) if term not in ("sea", "ship", "wind")]
    expected = sorted(left, key=lambda i: -scores[i])
    assert found.words[:2] == tuple(terms[i] for i in expected[:2])
    assert sorted(found.words) == sorted(terms[i] for i in left)
    assert found.similarities == pytest.approx(scores[expected], abs=1e-6)


def test_nothing_is_encoded_where_words_have_vectors(joint):
    before = joint.encoder_.n_encoded_
    find_words(joint, words="sea")
    find_words(joint, topic=[0, 1], negative=2)
    find_words(joint, vector=joint.word_embeddings_[:2])
    assert joint.encoder_.n_encoded_ == before
    find_words(joint, "ships at sea")
    assert joint.encoder_.n_encoded_ == before + 1


def test_words_of_texts_vectors_and_topics(joint):
    terms, vectors = joint.terms_, units(joint.word_embeddings_)
    text = joint.encoder_.transform(["ship and sea"])[0]
    asked = {
        "query": ("ship and sea", text),
        "vector": (text.tolist(), text),
        "topic": (1, joint.topic_embeddings_[1]),
    }
    for kind, (given, vector) in asked.items():
        found = find_words(joint, **{kind: given}, n_words=3)
        scores = vectors @ units(vector)
        assert found.similarities == pytest.approx(np.sort(scores)[::-1][:3], abs=1e-6)
        assert found.words[0] in terms[scores >= scores.max() - 1e-6]
    assert {"tax", "money", "debt"} <= set(find_words(joint, topic=1).words[:4])


def test_words_without_a_vector_are_never_found(joint):
    kept = joint.word_embeddings_
    try:
        joint.word_embeddings_ = kept.copy()
        joint.word_embeddings_[joint.terms_ == "ship"] = 0
        found = find_words(joint, words="sea", n_words=None)
        assert len(found) == len(kept) - 2
        assert "ship" not in found.words
        with pytest.raises(ValueError, match="the word 'ship': its vector is zeros"):
            find_words(joint, words="ship")
    finally:
        joint.word_embeddings_ = kept


def test_the_encoder_makes_vectors_of_words():
    model = BERTopic(CountingEncoder(), None, None).fit(DOCUMENTS, LABELS)
    expected = find_words(joint_space_model(), words="sea", n_words=None)
    found = model.find_words(words="sea", n_words=None)
    assert found.similarities == pytest.approx(expected.similarities, abs=1e-6)
    bare = BERTopic(None, None, None).fit(
        DOCUMENTS, LABELS, embeddings=model.encoder_.transform(DOCUMENTS)
    )
    given = find_words(bare, words="sea", encoder=model.encoder_, n_words=None)
    assert given.words == found.words
    both = WordsAndDocuments(model.encoder_, model.encoder_)
    again = find_words(bare, words="sea", encoder=both, n_words=None)
    assert again.words == found.words


@pytest.mark.parametrize("kind", ["model", "frozen"])
def test_doc2vec_knows_its_words(kind):
    doc2vec = Doc2Vec(8, dm=0, dbow_words=True, epochs=40, random_state=0)
    encoder = make_pipeline(SequenceVectorizer(), doc2vec)
    texts = DOCUMENTS[:-1] * 10
    if kind == "frozen":
        encoder = FrozenEstimator(encoder.fit(texts))
    model = BERTopic(encoder, None, None).fit(texts, LABELS[:-1] * 10)
    fitted = model.encoder_
    fitted = fitted.estimator[-1] if kind == "frozen" else fitted[-1]
    expected = fitted.most_similar(["sea"], n=4)
    found = find_words(model, words="sea", n_words=4)
    assert found.words == tuple(word for word, _ in expected)
    assert found.similarities == pytest.approx([s for _, s in expected], abs=1e-5)
    topic = find_words(model, topic=0, n_words=4)
    expected = fitted.most_similar([model.topic_embeddings_[0]], n=4)
    assert topic.words == tuple(word for word, _ in expected)


def test_steps_after_doc2vec_move_its_words():
    doc2vec = Doc2Vec(8, dm=0, dbow_words=True, epochs=40, random_state=0)
    texts = DOCUMENTS[:-1] * 10
    encoder = make_pipeline(SequenceVectorizer(), doc2vec, Normalizer(), PCA(4))
    model = BERTopic(encoder, None, None).fit(texts, LABELS[:-1] * 10)
    *_, doc2vec, normalizer, pca = (step for _, step in model.encoder_.steps)
    vectors = units(pca.transform(normalizer.transform(doc2vec.word_vectors_)))
    scores = vectors @ vectors[doc2vec.terms_.tolist().index("sea")]
    found = find_words(model, words="sea", n_words=None)
    assert found.similarities == pytest.approx(np.sort(scores)[::-1][1:], abs=1e-5)


def test_mixtures_compare_the_topics_of_words(mixture):
    names = mixture[0].get_feature_names_out()
    p = {name: term_topics(mixture, name).topic_given_term for name in names}
    found = find_words(mixture, words=["sea", "tax"], negative="milk", n_words=None)
    for row in found:
        sea, tax, milk = (
            np.sqrt(p[row.word] * p[word]).sum() for word in ("sea", "tax", "milk")
        )
        assert row.similarity == pytest.approx((sea + tax) / 2 - milk, abs=1e-9)
    assert not {"sea", "tax", "milk"} & set(found.words)
    assert np.all(np.diff(found.similarities) <= 0)
    shares = mixture.transform(["ship in the sea"])[0]
    text = find_words(mixture, "ship in the sea", n_words=None)
    for row in text:
        expected = np.sqrt(shares * p[row.word]).sum()
        assert row.similarity == pytest.approx(expected, abs=1e-6)
    topic = int(shares.argmax())
    of_topic = find_words(mixture, topic=topic, n_words=3)
    expected = sorted((np.sqrt(q[topic]) for q in p.values()), reverse=True)[:3]
    assert of_topic.similarities == pytest.approx(expected)


def test_of_words_that_are_alike_the_heavier_come_first():
    """In sparse topics most words have one topic: by number they would be a list."""
    documents = ["b a a a c c", "b a a c", "x y y", "x y"]
    model = make_pipeline(
        CountVectorizer(token_pattern=r"\w"), PLSA(2, max_iter=300, random_state=0)
    ).fit(documents)
    found = find_words(model, words="b", n_words=2)
    assert found.similarities == pytest.approx([1, 1], abs=1e-6)
    assert found.words == ("a", "c")


def test_tables(joint):
    found = find_words(joint, words="sea", n_words=3)
    assert isinstance(found[:2], FoundWords)
    assert (len(found), len(found[1:])) == (3, 2)
    assert list(found.to_dict()) == ["word", "similarity"]
    assert found[0].word in repr(found).splitlines()[2]
    assert not found.similarities.flags.writeable
    frame = pytest.importorskip("polars").DataFrame(found.to_dict())
    assert frame.equals(found.to_frame("polars"))


def test_zero_has_no_sign_in_the_table():
    found = FoundWords(("ship", "tax"), np.array([0.5, -1e-9]))
    assert repr(found).splitlines()[2:] == ["     0.500  ship", "     0.000  tax"]


@pytest.mark.parametrize(
    ("query", "error", "message"),
    [
        ({}, ValueError, "give one of query, words, vector, image, topic"),
        ({"words": "sea", "topic": 1}, ValueError, "Give one of"),
        ({"negative": "sea"}, ValueError, "is of the kind of what is looked for"),
        ({"words": "shipp"}, ValueError, "Did you mean 'ship'"),
        ({"words": "sea", "negative": "shipp"}, ValueError, "Did you mean 'ship'"),
        ({"words": "sea", "negative": "sea"}, ValueError, "cancels itself out"),
        ({"words": ["sea", 1]}, TypeError, "has 1"),
        ({"topic": 3}, ValueError, r"no topic 3 \(topics: 0 to 2\)"),
        ({"topic": -1}, ValueError, "no topic -1"),
        ({"topic": "ships"}, ValueError, "no topic 'ships'"),
        ({"topic": 1, "negative": [1.5]}, ValueError, "no topic 1.5"),
        ({"topic": []}, ValueError, "is empty"),
        ({"vector": [1.0]}, ValueError, "1 dimensions"),
        ({"query": 3}, TypeError, "got int"),
        ({"query": "zzz"}, ValueError, "known of the query 'zzz'"),
        ({"image": "x.png"}, TypeError, "encodes no images"),
        ({"words": "sea", "n_words": 0}, ValueError, "n_words"),
    ],
)
def test_bad_queries(joint, query, error, message):
    with pytest.raises(error, match=message):
        joint.find_words(**query)


def test_bad_queries_to_mixtures(mixture):
    with pytest.raises(ValueError, match="neither these nor an encoder"):
        find_words(mixture, vector=[1.0])
    with pytest.raises(ValueError, match="Did you mean 'ship'"):
        find_words(mixture, words="shipp")
    with pytest.raises(ValueError, match="of any terms: give the Pipeline with the"):
        find_words(mixture[-1], words="ship")
    with pytest.raises(TypeError, match="fitted model of topics, and is of type"):
        find_words([0, 1], words="ship")
