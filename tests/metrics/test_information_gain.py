"""Information gain of topics' words, beside slow sums."""

import pickle
from math import log

import numpy as np
import pytest
from numpy.testing import assert_allclose
from sklearn.decomposition import NMF, LatentDirichletAllocation
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import SequenceVectorizer
from sktopics.metrics import information_gain_scorer, topic_information_gain
from sktopics.topics import topic_table

WORDS = [["ship", "sea", "harbour", "sail"], ["tax", "debt", "money", "bank"]]


def planted(n=40, seed=0):
    """Return texts of two topics with words that all have, and their topics."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, n)
    texts = [
        " ".join([*rng.choice(WORDS[label], 5), *["the"] * rng.integers(1, 6)])
        for label in labels
    ]
    return texts, labels


TEXTS, LABELS = planted()


def slow_gain(topics, texts, labels):
    """The sum of the paper, word by word and document by document."""
    documents = [text.split() for text in texts]
    n = sum(map(len, documents))
    gains = []
    for t, words in enumerate(topics):
        gain = 0
        for word in words:
            n_w = sum(d.count(word) for d in documents)
            for document, label in zip(documents, labels, strict=True):
                if label != t or word not in document:
                    continue
                p_dw = document.count(word) / n
                p_d, p_w = len(document) / n, n_w / n
                gain += p_dw / p_w * log(p_dw / (p_d * p_w))
        gains.append(gain)
    return gains


@pytest.mark.parametrize("outliers", [0, 9])
def test_it_is_the_sum_of_the_paper(outliers):
    labels = LABELS.copy()
    labels[:outliers] = -1
    topics = [["ship", "the", "sea", "tax"], ["debt", "bank", "nowhere"]]
    expected = slow_gain(topics, TEXTS, labels)
    found = topic_information_gain(topics, TEXTS, labels, per_topic=True)
    assert_allclose(found, expected)
    assert_allclose(topic_information_gain(topics, TEXTS, labels), sum(expected))


def test_forms_of_texts():
    topics = [WORDS[0], [*WORDS[1], "the"]]
    expected = topic_information_gain(topics, TEXTS, LABELS)
    vectorizer = CountVectorizer().fit(TEXTS)
    counts, names = vectorizer.transform(TEXTS), vectorizer.get_feature_names_out()
    sequences = SequenceVectorizer().fit_transform(TEXTS)
    for texts in (
        tuple(TEXTS),
        [text.split() for text in TEXTS],
        (text for text in TEXTS),
        sequences,
    ):
        assert_allclose(topic_information_gain(topics, texts, LABELS), expected)
    for given in (counts, counts.astype(np.float32), counts.toarray()):
        found = topic_information_gain(topics, given, LABELS, feature_names=names)
        assert_allclose(found, expected, rtol=1e-6)
    shares = np.where(LABELS[:, None] == [0, 1], 0.7, 0.3)
    assert_allclose(topic_information_gain(topics, TEXTS, shares), expected)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_columns(library):
    column = pytest.importorskip(library).Series(TEXTS)
    expected = topic_information_gain(WORDS, TEXTS, LABELS)
    assert_allclose(topic_information_gain(WORDS, column, LABELS), expected)


def test_words_that_all_documents_have_gain_little_however_frequent():
    good = topic_information_gain(WORDS, TEXTS, LABELS)
    common = topic_information_gain([["the"], ["the"]], TEXTS, LABELS)
    assert common < 0.1 * good / 4
    assert topic_information_gain(WORDS[::-1], TEXTS, LABELS) == 0
    shuffled = np.random.default_rng(1).permutation(LABELS)
    assert topic_information_gain(WORDS, TEXTS, shuffled) < 0.7 * good


def test_a_word_of_one_document():
    texts = ["ship", "tax tax debt", ""]
    found = topic_information_gain([["ship"], ["debt"]], texts, [0, 1, 1])
    assert_allclose(found, log(4 / 1) + log(4 / 3))


def test_words_of_a_model_and_of_its_table():
    pipeline = make_pipeline(CountVectorizer(), NMF(2, random_state=0)).fit(TEXTS)
    table = topic_table(pipeline)
    labels = pipeline.transform(TEXTS)
    expected = topic_information_gain(table.top_words, TEXTS, labels, n_top_words=3)
    for topics in (pipeline, table):
        found = topic_information_gain(topics, TEXTS, labels, n_top_words=3)
        assert_allclose(found, expected)
    assert_allclose(information_gain_scorer(3)(pipeline, TEXTS), expected)


def test_scorer_in_a_search():
    scorer = information_gain_scorer(n_top_words=4)
    pipeline = make_pipeline(
        CountVectorizer(stop_words=["the"]), LatentDirichletAllocation(random_state=0)
    )
    search = GridSearchCV(
        pipeline,
        {"latentdirichletallocation__n_components": [1, 2]},
        scoring=scorer,
        cv=2,
        error_score="raise",
    ).fit(TEXTS)
    assert search.best_params_["latentdirichletallocation__n_components"] == 2
    assert pickle.loads(pickle.dumps(scorer)) == scorer
    assert repr(scorer) == "information_gain_scorer(n_top_words=4)"
    blank = search.best_estimator_
    assert scorer(blank, ["", " "]) == 0.0


def test_what_is_refused():
    with pytest.raises(ValueError, match=r"labels\[0\] is 2, and there are 2"):
        topic_information_gain(WORDS, TEXTS, np.full(40, 2))
    with pytest.raises(ValueError, match="labels must hold the topic of each of the"):
        topic_information_gain(WORDS, TEXTS, LABELS[1:])
    with pytest.raises(ValueError, match="None of the 40 texts has a topic"):
        topic_information_gain(WORDS, TEXTS, np.full(40, -1))
    with pytest.raises(ValueError, match="'nowhere'"):
        topic_information_gain([["nowhere"], ["none"]], TEXTS, LABELS)
    with pytest.raises(TypeError, match="makes a scorer and is none itself"):
        information_gain_scorer(NMF())
    with pytest.raises(ValueError, match="'n_top_words' parameter"):
        information_gain_scorer(0)
