"""embedding_coherence: by hand, its guard, and what vectors may be."""

import pickle

import numpy as np
import pytest
from scipy.sparse import csr_array
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import Doc2Vec, FunctionEncoder, SequenceVectorizer
from sktopics.metrics import embedding_coherence, embedding_coherence_scorer
from sktopics.testing import make_documents
from sktopics.topics import topic_table

# Angles in the plane, in degrees.
ANGLES = {"ship": 0, "sea": 60, "harbour": 30, "tax": 90, "the": 180, "of": 150}
VECTORS = {
    word: [np.cos(np.radians(angle)), np.sin(np.radians(angle))]
    for word, angle in ANGLES.items()
}


def cosine(a, b):
    return np.cos(np.radians(ANGLES[a] - ANGLES[b]))


def test_by_hand():
    topic = ["ship", "sea", "tax"]
    root2, root3 = 2**-0.5, 3**-0.5
    pairs = {
        ("ship", "sea"): root2,
        ("ship", "tax"): root3,
        ("sea", "tax"): root2 * root3,
    }
    total = sum(cosine(*pair) * weight for pair, weight in pairs.items())
    found = embedding_coherence([topic], VECTORS, function_words=None)
    assert found.values[0] == pytest.approx(total / sum(pairs.values()))
    assert found.support.tolist() == [3]
    found = embedding_coherence([topic], VECTORS, function_words=None, weights="equal")
    equal = np.mean([cosine(*pair) for pair in pairs])
    assert found.mean == pytest.approx(equal)
    spread = np.std([cosine(*pair) for pair in pairs])
    assert found.std[0] == pytest.approx(spread)


def test_guard_by_hand():
    topic = ["ship", "sea"]
    near = {word: (cosine(word, "the") + cosine(word, "of")) / 2 for word in topic}
    expected = cosine(*topic) - 0.3 * (near["ship"] + near["sea"]) / 2
    found = embedding_coherence(
        [topic], VECTORS, function_words=["the", "of", "unheard"], guard=0.3
    )
    assert found.values[0] == pytest.approx(expected)


def test_function_words_are_below_topics():
    rng = np.random.default_rng(0)
    common = rng.normal(size=30)
    words = {f"f{i}": common + rng.normal(size=30) for i in range(20)}
    for k in range(5):
        subject = rng.normal(size=30)
        words |= {f"t{k}_{i}": subject + rng.normal(size=30) for i in range(10)}
    topics = [[f"t{k}_{i}" for i in range(10)] for k in range(5)]
    topics.append([f"f{i}" for i in range(10, 20)])
    listed = [f"f{i}" for i in range(20)]
    guarded = embedding_coherence(topics, words, function_words=listed).values
    assert guarded[-1] < 0.5 * guarded[:-1].min()
    plain = embedding_coherence(topics, words, function_words=None).values
    assert plain[-1] > 0.9 * plain[:-1].min()
    intruded = [[*topics[0][:5], topics[1][0], *topics[0][5:9]]]
    lower = embedding_coherence(intruded, words, function_words=listed).mean
    assert lower < guarded[0]


def test_kinds_of_vectors_agree():
    words, array = list(VECTORS), np.array(list(VECTORS.values()))
    asked = []

    def encode(texts):
        asked.append(list(texts))
        return np.array([VECTORS.get(text, [0, 0]) for text in texts])

    topics = [["ship", "sea", "unheard"], ["sea", "tax"]]
    expected = embedding_coherence(topics, VECTORS)
    assert expected.unknown == (("unheard",), ())
    for vectors in ((words, array), encode, FunctionEncoder(encode)):
        found = embedding_coherence(topics, vectors)
        np.testing.assert_allclose(found.values, expected.values)
        assert found.unknown == expected.unknown
    assert all(len(batch) == len(set(batch)) for batch in asked)


def test_vectors_that_are_learned():
    documents = make_documents(40)
    topics = [["rocket", "orbit", "planet"], ["rocket", "oven", "violin"]]
    svd = make_pipeline(TfidfVectorizer(), TruncatedSVD(4, random_state=0))
    good, bad = embedding_coherence(topics, svd.fit(documents)).values
    assert good > bad
    sequences = SequenceVectorizer()
    doc2vec = Doc2Vec(8, dbow_words=True, random_state=0, epochs=5).fit(
        sequences.fit_transform(documents)
    )
    assert embedding_coherence(topics, doc2vec).support.tolist() == [3, 3]


def test_of_models_tables_and_in_a_search():
    documents = make_documents(24)
    scorer = embedding_coherence_scorer(_letters, n_top_words=4)
    model = make_pipeline(CountVectorizer(), NMF(2, random_state=0))
    search = GridSearchCV(model, {"nmf__n_components": [2, 3]}, scoring=scorer, cv=2)
    search.fit(documents)
    best = search.best_estimator_
    value = pickle.loads(pickle.dumps(scorer))(best, documents)
    by_table = embedding_coherence(topic_table(best), _letters, n_top_words=4).mean
    assert value == pytest.approx(by_table)
    assert repr(scorer).endswith("n_top_words=4)")


