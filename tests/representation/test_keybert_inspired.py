"""Words nearest to the documents of a topic."""

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfVectorizer
from word_meanings import (
    LABELS,
    MEANING,
    TERMS,
    TEXTS,
    VECTORS,
    Encoder,
    context,
    table,
)

from sktopics.representation import KeyBERTInspired
from sktopics.topics import RepresentationContext, Topic, TopicTable, refine_table

SHARES = sp.csr_array(np.eye(2)[LABELS])


def words(step, given=None, **facts):
    given = table() if given is None else given
    return step.refine(given, context(given, **facts)).top_words


def expected(rows, n):
    """Words of a topic by a loop over the definition."""
    mean = VECTORS[rows].mean(axis=0)
    cosine = {
        word: float(np.dot(v, mean) / np.linalg.norm(v) / np.linalg.norm(mean))
        for word, v in MEANING.items()
    }
    return sorted(cosine, key=lambda word: -cosine[word])[:n], cosine


def test_words_mean_what_documents_mean():
    step = KeyBERTInspired(Encoder(), n_top_words=3)
    # The vectors of the texts say "the", too, of which their words have no more.
    refined = step.refine(table(), context(documents=TEXTS))
    for topic, rows in zip(refined, ([1, 3], [0, 2]), strict=True):
        found, cosine = expected(rows, 3)
        possible = [word for word in found if word in topic.terms]
        assert list(topic.terms) == possible
        np.testing.assert_allclose(topic.weights, [cosine[w] for w in topic.terms])


def test_each_word_is_encoded_once_in_one_call():
    encoder = Encoder()
    words(KeyBERTInspired(encoder), documents=TEXTS, embeddings=VECTORS)
    documents, asked = encoder.calls
    assert sorted(documents) == sorted(TEXTS[:4])
    assert sorted(asked) == sorted(TERMS)


def test_documents_with_embeddings_are_not_encoded():
    encoder = Encoder()
    facts = {"documents": TEXTS, "embeddings": VECTORS, "encoder": encoder}
    words(KeyBERTInspired(), **facts)
    assert len(encoder.calls) == 1
    assert not set(encoder.calls[0]) & set(TEXTS)


def test_candidates_are_the_heaviest_terms():
    # The table has three words of each topic, two of them stop words.
    found = words(KeyBERTInspired(Encoder(), n_candidates=5), documents=TEXTS)
    assert set(found[0]) == {"the", "of", "sea", "ship", "harbour"}
    assert set(found[1]) == {"the", "of", "tax", "debt", "budget"}
    found = words(KeyBERTInspired(Encoder(), n_candidates=3), documents=TEXTS)
    assert set(found[0]) == {"the", "of", "sea"}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("make", [np.asarray, sp.csr_array])
def test_components_of_any_kind(make, dtype):
    given = table()
    components = np.array([[0.1, -0.3, 0.2], [0.1, 0.5, -1.0]], dtype=dtype)
    facts = RepresentationContext(
        given, make(components), np.array(["sea", "tax", "ship"]), documents=TEXTS
    )
    refined = KeyBERTInspired(Encoder(), n_top_words=9).refine(given, facts)
    assert set(refined[0].terms) == {"the", "of", "sea", "ship"}
    assert set(refined[1].terms) == {"the", "of", "tax", "sea"}


def test_more_documents_follow_by_their_shares():
    given = table(documents=False)
    facts = {"documents": TEXTS, "embeddings": VECTORS, "encoder": Encoder()}
    shares = np.array(
        [[0.1, 0.9], [0.9, 0.1], [0.2, 0.8], [0.8, 0.2], [0.6, 0.4], [0.7, 0.3]]
    )
    step = KeyBERTInspired(n_documents=1, n_top_words=8)
    refined = step.refine(given, context(given, shares=shares, **facts))
    for topic, rows in zip(refined, ([1], [0]), strict=True):
        _, cosine = expected(rows, 8)
        np.testing.assert_allclose(topic.weights, [cosine[w] for w in topic.terms])


def test_a_topic_without_documents_is_about_its_vector():
    given = table(documents=False)
    vectors = np.array([[1.0, 0, 0], [0, 1.0, 0]])
    facts = {"topic_embeddings": vectors, "encoder": Encoder()}
    assert words(KeyBERTInspired(n_top_words=1), given, **facts) == [["sea"], ["tax"]]


def test_a_topic_of_which_nothing_is_known_keeps_its_words():
    sea, money = table()
    given = TopicTable([sea, replace(money, documents=())])
    found = words(KeyBERTInspired(Encoder(), n_top_words=2), given, documents=TEXTS)
    assert found[0] != list(sea.terms)[:2]
    assert found[1] == list(money.terms)
    blank = KeyBERTInspired(Encoder({"sea": (1, 0, 0)}))
    assert words(blank, documents=TEXTS)[1] == list(money.terms)


def test_without_any_documents_the_error_says_so():
    with pytest.raises(ValueError, match="give the corpus as X"):
        words(KeyBERTInspired(Encoder()), table(documents=False))
    with pytest.raises(ValueError, match="to refine_topics, and none to KeyBERTInsp"):
        words(KeyBERTInspired(Encoder()), documents=[""] * 6, embeddings=VECTORS)
    assert KeyBERTInspired(Encoder()).refine(TopicTable([]), context()) == TopicTable(
        []
    )


