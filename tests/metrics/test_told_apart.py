"""told_apart_score: closed forms, chance, and what it reads."""

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import cohen_kappa_score
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic, LatentDirichletAllocation, TokenSequences
from sktopics.metrics import told_apart_score

TOPICS = [["ship", "sea"], ["tax", "debt"], ["goal", "team"]]
TEXTS = ["ship sea tax", "tax and debt", "the team", "goal", "sea", "debt debt"]


def slow(topics, texts, labels):
    """The definition, word by word, with fractions."""
    told = np.zeros((len(texts), len(topics)))
    for row, text in zip(told, texts, strict=True):
        words = set(text.split())
        held = np.array([len(words & set(topic)) for topic in topics])
        if held.max():
            row[held == held.max()] = 1 / (held == held.max()).sum()
    labels = np.asarray(labels)
    told, labels = told[labels >= 0], labels[labels >= 0]
    right = np.mean([row[label] for row, label in zip(told, labels, strict=True)])
    shares = np.bincount(labels, minlength=len(topics)) / len(labels)
    chance = shares @ told.mean(axis=0)
    return (right - chance) / (1 - chance)


def test_closed_forms():
    topics = [["a"], ["b"]]
    assert told_apart_score(topics, [["a"], ["b"]], [0, 1]) == 1
    assert told_apart_score(topics, [["a"], ["b"]], [1, 0]) == -1
    # Half of the credit each: right as often as by chance.
    assert told_apart_score(topics, [["a", "b"], ["b", "a"]], [0, 1]) == 0
    # A = 1/2, E = 1/4 * 1/2 + 0 for a document without any of the words.
    found = told_apart_score(topics, [["a"], ["a"], ["c"], ["c"]], [0, 0, 1, 1])
    assert found == pytest.approx((1 / 2 - 1 / 4) / (1 - 1 / 4))


def test_equals_cohens_kappa_where_all_are_told():
    rng = np.random.default_rng(0)
    labels, told = rng.integers(4, size=(2, 200))
    topics = [[f"w{k}"] for k in range(4)]
    found = told_apart_score(topics, [[f"w{k}"] for k in told], labels)
    assert found == pytest.approx(cohen_kappa_score(labels, told))


@pytest.mark.parametrize("seed", range(20))
def test_the_definition(seed):
    rng = np.random.default_rng(seed)
    words = [f"word{i}" for i in range(12)]
    topics = [rng.choice(words, 4, replace=False).tolist() for _ in range(5)]
    texts = [" ".join(rng.choice(words, rng.integers(1, 6))) for _ in range(40)]
    labels = rng.integers(-1, 5, 40)
    assert told_apart_score(topics, texts, labels) == pytest.approx(
        slow(topics, texts, labels), abs=1e-12
    )


def test_random_words_are_at_chance_level():
    rng = np.random.default_rng(1)
    words = np.array([f"word{i}" for i in range(200)])
    labels = rng.choice(4, 4000, p=[0.7, 0.1, 0.1, 0.1])
    texts = [words[rng.integers(200, size=15)].tolist() for _ in labels]
    scores = [
        told_apart_score(
            [rng.choice(words, 10).tolist() for _ in range(4)], texts, labels
        )
        for _ in range(5)
    ]
    assert np.abs(scores).max() < 0.03


def test_outliers_and_texts_without_words():
    found = told_apart_score(
        TOPICS, [*TEXTS, "ship", "tax"], [0, 1, 2, 2, 0, 1, -1, -1]
    )
    assert found == told_apart_score(TOPICS, TEXTS, [0, 1, 2, 2, 0, 1]) == 1
    less = told_apart_score(TOPICS, [*TEXTS, "", "nothing"], [0, 1, 2, 2, 0, 1, 0, 1])
    assert 0 < less < 1
    assert less == pytest.approx(
        slow(TOPICS, [*TEXTS, "", "x"], [0, 1, 2, 2, 0, 1, 0, 1])
    )


def test_nothing_to_tell():
    assert told_apart_score([["a"]], [["a"], ["b"]], [0, 0]) == 0
    assert told_apart_score([["a"], ["b"]], [["a"], ["a"]], [0, 0]) == 0


def test_top_words_alone():
    topics = [["ship", "tax"], ["tax", "ship"]]
    labels = [0, 1]
    assert told_apart_score(topics, ["ship", "tax"], labels) == 0
    assert told_apart_score(topics, ["ship", "tax"], labels, n_top_words=1) == 1


def test_kinds_of_texts():
    labels = [0, 1, 2, 2, 0, 1]
    expected = told_apart_score(TOPICS, TEXTS, labels)
    lists = [text.split() for text in TEXTS]
    assert told_apart_score(TOPICS, lists, labels) == expected
    vectorizer = CountVectorizer()
    counts = vectorizer.fit_transform(TEXTS)
    names = vectorizer.get_feature_names_out()
    found = told_apart_score(TOPICS, counts, labels, feature_names=names)
    assert found == expected
    number = {term: i for i, term in enumerate(names)}
    ids = np.array([number[token] for tokens in lists for token in tokens])
    offsets = np.cumsum([0, *map(len, lists)])
    sequences = TokenSequences(ids, offsets, n_terms=len(names), terms=names)
    assert told_apart_score(TOPICS, sequences, labels) == expected
    shares = np.eye(3)[labels]
    assert told_apart_score(TOPICS, TEXTS, shares) == expected
    assert told_apart_score(TOPICS, TEXTS, sp.csr_array(shares)) == expected


def test_ngrams():
    topics = [["new york"], ["york minster"]]
    texts = ["in New York", "York Minster in York"]
    analyzer = CountVectorizer(ngram_range=(1, 2)).build_analyzer()
    assert told_apart_score(topics, texts, [0, 1], analyzer=analyzer) == 1


def test_models():
    texts, labels = TEXTS * 3, np.array([0, 1, 2, 2, 0, 1] * 3)
    model = BERTopic(None, None, None).fit(texts, labels, embeddings=np.eye(3)[labels])
    expected = told_apart_score(model.topics_, texts, labels)
    assert told_apart_score(model, texts, labels) == expected
    pipeline = make_pipeline(
        CountVectorizer(), LatentDirichletAllocation(3, random_state=0)
    ).fit(texts)
    found = told_apart_score(pipeline, texts, pipeline.transform(texts), n_top_words=2)
    assert -1 <= found <= 1


@pytest.mark.parametrize(
    ("labels", "error", "message"),
    [
        ([0, 1], ValueError, "each of the 6 texts"),
        ([0, 1, 2, 3, 0, 1], ValueError, r"labels\[3\] is 3, and there are 3 topics"),
        ([0, 1, 2, -2, 0, 1], ValueError, r"labels\[3\] is -2"),
        ([-1] * 6, ValueError, "None of the 6 texts has a topic"),
        (list("abcdef"), TypeError, "label_agreement"),
        (np.eye(6), ValueError, "a column for each of the 3 topics"),
    ],
)
def test_bad_labels(labels, error, message):
    with pytest.raises(error, match=message):
        told_apart_score(TOPICS, TEXTS, labels)


def test_bad_topics_and_texts():
    with pytest.raises(ValueError, match="none"):
        told_apart_score([], TEXTS, [0] * 6)
    with pytest.raises(ValueError, match="None of the 2 terms"):
        told_apart_score([["nowhere"], ["never"]], TEXTS, [0, 1] * 3)