def test_scorer_takes_encoders_and_refuses_to_be_the_score():
    documents = make_documents(24)
    model = make_pipeline(CountVectorizer(), NMF(2, random_state=0)).fit(documents)
    encoder = FunctionEncoder(_letters)
    value = embedding_coherence_scorer(encoder)(model, documents)
    assert value == pytest.approx(embedding_coherence(model, encoder).mean)
    svd = make_pipeline(TfidfVectorizer(), TruncatedSVD(4, random_state=0))
    by_svd = embedding_coherence_scorer(svd.fit(documents), 4)(model, documents)
    assert by_svd == pytest.approx(embedding_coherence(model, svd, n_top_words=4).mean)
    with pytest.raises(TypeError, match=r"none itself.*coherence_scorer\(encoder\)"):
        embedding_coherence_scorer(model, documents)


def _letters(words):
    return np.array([[word.count(c) + 0.1 for c in "aeiou"] for word in words])


def test_topics_of_one_known_word_are_0():
    found = embedding_coherence([["ship", "x"], ["ship", "sea"]], VECTORS)
    assert found.values[0] == 0
    assert found.support.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("vectors", "error", "match"),
    [
        ({"x": [1.0]}, ValueError, "knows none of the words of the topics"),
        (lambda words: np.ones((1, 2)), ValueError, r"got 1 rows for 320 words"),
        (lambda words: None, ValueError, "got NoneType for"),
        (lambda words: np.full((len(words), 2), np.nan), ValueError, "NaN|finite"),
        ({"ship": [1, 2], "sea": [1]}, ValueError, r"\(2,\) for 'ship' .* for 'sea'"),
        ({"ship": 1, "sea": 1}, ValueError, "one-dimensional vectors"),
        (3, TypeError, "vectors must be an encoder.*got int"),
        (TfidfVectorizer, TypeError, "got the class TfidfVectorizer"),
        (make_pipeline(TfidfVectorizer(), TruncatedSVD(2)), NotFittedError, "fitted"),
    ],
    ids=[
        "unknown",
        "too-few",
        "none",
        "nan",
        "ragged",
        "numbers",
        "number",
        "class",
        "unfitted",
    ],
)
def test_bad_vectors(vectors, error, match):
    with pytest.raises(error, match=match):
        embedding_coherence([["ship", "sea"]], vectors)


def test_bad_function_words():
    with pytest.raises(TypeError, match="function_words must be texts"):
        embedding_coherence([["ship", "sea"]], VECTORS, function_words=[1, 2])
    with pytest.raises(TypeError, match="function_words must be texts"):
        embedding_coherence([["ship", "sea"]], VECTORS, function_words=["the", None])
    with pytest.raises(ValueError, match="'function_words' parameter"):
        embedding_coherence([["ship", "sea"]], VECTORS, function_words="german")


def test_function_words_count_once():
    words = ["the", "of", "the", "the"]
    found = embedding_coherence([["ship", "sea"]], VECTORS, function_words=words)
    near = [(cosine(w, "the") + cosine(w, "of")) / 2 for w in ("ship", "sea")]
    assert found.mean == pytest.approx(0.5 - 0.5 * np.mean(near))


def test_topics_that_are_all_empty_are_0():
    def fail(words):
        raise AssertionError

    assert embedding_coherence([[], []], fail).values.tolist() == [0, 0]
    assert embedding_coherence([[], []], VECTORS).values.tolist() == [0, 0]


def test_a_word_counts_once_in_a_topic_and_may_hold_spaces():
    vectors = {**VECTORS, "new york": [0.6, 0.8], "été": [0.0, 1.0]}
    topics = [["new york", "ship", "new york"], ["été", "new york"]]
    found = embedding_coherence(topics, vectors, function_words=None)
    assert found.values.tolist() == pytest.approx([0.6, 0.8])
    assert found.support.tolist() == [1, 1]


@pytest.mark.parametrize("kind", ["sparse", "float16", "column", "pandas", "polars"])
def test_outputs_of_encoders(kind):
    def encode(words):
        array = _letters(words) * 10
        if kind == "sparse":
            return csr_array(array)
        if kind == "float16":
            return array.astype(np.float16)
        if kind == "column":
            return pytest.importorskip("pandas").Series(list(array))
        return pytest.importorskip(kind).DataFrame(array)

    found = embedding_coherence([["ship", "sea"]], encode).mean
    expected = embedding_coherence([["ship", "sea"]], _letters).mean
    assert found == pytest.approx(expected, abs=1e-3)


def test_doc2vec_without_trained_words_is_refused():
    texts = ["ship sea harbour", "tax debt money"] * 5
    model = make_pipeline(
        SequenceVectorizer(min_df=1), Doc2Vec(4, dm=0, dbow_words=False)
    ).fit(texts)
    with pytest.raises(ValueError, match="has not trained the vectors of its words"):
        embedding_coherence([["ship", "sea"]], model)
