"""Words of topics in the order of a model that reads word and document together."""

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.base import clone

from sktopics import BERTopic
from sktopics.representation import CrossEncoderRanking
from sktopics.topics import (
    RepresentationContext,
    RepresentativeDocument,
    Topic,
    TopicTable,
    refine_table,
)

TERMS = np.array(["the", "sea", "ship", "tax", "rum"], dtype=object)
COMPONENTS = np.array([[5.0, 3, 2, 0, 1], [5, 0, 0, 4, 0]])
TEXTS = ["the sea", "a ship at sea", "tax on rum"]
TABLE = TopicTable(
    [
        Topic(
            0,
            None,
            0.7,
            ("the", "sea"),
            (0.5, 0.3),
            [RepresentativeDocument(0, 1.0), RepresentativeDocument(1, 0.9)],
        ),
        Topic(
            1, None, 0.3, ("the", "tax"), (0.5, 0.4), [RepresentativeDocument(2, 1.0)]
        ),
    ]
)


def context_of(table=TABLE, components=COMPONENTS, **fields):
    return RepresentationContext(
        table, components, TERMS, **{"documents": TEXTS, **fields}
    )


def by_place(pairs):
    """Score a word by how late it is in the document, 0 where it is not."""
    scores = []
    for word, document in pairs:
        words = document.split()
        scores.append(words.index(word) + 1.0 if word in words else 0.0)
    return scores


def test_words_are_ranked_by_their_mean_scores():
    refined = refine_table(TABLE, CrossEncoderRanking(by_place), context_of())
    # sea: (2 + 4) / 2; ship: (0 + 2) / 2; the: (1 + 0) / 2
    assert refined[0].terms == ("sea", "ship", "the", "rum")
    assert refined[0].weights == (3.0, 1.0, 0.5, 0.0)
    assert refined[1].terms == ("tax", "the")
    assert refined[1].weights == (1.0, 0.0)
    assert refined.labels == ["sea, ship, the", "tax, the"]
    assert refined[0].documents == TABLE[0].documents


@pytest.mark.parametrize("sparse", [False, True])
def test_candidates_are_words_of_the_topic_and_then_the_heaviest(sparse):
    asked = []

    def model(pairs):
        asked.extend(pairs)
        return np.zeros(len(pairs), dtype=np.float32)

    components = sp.csr_array(COMPONENTS) if sparse else COMPONENTS
    ranking = CrossEncoderRanking(model, n_candidates=3, n_documents=1)
    refined = ranking.refine(TABLE, context_of(components=components))
    assert [pair[0] for pair in asked] == ["the", "sea", "ship", "the", "tax"]
    assert {pair[1] for pair in asked} == {"the sea", "tax on rum"}
    # Words of equal scores are in the order of the candidates.
    assert refined[0].terms == ("the", "sea", "ship")


def test_words_that_another_representation_has_chosen_are_all_candidates():
    def chosen(table, context):
        return TopicTable(
            Topic(t.index, None, t.size, ("rum",), (1.0,), t.documents) for t in table
        )

    steps = [chosen, CrossEncoderRanking(by_place)]
    refined = refine_table(TABLE, steps, context_of())
    assert [topic.terms for topic in refined] == [("rum",), ("rum",)]


def test_equal_pairs_are_read_once_in_one_call():
    calls = []

    class Model:
        def predict(self, pairs):
            calls.append(pairs)
            return np.zeros(len(pairs))

        def __call__(self, pairs):  # every module of torch can be called
            raise AssertionError(pairs)

    twin = TopicTable([TABLE[0], Topic(1, None, 0.3, *_same(TABLE[0]))])
    CrossEncoderRanking(Model(), n_candidates=2).refine(twin, context_of(twin))
    (pairs,) = calls
    assert len(pairs) == len(set(pairs)) == 4


def _same(topic):
    return topic.terms, topic.weights, topic.documents


def test_topics_without_documents_or_words_keep_what_they_have():
    def never(pairs):
        raise AssertionError(pairs)

    bare = TopicTable([Topic(0, None, 1.0, ("sea",), (0.1,)), Topic(1, "a", 0, (), ())])
    ranking = CrossEncoderRanking(never)
    assert ranking.refine(bare, context_of(bare)) == bare
    assert ranking.refine(bare[:0], context_of(bare)) == bare[:0]
    excerpts = RepresentativeDocument(0, 1.0, "sea"), RepresentativeDocument(1, 1.0)
    table = TopicTable([Topic(0, None, 1.0, ("tax", "sea"), (0.2, 0.1), excerpts)])
    refined = CrossEncoderRanking(by_place, n_candidates=2).refine(
        table, context_of(table, documents=None)
    )
    assert refined[0].terms == ("sea", "tax")


@pytest.mark.parametrize(
    ("scores", "match"),
    [
        ([[0.1, 0.9]], r"one score for each of 10 pairs .* of shape \(1, 2\)"),
        ([0.1], r"shape \(10,\), and returned one of shape \(1,\)"),
        ([np.nan] * 12, "finite numbers, and returned nan in row 0"),
        (["a"] * 12, "texts are no scores"),
    ],
    ids=["two", "few", "NaN", "texts"],
)
def test_a_model_that_returns_no_scores(scores, match):
    def model(pairs):
        return scores[: len(pairs)] if len(scores) < 12 else scores[:1] * len(pairs)

    with pytest.raises((TypeError, ValueError), match=match):
        CrossEncoderRanking(model).refine(TABLE, context_of())


def test_bad_parameters():
    for params in ({"model": "name"}, {"n_candidates": 0}, {"n_documents": 0}):
        ranking = CrossEncoderRanking(**{"model": by_place, **params})
        with pytest.raises(ValueError, match="parameter of CrossEncoderRanking"):
            ranking.refine(TABLE, context_of())


def test_a_model_of_topics_with_a_ranking():
    ranking = CrossEncoderRanking(by_place, n_top_words=2)
    assert clone(ranking).model is ranking.model
    model = BERTopic(None, None, None, representation=ranking)
    model.fit([*TEXTS, "the tax"], [0, 0, 1, 1], embeddings=np.eye(4))
    assert model.topics_.top_words == [["sea", "at"], ["tax", "rum"]]
    model.merge_topics([0, 1])
    assert len(model.topics_[0].terms) == 2


def test_a_cross_encoder_of_sentence_transformers(tmp_path):
    library = pytest.importorskip("sentence_transformers")
    transformers = pytest.importorskip("transformers")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *TERMS, "a", "at", "on"]
    (tmp_path / "vocab.txt").write_text("\n".join(words))
    config = transformers.BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        num_labels=1,
        initializer_range=1.0,
    )
    transformers.BertForSequenceClassification(config).save_pretrained(tmp_path)
    transformers.BertTokenizer(str(tmp_path / "vocab.txt")).save_pretrained(tmp_path)
    model = library.CrossEncoder(str(tmp_path), device="cpu")
    refined = CrossEncoderRanking(model).refine(TABLE, context_of())
    score_of = {
        word: model.predict([(word, TEXTS[0]), (word, TEXTS[1])]).mean()
        for word in ("the", "sea", "ship", "rum")
    }
    assert list(refined[0].terms) == sorted(score_of, key=score_of.get, reverse=True)
    expected = sorted(score_of.values(), reverse=True)
    np.testing.assert_allclose(refined[0].weights, expected, atol=1e-5)
