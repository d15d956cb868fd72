"""Phrases in the places of the words that they are made of."""

import numpy as np
import pytest
from given_topics import context_of, one_hot
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import BERTopic
from sktopics.datasets import load_sotu
from sktopics.representation import NGramPhrases
from sktopics.topics import Topic, TopicTable

TERMS = ["and", "arms", "ban", "head", "nuclear", "state", "weapons"]
DOCUMENTS = [
    "nuclear weapons and arms",
    "Ban nuclear weapons. Nuclear arms",
    "the head of state and the head of state",
    "arms",
    "",
]
WEIGHTS = [[0.05, 0.2, 0.1, 0, 0.25, 0, 0.4], [0.1, 0, 0, 0.5, 0, 0.4, 0]]
LABELS = [0, 0, 1, 0, -1]


def example(labels=LABELS, weights=WEIGHTS, **more):
    shares = one_hot(labels, len(weights))
    return context_of(weights, TERMS, DOCUMENTS, shares, **more)


def test_a_phrase_takes_the_place_of_its_words():
    context = example()
    refined = NGramPhrases(min_count=2).refine(context.table, context)
    # 2 of the 3 occurrences of "nuclear" are in the phrase.
    assert refined.top_words == [
        ["nuclear weapons", "arms", "ban", "and"],
        ["head of state", "and"],
    ]
    np.testing.assert_allclose(refined.weights[0], [0.4, 0.2, 0.1, 0.05])
    np.testing.assert_allclose(refined.weights[1], [0.5, 0.1])
    assert not any(topic.is_named for topic in refined)


def test_a_word_that_is_mostly_elsewhere_keeps_its_place():
    documents = ["nuclear weapons", "nuclear weapons", "nuclear arms", *["nuclear"] * 3]
    weights = [[0, 0.1, 0, 0, 0.5, 0, 0.4]]
    context = context_of(weights, TERMS, documents, np.ones((6, 1)))
    step = NGramPhrases(min_count=2, min_cohesion=-1)
    refined = step.refine(context.table, context)
    assert refined.top_words == [["nuclear", "nuclear weapons", "arms"]]
    np.testing.assert_allclose(refined.weights, [[0.5, 0.4, 0.1]])
    # No word is mostly in the phrase: it has 2 / 6 of the weight of "nuclear".
    documents += ["weapons"] * 3
    context = context_of(weights, TERMS, documents, np.ones((9, 1)))
    refined = step.refine(context.table, context)
    assert refined.top_words == [["nuclear", "weapons", "nuclear weapons", "arms"]]
    np.testing.assert_allclose(refined.weights, [[0.5, 0.4, 0.5 / 3, 0.1]])


def test_occurrences_are_weighted_by_shares():
    documents = ["nuclear weapons", "nuclear weapons", "weapons nuclear", "weapons"]
    shares = [[0.9, 0.1], [0.9, 0.1], [0.1, 0.9], [0.1, 0.9]]
    weights = [[0, 0, 0, 0, 0.6, 0, 0.4]] * 2
    context = context_of(weights, TERMS, documents, shares)
    step = NGramPhrases(min_count=2, min_cohesion=-1, n_max=2)
    refined = step.refine(context.table, context)
    assert refined.top_words == [
        ["nuclear weapons"],
        ["nuclear", "weapons", "nuclear weapons"],
    ]
    # 0.2 of the 1.1 occurrences of "nuclear" in topic 1 are in the phrase.
    np.testing.assert_allclose(refined.weights[1][2], 0.6 * 0.2 / 1.1)


def test_stop_words_are_inside_phrases_only():
    context = example()
    terms = {word for row in _words(NGramPhrases(min_count=1), context) for word in row}
    assert "head of state" in terms
    assert not any(
        t.split()[0] == "and" or t.split()[-1] == "and" for t in terms - {"and"}
    )
    terms = _words(NGramPhrases(min_count=1, stop_words=["head"]), context)[1]
    assert "head of state" not in terms
    step = NGramPhrases(min_count=1, stop_words=None, min_cohesion=-1, n_top_words=40)
    assert "weapons and arms" in _words(step, context)[0]


def _words(step, context):
    return step.refine(context.table, context).top_words


def test_rare_and_loose_words_make_no_phrase():
    context = example()
    assert _words(NGramPhrases(min_count=3), context) == [
        ["weapons", "nuclear", "arms", "ban", "and"],
        ["head", "state", "and"],
    ]
    documents = ["arms ban", "ban arms", "arms arms ban ban", "arms ban"] * 3
    context = context_of([[0, 6, 4, 0, 0, 0, 0]], TERMS, documents, np.ones((12, 1)))
    assert _words(NGramPhrases(n_max=2), context) == [["arms", "ban"]]


