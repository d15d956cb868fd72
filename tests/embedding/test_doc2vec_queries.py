"""Questions to a Doc2Vec: what its training, its files and its metrics have to do."""

import copy

import joblib
import numpy as np
import pytest
from doc2vec_models import NAMES, TOPICS, everywhere, labels, new, planted
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import BaseEstimator
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline
from with_vectors import in_gensim

from sktopics import Doc2Vec, SequenceVectorizer
from sktopics.embedding import intersect_word2vec_format, read_word2vec_format
from sktopics.metrics import coherence_score, coherence_scorer
from sktopics.topics import label_topics


@pytest.fixture(scope="module")
def tagged():
    """Words and tags: of each document, and of its topic."""
    tags = [[f"document {d}", f"topic {t}"] for d, t in enumerate(labels())]
    return new("dbow words", window=3).fit(planted(), tags=tags)


def test_questions_have_the_answers_of_gensim(tagged):
    names = [*tagged.terms_, *tagged.tags_]
    vectors = np.vstack([tagged.word_vectors_, tagged.document_vectors_])
    theirs = in_gensim(names, vectors)
    for key in ("a0", "document 5", "topic 2"):
        expected = dict(theirs.most_similar(key, topn=len(names)))
        for among in ("words", "documents"):
            ours = tagged.most_similar(key, n=None, among=among)
            assert_allclose(
                [s for _, s in ours], [expected[k] for k, _ in ours], atol=2e-6
            )
    group = ["a0", "a3", "topic 0", "b5"]
    assert tagged.doesnt_match(group) == theirs.doesnt_match(group)
    found = tagged.wmdistance(["a0", "b1", "a0"], ["c2", "b1"])
    expected = theirs.wmdistance(["a0", "b1", "a0"], ["c2", "b1"])
    assert_allclose(found, expected, rtol=1e-6)


def test_a_topic_is_like_its_documents_and_words(tagged):
    topics = [f"topic {t}" for t in range(TOPICS)]
    for t, letter in enumerate("abcd"):
        near = tagged.most_similar(topics[t], n=5, among="documents")
        assert {int(name.split()[1]) % TOPICS for name, _ in near} == {t}
        own, others = (
            np.mean([s for name, s in tagged.most_similar(topics[t], n=None)
                     if (name[0] == letter) == same])
            for same in (True, False)
        )  # fmt: skip
        assert own > others
        assert (
            tagged.most_similar(f"document {t}", n=1, among=topics)[0][0] == topics[t]
        )


def test_unseen_documents(tagged):
    unseen = planted(8, seed=1)
    similarities = tagged.similarity_unseen(unseen)
    assert similarities.shape == (8, 8)
    np.fill_diagonal(similarities, -1)
    assert_array_equal(similarities.argmax(axis=1) % TOPICS, labels(8))
    for vector, topic in zip(tagged.transform(unseen), labels(8), strict=True):
        among = [f"topic {t}" for t in range(TOPICS)]
        assert tagged.most_similar(vector, n=1, among=among)[0][0] == f"topic {topic}"


@pytest.mark.parametrize("name", ["dm", "dm sum", "dm tree", "dbow words"])
def test_words_that_a_document_makes_probable(name):
    model = new(name, epochs=40).fit(planted())
    for document, letter in enumerate("abcd"):
        found = model.predict_output_word(["e1", "e2"], n=None, document=document)
        assert_allclose(sum(p for _, p in found), 1)
        total = dict.fromkeys("abcde", 0.0)
        for word, p in found:
            total[word[0]] += p
        assert max("abcd", key=total.get) == letter


@pytest.mark.parametrize("name", ["dbow", "dbow both"])
def test_models_that_have_not_trained_their_words(name):
    model = new(name).fit(planted())
    assert len(model.most_similar(0, n=3, among="documents")) == 3
    best = model.predict_output_word([], n=4, document=1)
    assert {word[0] for word, _ in best} <= {"b", "e"}
    vectors = model.transform(planted(4))
    assert model.predict_output_word([], n=1, document=vectors[2])[0][0][0] in "ce"
    for ask in (
        lambda: model.most_similar("a0"),
        lambda: model.most_similar(0),
        lambda: model.predict_output_word(["a0"]),
        lambda: coherence_score([["a0"]], measure="c_w2v", word_vectors=model),
    ):
        with pytest.raises(ValueError, match="dbow_words=True"):
            ask()


@everywhere
def test_questions_to_every_architecture(name):
    model = new(name, epochs=2)
    with pytest.raises(NotFittedError):
        model.most_similar(0, among="documents")
    model.fit(planted())
    found = model.most_similar(0, n=None, among="documents")
    assert len(found) == 59
    assert all(isinstance(tag, int) and -1 <= s <= 1.0001 for tag, s in found)
    if model.trains_words_:
        assert len(model.most_similar("a0", n=None)) == len(NAMES) - 1
    if model.dm_concat:
        with pytest.raises(ValueError, match="dm_concat"):
            model.predict_output_word(["a0"])


def test_questions_to_trimmed_models(tagged):
    only_words = copy.deepcopy(tagged).trim(keep_documents=False, keep_inference=False)
    assert only_words.most_similar("a0") == tagged.most_similar("a0")
    with pytest.raises(ValueError, match="no vectors of documents any more"):
        only_words.most_similar("a0", among="documents")
    with pytest.raises(ValueError, match="no weights of the output any more"):
        only_words.predict_output_word(["a0"])
    tree = new("dm tree", epochs=1).fit(planted()).trim(keep_inference=False)
    with pytest.raises(ValueError, match="no weights of the output any more"):
        tree.predict_output_word(["a0"])


