"""What users of top2vec 1.0.36 complain about, and what it does wrong when run.

Numbers are of threads at https://github.com/ddangelov/Top2Vec/issues.
"""

import copy
import subprocess
import sys
import tracemalloc
from pathlib import Path

import joblib
import numpy as np
import pytest
from bertopic_corpora import DOCUMENTS, NEW, state
from numpy.testing import assert_array_equal
from sklearn.cluster import HDBSCAN, KMeans
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import (
    ENGLISH_STOP_WORDS,
    CountVectorizer,
    TfidfVectorizer,
)
from sklearn.pipeline import make_pipeline
from top2vec_invariants import (
    CORPUS,
    OTHER,
    MeansOfWords,
    both,
    by_vectors,
    by_words,
    check_invariants,
    given_to,
)

from sktopics import Doc2Vec, SequenceVectorizer, Top2Vec
from sktopics.clustering._joint_space.nearest_words import nearest_words
from sktopics.testing import make_documents

STATIC_MODEL = str(Path(__file__).parents[1] / "embedding" / "static_model")


def lengths(texts):
    """A function that knows how long texts are, and how often letters come."""
    return [[len(text), *map(text.count, "aeiou")] for text in texts]


def doc2vec():
    words = SequenceVectorizer(min_df=2)
    return make_pipeline(words, Doc2Vec(10, dm=0, dbow_words=True, epochs=3))


def model_by_path():
    pytest.importorskip("sentence_transformers")
    return STATIC_MODEL


ENCODERS = {
    "doc2vec": lambda: "doc2vec",
    "function": lambda: lengths,
    "object": MeansOfWords,
    "pipeline": lambda: make_pipeline(TfidfVectorizer(), TruncatedSVD(5)),
    "a Doc2Vec": doc2vec,
    "model by its path": model_by_path,
}


def test_predicting_changes_nothing():
    """#12, #21, #24, #45, #63, #122, #131, #200, #218, #228, #278, #310."""
    fitted = by_words()
    before = state(fitted)
    new = [*OTHER.documents, "unknown words", ""]
    labels = fitted.predict(new)
    assert labels.shape == (len(new),)
    assert set(labels[-2:].tolist()) == {-1}
    fitted.transform(new)
    fitted.predict_proba(new)
    _ = fitted.hierarchy_, fitted.components_, fitted.similarities_
    assert state(fitted) == before


FEW = ["ship sea harbour", "tax money debt", "sea ship", "debt tax", "harbour sea"]


@pytest.mark.parametrize("encoder", ["doc2vec", lengths], ids=["doc2vec", "function"])
@pytest.mark.parametrize(
    "documents", [FEW, FEW[:1], FEW[:1] * 30], ids=["five", "one", "identical"]
)
@pytest.mark.parametrize("assign", ["centroid", "cluster"])
@pytest.mark.filterwarnings("ignore:The clusterer has found no dense area")
@pytest.mark.filterwarnings("ignore:No topics were found")
def test_few_or_identical_documents(encoder, documents, assign):
    """#37, #76, #165, #192, #216, #266: need at least one array to concatenate."""
    fitted = Top2Vec(encoder, assign=assign, random_state=0).fit(documents)
    assert len(fitted.topic_sizes_) <= 1
    if assign == "centroid":
        assert fitted.labels_.tolist() == [0] * len(documents)
        assert "sea" in fitted.topics_[0].terms
    assert_array_equal(fitted.predict(documents), fitted.labels_)


@pytest.mark.parametrize("clusterer", ["auto", HDBSCAN(15, copy=True)], ids=str)
@pytest.mark.filterwarnings("ignore:The clusterer has found no dense area")
def test_one_dense_area(clusterer):
    vectors = 1 + np.random.RandomState(0).normal(0, 0.01, (60, 5))
    model = Top2Vec(None, reducer=None, clusterer=clusterer, random_state=0)
    fitted = model.fit(None, embeddings=vectors)
    assert fitted.topic_sizes_.tolist() == [60]