def test_numbers_of_words_and_candidates():
    context = example()
    step = NGramPhrases(min_count=2, n_top_words=1)
    assert _words(step, context) == [["nuclear weapons"], ["head of state"]]
    # The table has three words, which are looked at in any case.
    step = NGramPhrases(min_count=2, n_candidates=1)
    assert _words(step, context)[0] == ["nuclear weapons", "arms"]
    assert _words(NGramPhrases(n_max=2, min_count=2), context)[1] == [
        "head",
        "state",
        "and",
    ]


def test_phrases_that_the_model_counts_already():
    terms = ["nuclear", "nuclear weapons", "weapons", "weapons nuclear", "arms"]
    documents = ["nuclear weapons"] * 3 + ["arms"]
    context = context_of([[3, 5, 4, 1, 2]], terms, documents, np.ones((4, 1)))
    refined = NGramPhrases(min_count=2).refine(context.table, context)
    assert refined.top_words == [["nuclear weapons", "arms", "weapons nuclear"]]
    np.testing.assert_allclose(refined.weights, np.array([[5, 2, 1]]) / 15)
    # A part of a longer phrase that the model counts goes, too.
    documents = ["big nuclear weapons"] * 3 + ["arms"]
    terms = ["nuclear weapons", "weapons", "nuclear", "big", "arms"]
    context = context_of([[5, 4, 3, 2, 1]], terms, documents, np.ones((4, 1)))
    assert _words(NGramPhrases(min_count=2), context) == [
        ["big nuclear weapons", "arms"]
    ]


def test_words_of_another_representation_keep_their_order():
    context = example()
    table = TopicTable(
        [
            Topic(0, "Mine", 0.5, ("arms", "nuclear", "gun", "weapons"), (4, 3, 2, 1)),
            Topic(1, None, 0.5, ("and",), (1,)),
        ]
    )
    refined = NGramPhrases(min_count=2).refine(table, context)
    assert refined.top_words == [["arms", "nuclear weapons", "gun"], ["and"]]
    assert refined.weights == [[4.0, 3.0, 2.0], [1.0]]
    assert refined.labels == ["Mine", "and"]


def test_phrases_as_names():
    context = example()
    step = NGramPhrases(min_count=2, as_names=True)
    refined = step.refine(context.table, context)
    assert refined.labels == ["nuclear weapons", "head of state"]
    named = context.table.with_labels({0: "Mine"})
    assert step.refine(named, context).labels == ["Mine", "head of state"]
    none = NGramPhrases(min_count=9, as_names=True).refine(context.table, context)
    assert not any(topic.is_named for topic in none)
    assert step.refine(context.table[1:], context).labels == ["head of state"]


def test_topics_without_documents_or_words():
    weights = [*WEIGHTS, [0.0] * 7, [0, 1, 0, 0, 0, 0, 0]]
    context = example(weights=weights)
    refined = NGramPhrases(min_count=2).refine(context.table, context)
    assert refined.top_words[2:] == [[], ["arms"]]


@pytest.mark.parametrize(
    "stop_words", [("and",), np.array(["and"]), {"and"}], ids=["tuple", "array", "set"]
)
def test_forms_of_stop_words(stop_words):
    context = example()
    step = NGramPhrases(min_count=2, stop_words=stop_words)
    assert step.refine(context.table, context).top_words[0][0] == "nuclear weapons"


def test_words_of_another_form_than_the_terms_are_refused():
    context = context_of([[1.0]], ["NUCLEAR"], ["nuclear weapons"], np.ones((1, 1)))
    with pytest.raises(ValueError, match=r"\('nuclear', 'weapons'.*give tokenizer"):
        NGramPhrases().refine(context.table, context)
    upper = NGramPhrases(tokenizer=lambda text: text.upper().split())
    assert upper.refine(context.table, context).top_words == [["NUCLEAR"]]


def test_bertopic_reads_documents_by_its_own_vectorizer():
    documents = [
        "State-of-the-Union now", "State-of-the-Union again", "TAX cut", "TAX cut"
    ] * 3  # fmt: skip
    vectorizer = CountVectorizer(lowercase=False, token_pattern=r"[\w-]+")
    model = BERTopic(
        None,
        None,
        None,
        vectorizer=vectorizer,
        representation=NGramPhrases(),
    ).fit(documents, [0, 0, 1, 1] * 3, embeddings=np.eye(2)[[0, 0, 1, 1] * 3])
    assert "TAX cut" in model.topics_.top_words[1]


def test_phrases_of_speeches():
    documents = load_sotu().documents[-2000:]
    counts = CountVectorizer(stop_words="english", min_df=5)
    X = counts.fit_transform(documents)
    labels = KMeans(5, n_init=1, random_state=0).fit_predict(X[:, :300].toarray())
    weights = np.array([X[labels == t].sum(axis=0) for t in range(5)]).reshape(5, -1)
    context = context_of(
        weights, counts.get_feature_names_out(), documents, one_hot(labels, 5)
    )
    step = NGramPhrases(n_candidates=200, n_top_words=100)
    found = {t for row in _words(step, context) for t in row if " " in t}
    assert "united states" in found
    assert all(len(phrase.split()) <= 3 for phrase in found)