def test_excerpts_stand_for_texts_that_are_not_at_hand():
    step = KeyBERTInspired(Encoder(), n_top_words=4)
    assert words(step) == words(step, documents=TEXTS)


def test_words_of_which_the_encoder_knows_nothing_come_last():
    known = {word: v for word, v in MEANING.items() if word != "sea"}
    found = words(KeyBERTInspired(Encoder(known), n_top_words=6), documents=TEXTS)
    assert found[0][-1] == "sea"


def test_weights_are_cosines_and_never_negative():
    meaning = {**MEANING, "the": (-9, -9, -9)}
    step = KeyBERTInspired(Encoder(meaning))
    given = TopicTable(
        replace(topic, documents=topic.documents[-1:]) for topic in table()
    )
    texts = [text.replace("the ", "") for text in TEXTS]
    topic = step.refine(given, context(given, documents=texts))[0]
    assert topic.terms[-1] == "the"
    assert topic.weights[-1] == 0
    assert all(0 <= weight <= 1 for weight in topic.weights)


def test_equal_words_are_in_the_order_of_their_weights():
    same = dict.fromkeys(MEANING, (0.1, 0.7, 0.3))
    step = KeyBERTInspired(Encoder(same), n_top_words=8)
    by_weight = ["the", "of", "sea", "ship", "harbour", "tax"]
    assert words(step, documents=TEXTS)[0] == by_weight


def test_an_encoder_of_words_beside_one_of_documents():
    of_words, of_documents = Encoder(), Encoder()
    step = KeyBERTInspired(of_documents, word_encoder=of_words)
    words(step, documents=TEXTS)
    assert set(of_documents.calls[0]) <= set(TEXTS)
    assert set(of_words.calls[0]) == set(TERMS)
    alone = KeyBERTInspired(word_encoder=Encoder())
    assert words(alone, embeddings=VECTORS) == words(step, documents=TEXTS)
    with pytest.raises(ValueError, match=r"give it as KeyBERTInspired\(encoder="):
        words(alone, documents=TEXTS)


def test_words_and_documents_of_two_spaces_are_refused():
    with pytest.raises(ValueError, match=r"words .* have 3 dimensions.* documents 2"):
        words(KeyBERTInspired(), encoder=Encoder(), embeddings=VECTORS[:, :2])


def test_without_an_encoder_the_error_names_the_parameter():
    step = KeyBERTInspired()
    with pytest.raises(ValueError, match=r"KeyBERTInspired\(encoder="):
        step.refine(table(), context(documents=TEXTS))
    with pytest.raises(ValueError, match="encoder="):
        refine_table(table(), step, context(documents=TEXTS), errors="raise")
    with pytest.warns(UserWarning, match="needs encoder"):
        assert refine_table(table(), step, context(documents=TEXTS)) == table()


def test_an_encoder_that_is_not_fitted_is_named():
    with pytest.raises(
        ValueError, match="TfidfVectorizer of KeyBERTInspired is not fi"
    ):
        words(KeyBERTInspired(TfidfVectorizer()), documents=TEXTS)


def test_one_word_of_a_stem():
    meaning = {"cars": (9, 0, 1), "car": (8, 0, 1), "Car": (8, 0, 1), "sea": (9, 1, 0)}
    topic = Topic(0, None, 1.0, tuple(meaning), (0.4, 0.3, 0.2, 0.1))
    given = TopicTable([replace(topic, documents=table()[0].documents)])
    facts = RepresentationContext(
        given, np.ones((1, 1)), np.array(["sea"]), documents=["sea"] * 6
    )
    encoder = Encoder(meaning)
    assert KeyBERTInspired(encoder).refine(given, facts)[0].terms == (
        "sea", "cars", "car",
    )  # fmt: skip
    step = KeyBERTInspired(encoder, word_form=lambda word: word.rstrip("s"))
    assert step.refine(given, facts)[0].terms == ("sea", "cars")


def test_words_of_a_longer_list_before_it():
    def nouns(table, context):
        chosen = ("tax", "sea", "ship", "debt")
        return TopicTable(replace(t, terms=chosen, weights=[0.1] * 4) for t in table)

    facts = context(documents=TEXTS)
    steps = [nouns, KeyBERTInspired(Encoder(), n_top_words=3)]
    refined = refine_table(table(), steps, facts, errors="raise")
    assert set(refined[0].terms) <= {"tax", "sea", "ship", "debt"}
    # No more than are to be chosen: there is nothing to choose, and it starts again.
    steps[1].set_params(n_top_words=4)
    refined = refine_table(table(), steps, facts, errors="raise")
    assert "harbour" in refined[0].terms


@pytest.mark.parametrize(
    "params",
    [{"n_top_words": 0}, {"n_candidates": 0}, {"n_documents": 0.5}, {"word_form": 3}],
    ids=str,
)
def test_illegal_parameters(params):
    with pytest.raises(ValueError, match=next(iter(params))):
        words(KeyBERTInspired(Encoder(), **params), documents=TEXTS)