def test_questions_to_a_model_in_a_memory_map(tagged, tmp_path):
    joblib.dump(tagged, tmp_path / "model")
    loaded = joblib.load(tmp_path / "model", mmap_mode="r")
    assert not loaded.word_vectors_.flags.writeable
    for key in ("a0", "topic 1"):
        for method in ("add", "multiply"):
            ask = {"n": 5, "among": "documents", "method": method}
            assert loaded.most_similar(key, **ask) == tagged.most_similar(key, **ask)


def test_questions_to_a_model_of_counts():
    model = new("dbow", epochs=2).fit(planted().to_counts().toarray())
    assert model.terms_[:2].tolist() == ["0", "1"]
    assert len(model.most_similar(3, among="documents")) == 10


# --- files ----------------------------------------------------------------------------


@pytest.mark.parametrize("binary", [False, True])
def test_gensim_reads_the_file_of_a_model(tagged, tmp_path, binary):
    path = tmp_path / "vectors.gz"
    tagged.save_word2vec_format(path, documents=True, binary=binary, space="_")
    gensim = pytest.importorskip("gensim.models")
    theirs = gensim.KeyedVectors.load_word2vec_format(path, binary=binary)
    assert len(theirs) == len(NAMES) + 64
    assert_array_equal(theirs["b4"], tagged.vector("b4"))
    assert_array_equal(theirs["*dt_topic_3"], tagged.vector("topic 3"))
    # The most frequent words come first.
    counts = dict(zip(tagged.terms_, tagged.term_counts_, strict=True))
    words = [counts[name] for name in theirs.index_to_key[: len(NAMES)]]
    assert words == sorted(words, reverse=True)


def test_training_starts_from_the_file_of_a_model(tagged, tmp_path):
    path = tmp_path / "vectors.bin"
    tagged.save_word2vec_format(path, binary=True)
    vocabulary = [*NAMES[:20], "x", *NAMES[20:]]
    found, locks = intersect_word2vec_format(path, vocabulary, lock={"b1": 1.0})
    assert locks[vocabulary.index("x")] == 1
    X = planted()
    locks = locks[[vocabulary.index(name) for name in NAMES]]
    model = new(epochs=2, init_word_vectors=found, init_lock=locks).fit(X)
    moved = (model.word_vectors_ != tagged.word_vectors_).any(axis=1)
    assert [name for name, has in zip(NAMES, moved, strict=True) if has] == ["b1"]
    same = new(epochs=2, init_word_vectors=path, init_lock=locks).fit(X)
    assert_array_equal(same.word_vectors_, model.word_vectors_)


def test_words_of_a_file_of_gensim_start_a_model(tmp_path):
    theirs = in_gensim(
        ["a0", "nowhere"], np.arange(24, dtype=np.float32).reshape(2, 12)
    )
    path = str(tmp_path / "vectors.txt")
    theirs.save_word2vec_format(path)
    model = new(epochs=1, init_word_vectors=path, init_lock=0.0).fit(planted())
    assert_array_equal(model.vector("a0"), theirs["a0"])
    written = tmp_path / "again"
    model.save_word2vec_format(written)
    assert len(read_word2vec_format(written).terms) == len(NAMES)


# --- coherence and labels -------------------------------------------------------------


class Topics(BaseEstimator):
    """A topic model that has the topics it is given."""

    def __init__(self, topics):
        self.topics = topics

    def fit(self, X, y=None):
        self.components_ = np.array(self.topics, dtype=float)
        return self


@pytest.fixture(scope="module")
def texts():
    X = planted()
    return [" ".join(words) for words in X.tokens()]


def test_coherence_and_labels_by_a_pipeline(texts, tagged):
    pipeline = make_pipeline(SequenceVectorizer(), new("dbow words", window=3)).fit(
        texts
    )
    whole = [[f"{letter}{i}" for i in range(8)] for letter in "abcd"]
    mixed = [
        [f"{letter}{i}" for letter in "abcd" for i in (j, j + 4)] for j in range(4)
    ]
    by_model = {"measure": "c_w2v", "word_vectors": pipeline}
    assert coherence_score(whole, **by_model) > coherence_score(mixed, **by_model)
    model = pipeline[-1]
    pair = model.terms_.tolist(), model.word_vectors_
    assert_allclose(
        coherence_score(whole, **by_model),
        coherence_score(whole, measure="c_w2v", word_vectors=pair),
    )
    halves = [topic[:4] for topic in whole]
    found = label_topics(halves, pipeline, n_words=3)
    assert [{word[0] for word in label.split(", ")} for label in found] == [
        {"a"}, {"b"}, {"c"}, {"d"}
    ]  # fmt: skip


def test_a_scorer_by_a_doc2vec(texts, tagged):
    topics = np.zeros((2, len(NAMES)))
    topics[0, :8], topics[1, 8:16] = 1, 1
    model = make_pipeline(CountVectorizer(), Topics(topics)).fit(texts)
    scorer = coherence_scorer("c_w2v", 8, word_vectors=tagged)
    expected = coherence_score(
        model, measure="c_w2v", n_top_words=8, word_vectors=tagged
    )
    assert scorer(model, texts) == expected


def test_coherence_by_a_model_that_is_not_fitted():
    with pytest.raises(NotFittedError):
        coherence_score([["a0", "a1"]], measure="c_w2v", word_vectors=Doc2Vec())