_RUN = """
import sys, joblib
sys.path.insert(0, sys.argv[1])
from test_top2vec_complaints import told_by_two
print(joblib.hash(told_by_two()))
"""


def told_by_two(**params):
    """Labels, vectors and words of a model of Doc2Vec and of one of a function."""
    found = []
    for encoder in ("doc2vec", lengths):
        model = Top2Vec(encoder, min_topic_size=4, random_state=3, **params)
        fitted = model.fit(DOCUMENTS)
        found += [fitted.labels_, fitted.document_embeddings_, fitted.topic_embeddings_]
        found += [fitted.word_embeddings_, fitted.topics_.top_words]
        found.append(fitted.transform(NEW))
    return found


def test_two_processes_agree():
    """#23, #29, #86, #88, #143, #210, #352: the same seed, the same model."""
    here = Path(__file__).parent
    command = [sys.executable, "-c", _RUN, str(here)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == joblib.hash(told_by_two())


def test_threads_make_no_difference():
    assert joblib.hash(told_by_two(n_jobs=2)) == joblib.hash(told_by_two())


def test_all_is_told_of_the_same_topic_after_changes():
    """#35, #49, #79, #173, #255: words, vectors, sizes, labels; cosines above 1."""
    fitted = by_words(clusterer=KMeans(6, n_init=1))
    fitted.reduce_topics(5)
    fitted.partial_fit(OTHER.documents)
    fitted.merge_topics([0, 1])
    fitted.delete_topics(2)
    corpus = both(CORPUS, OTHER)
    check_invariants(fitted, corpus)
    assert fitted.similarities_.max() <= 1
    assert fitted.transform(corpus.documents).max() <= 1


def test_memory_of_finding_words():
    """#33, #75, #101, #156, #282, #296: topics by words are never held at once."""
    rng = np.random.RandomState(0)
    means = rng.normal(size=(1500, 8)).astype(np.float32)
    words = rng.normal(size=(20_000, 8)).astype(np.float32) / 8  # of length 1 or less
    whole = len(means) * len(words) * 4
    tracemalloc.start()
    found = [columns for columns, _ in nearest_words(means, words, 5)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < whole / 3
    for topic in (0, 700, 1499):
        assert_array_equal(found[topic], np.argsort(-words @ means[topic])[:5])


_COMMON = ["the", "and", "of", "to", "in", "that"]


def with_common_words(documents):
    """Documents with as many words of a kind that all of them have."""
    rng = np.random.RandomState(0)
    return [
        " ".join(rng.permutation([*words, *rng.choice(_COMMON, len(words))]))
        for words in (text.lower().rstrip(".").split() for text in documents)
    ]


COMMON = with_common_words(make_documents(200))


@pytest.mark.parametrize("encoder", ["doc2vec", lengths], ids=["doc2vec", "function"])
def test_no_stop_words_among_the_words_of_topics(encoder):
    """#41, #226, #265, #308: though there is no list of them."""
    if callable(encoder):
        encoder = make_pipeline(TfidfVectorizer(), TruncatedSVD(6))
    fitted = Top2Vec(encoder, clusterer=KMeans(4, n_init=1), random_state=0).fit(COMMON)
    assert set(_COMMON) <= set(fitted.terms_)
    for words in (words[:8] for words in fitted.topics_.top_words):
        assert not set(words) & set(_COMMON)


def test_lists_of_stop_words_are_honoured():
    fitted = Top2Vec(lengths, random_state=0).fit(COMMON)
    assert set(_COMMON) <= set(fitted.terms_)
    vectorizer = CountVectorizer(stop_words="english")
    fitted.update_topics(COMMON, vectorizer=vectorizer)
    assert not set(fitted.terms_) & ENGLISH_STOP_WORDS
    words = {word for words in fitted.topics_.top_words for word in words}
    assert words
    assert not words & ENGLISH_STOP_WORDS


def test_vectors_of_another_length():
    """#194, #223: dimensions are looked at."""
    fitted = by_vectors()
    few = np.ones((2, 3))
    for method in (fitted.predict, fitted.transform, fitted.partial_fit):
        with pytest.raises(ValueError, match=r"3 dimensions, .* have 9"):
            method(["a", "b"], embeddings=few)
    model = Top2Vec(MeansOfWords(), min_topic_size=4, word_vectors="encoder")
    with pytest.raises(ValueError, match="vectors of 9 dimensions, and embeddings"):
        model.fit(CORPUS.documents, embeddings=CORPUS.vectors[:, :5])


def test_exactly_as_many_topics():
    """#79, #309, #311; and #255, a KeyError where one has no documents."""
    for n_topics in (1, 2, 3, 5):
        fitted = by_vectors(clusterer=KMeans(6, n_init=1), merge_distance=0)
        fitted.forget(np.flatnonzero(fitted.labels_ == 5))
        fitted.reduce_topics(n_topics)
        assert len(fitted.topics_) == n_topics
        assert len(by_vectors(clusterer="auto", n_topics=n_topics).topics_) == n_topics


@pytest.mark.parametrize("encoder", ENCODERS.values(), ids=ENCODERS)
def test_every_encoder_with_all_other_defaults(encoder):
    """#362, #368: a mode that came later broke the others."""
    fitted = Top2Vec(encoder(), random_state=0).fit(CORPUS.documents * 2)
    assert len(fitted.topic_sizes_) >= 1
    assert fitted.topics_.top_words[0]
    assert_array_equal(fitted.recluster(CORPUS.documents * 2).labels_, fitted.labels_)


# --- what the package does wrong, shown by running it ----------------------------


def test_phrases_are_added_to_words():
    """`ngram_vocab=True` puts phrases in place of words."""
    fitted = by_words(ngram_range=(1, 2), vectorizer=None)
    n_words = [len(term.split()) for term in fitted.terms_]
    assert set(n_words) == {1, 2}
    words = {term for term, n in zip(fitted.terms_, n_words, strict=True) if n == 1}
    assert words == set(by_words().terms_)
    assert fitted.word_embeddings_.any(axis=1).sum() > len(words)


@pytest.mark.parametrize("encoder", ENCODERS.values(), ids=ENCODERS)
def test_a_document_that_is_added_once_more(encoder):
    """It gets another vector there, by another tokenizer."""
    fitted = Top2Vec(encoder(), min_topic_size=4, random_state=0).fit(DOCUMENTS)
    fitted.partial_fit([*DOCUMENTS[:3], *NEW[:2]])
    vectors = fitted.document_embeddings_
    assert_array_equal(vectors[80:83], vectors[:3])
    assert_array_equal(fitted.labels_[80:83], fitted.labels_[:3])


@pytest.mark.parametrize(
    "bad", [[*NEW, None], [*NEW, 3], "text", []], ids=["None", "number", "str", "none"]
)
def test_what_is_refused_leaves_nothing(bad):
    """181 documents, and 180 vectors."""
    fitted = by_words()
    before = state(fitted)
    with pytest.raises((TypeError, ValueError)):
        fitted.partial_fit(bad)
    assert state(fitted) == before
    assert len(fitted.document_embeddings_) == len(fitted.labels_)


def test_a_column_of_a_frame():
    """A Series is refused there."""
    pd = pytest.importorskip("pandas")
    expected = by_words()
    series = pd.Series(CORPUS.documents, index=np.arange(len(CORPUS.documents))[::-1])
    fitted = copy.deepcopy(expected).fit(series)
    assert_array_equal(fitted.labels_, expected.labels_)
    fitted.partial_fit(pd.Series(OTHER.documents))
    assert_array_equal(fitted.predict(series), fitted.labels_[: len(series)])
    assert (
        fitted.reduce_topics(1, X=pd.concat([series, pd.Series(OTHER.documents)]))[0]
        == 0
    )


def test_words_of_reduced_topics():
    """`get_documents_topics(reduced=True)` reads words of topics before."""
    fitted = by_words()
    into = fitted.reduce_topics(2)
    assert into.max() == 1
    check_invariants(fitted, CORPUS)
    assert fitted.predict(**given_to(fitted, CORPUS)).max() == 1
