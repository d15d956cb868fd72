"""Topics named by the best of given names."""

from dataclasses import replace
from functools import partial
from itertools import permutations

import joblib
import numpy as np
import pytest
from sklearn.base import clone
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic
from sktopics.embedding import WordsAndDocuments
from sktopics.representation import ZeroShotNames
from sktopics.topics import (
    RepresentationContext,
    RepresentativeDocument,
    Topic,
    TopicTable,
)

DOCUMENTS = ["sea ship", "ship sails sea", "tax debt", "debt and tax cut", "sea tax"]
LABELS = [0, 0, 1, 1, -1]
WORDS = ["sea", "ship", "tax", "debt"]


def letters(texts):
    """Encode texts by how often words occur: the space of names and topics."""
    return [[float(text.split().count(word)) for word in WORDS] for text in texts]


def topics_of(*words, **fields):
    size = 1 / max(len(words), 1)
    rows = [
        Topic(i, None, size, of.split(), [0.1] * len(of.split()), **fields)
        for i, of in enumerate(words)
    ]
    return TopicTable(rows)


def context_of(table, **fields):
    return RepresentationContext(table, None, None, **fields)


TABLE = topics_of("sea ship", "tax debt", "moon")


def scripted(scores):
    return lambda texts, candidates: scores


def fitted(names, **params):
    return BERTopic(letters, None, None, representation=names, **params).fit(
        DOCUMENTS, LABELS
    )


def test_names_by_the_vectors_of_topics():
    model = fitted(ZeroShotNames(["tax", "ship", "unknown"]))
    assert model.topics_.labels == ["ship", "tax"]
    vectors = model.topic_embeddings_ / np.linalg.norm(
        model.topic_embeddings_, axis=1, keepdims=True
    )
    for topic, vector in zip(model.topics_, vectors, strict=True):
        scores = dict(topic.aspects["candidates"])
        assert list(scores) == [topic.label, *(c for c in scores if c != topic.label)]
        assert scores["tax"] == pytest.approx(vector[2], abs=1e-4)
        assert scores["ship"] == pytest.approx(vector[1], abs=1e-4)
        assert scores["unknown"] == 0
    assert model.topics_.outliers.label == "outliers"


def test_meanings_stand_for_names():
    candidates = {"Trade": "ship sea", "Money": "debt tax"}
    assert fitted(ZeroShotNames(candidates)).topics_.labels == ["Trade", "Money"]


@pytest.mark.parametrize("form", [list, tuple, np.array, "pandas", "polars"], ids=str)
def test_forms_of_candidates(form):
    names = ["tax", "ship"]
    if isinstance(form, str):
        given = pytest.importorskip(form).Series(names)
    else:
        given = form(names)
    table = fitted(ZeroShotNames(given)).topics_
    assert table.labels == ["ship", "tax"]
    assert {type(label) for label in table.labels} == {str}


def test_a_topic_below_the_score_keeps_its_name():
    table = TopicTable([replace(TABLE[0], label="mine"), *TABLE[1:]])
    scores = [[0.5, 0.1], [0.5, 0.1], [0.49, 0.1]]
    names = ZeroShotNames(["a", "b"], classifier=scripted(scores), min_score=0.5)
    refined = names.refine(table, context_of(table))
    assert refined.labels == ["a", "a", "moon"]
    assert refined[2].aspects["candidates"] == {"a": 0.49, "b": 0.1}
    strict = ZeroShotNames(["a", "b"], classifier=scripted(scores))
    assert strict.refine(table, context_of(table)).labels == table.labels


def test_what_a_classifier_is_given():
    calls = []

    def classifier(texts, candidates):
        calls.append((list(texts), candidates))
        return np.tile([[0.9, 0.1]], (len(texts), 1))

    documents = [RepresentativeDocument(0, 1.0, "sea …")]
    table = topics_of("sea ship sails", "tax", documents=documents)
    context = context_of(table, documents=["sea and more"])
    names = ZeroShotNames(["a", "b"], classifier=classifier, n_words=2)
    names.refine(table, context)
    assert calls.pop() == (["sea ship", "tax"], ["a", "b"])
    names.set_params(n_documents=5).refine(table, context)
    texts = ["sea ship", "sea and more", "tax", "sea and more"]
    assert calls.pop() == (texts, ["a", "b"])


def test_scores_of_words_and_documents_are_averaged():
    def classifier(texts, candidates):
        return [[0.0, 1.0] if text == "sea ship" else [0.8, 0.3] for text in texts]

    documents = [RepresentativeDocument(0, 1.0, "tax"), RepresentativeDocument(1, 1.0)]
    table = topics_of("sea ship", documents=documents)
    names = ZeroShotNames(["a", "b"], classifier=classifier, n_documents=2, min_score=0)
    refined = names.refine(table, context_of(table, documents=["tax", "debt"]))
    assert refined[0].aspects["candidates"] == {"a": 0.5333, "b": 0.5333}
    assert refined[0].label == "a"


@pytest.mark.parametrize("seed", range(5))
def test_distinct_names_have_the_largest_sum(seed):
    scores = np.random.default_rng(seed).random((4, 4)).round(3)
    table = topics_of("a", "b", "c", "d")
    names = ZeroShotNames(
        ["w", "x", "y", "z"], classifier=scripted(scores), min_score=0.3, distinct=True
    )
    labels = names.refine(table, context_of(table)).labels
    given = [label for label in labels if label in "wxyz"]
    assert len(set(given)) == len(given)

    def gain(order):
        return sum(max(scores[i, j] - 0.3, 0) for i, j in enumerate(order))

    found = sum(
        scores[i, "wxyz".index(label)] - 0.3
        for i, label in enumerate(labels)
        if label in "wxyz"
    )
    assert found == pytest.approx(max(map(gain, permutations(range(4)))))


def test_more_topics_than_distinct_names():
    scores = [[0.9], [0.95], [0.1]]
    table = topics_of("sea", "ship", "tax")
    names = ZeroShotNames(
        ["a"], classifier=scripted(scores), min_score=0.5, distinct=True
    )
    assert names.refine(table, context_of(table)).labels == ["sea", "a", "tax"]


def test_topics_that_are_not_described_again_compete_for_distinct_names():
    model = fitted(ZeroShotNames(["sea", "unknown"], distinct=True))
    assert model.topics_.labels[0] == "sea"

    def classifier(texts, candidates):
        return [[0.9 if text == "sea ship" else 0.8] for text in texts]

    names = ZeroShotNames(["a"], classifier=classifier, min_score=0.1, distinct=True)
    some = names.refine(TABLE[1:], context_of(TABLE))
    assert some.labels == ["tax, debt", "moon"]
    assert [topic.index for topic in some] == [1, 2]


def test_topics_of_which_nothing_is_known():
    def never(texts, candidates):
        raise AssertionError(texts)

    empty = topics_of("", "")
    names = ZeroShotNames(["a"], classifier=never, min_score=-1)
    refined = names.refine(empty, context_of(empty))
    assert refined.labels == empty.labels
    assert "candidates" not in refined[0].aspects
    by_vectors = ZeroShotNames(["sea"], encoder=letters, min_score=-1)
    refined = by_vectors.refine(empty, context_of(empty))
    assert refined == empty
    refined = by_vectors.refine(TABLE, context_of(TABLE))
    assert refined.labels == ["sea", "sea", "moon"]
    assert names.refine(TABLE[:0], context_of(TABLE)) == TABLE[:0]


def test_an_encoder_of_its_own_reads_words_and_documents():
    documents = [RepresentativeDocument(0, 1.0, "debt debt")]
    table = topics_of("sea", documents=documents)
    context = context_of(
        table, documents=["debt debt"], topic_embeddings=np.ones((1, 2))
    )
    names = ZeroShotNames(["debt", "sea"], encoder=letters)
    scores = names.refine(table, context)[0].aspects["candidates"]
    assert scores == {"sea": 1.0, "debt": 0.0}
    names.set_params(n_documents=1)
    scores = names.refine(table, context)[0].aspects["candidates"]
    assert scores == {"debt": 0.7071, "sea": 0.7071}


def test_an_encoder_of_words_beside_one_of_documents():
    def of_words(texts):
        return [row[::-1] for row in letters(texts)]

    names = ZeroShotNames(["tax", "ship"])
    model = BERTopic(
        WordsAndDocuments(of_words, letters), None, None, representation=names
    )
    # "debt" is the last letter of documents, and the first of words.
    assert model.fit(DOCUMENTS, LABELS).topics_.labels == ["tax", "ship"]


def test_names_of_unknown_words_fit_no_topic():
    encoder = make_pipeline(TfidfVectorizer(), PCA(3)).fit(DOCUMENTS)
    names = ZeroShotNames(["what"], encoder=encoder, min_score=0.1)
    table = names.refine(TABLE, context_of(TABLE))
    assert table.labels == TABLE.labels


@pytest.mark.parametrize(
    ("params", "error", "match"),
    [
        ({"candidates": "tax"}, TypeError, "candidates must be a list"),
        ({"candidates": 3}, TypeError, "candidates must be a list"),
        ({"candidates": {"tax"}}, TypeError, "candidates must be a list"),
        ({"candidates": []}, ValueError, "at least 1 name"),
        ({"candidates": ["tax", 3]}, TypeError, "one is 3"),
        ({"candidates": ["tax", " "]}, ValueError, "one is an empty text"),
        ({"candidates": ["tax", "a", "tax"]}, ValueError, "the name 'tax' twice"),
        ({"candidates": {"a": "x", "b": "x"}}, ValueError, "the meaning 'x' twice"),
        ({"min_score": "high"}, ValueError, "'min_score' parameter"),
        ({"min_score": np.nan}, ValueError, "'min_score' parameter"),
        ({"n_words": 0}, ValueError, "'n_words' parameter"),
        ({"classifier": 3}, ValueError, "'classifier' parameter"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_bad_parameters(params, error, match):
    names = ZeroShotNames(**{"candidates": ["tax"], "encoder": letters, **params})
    with pytest.raises(error, match=match):
        names.refine(TABLE, context_of(TABLE))


@pytest.mark.parametrize(
    ("scores", "match"),
    [
        ([[1.0, 0.5]], r"3 texts and 2 candidates.* of shape \(1, 2\)"),
        ([[1.0]] * 3, r"of shape \(3, 1\)"),
        ([[1.0, np.nan]] * 3, "finite numbers"),
        ([{"labels": ["a"], "scores": [1.0]}] * 3, "no score for the candidate 'b'"),
        ([{"labels": ["a", "b"]}] * 3, "labels and scores"),
        ([{"labels": ["a", "b"], "scores": [1]}] * 3, "1 scores for 2 labels"),
        (3, "returned 3"),
    ],
    ids=["rows", "columns", "NaN", "label", "keys", "lengths", "number"],
)
def test_a_classifier_that_returns_no_scores(scores, match):
    names = ZeroShotNames(["a", "b"], classifier=scripted(scores))
    with pytest.raises((TypeError, ValueError), match=match):
        names.refine(TABLE, context_of(TABLE))


def test_candidates_that_can_be_read_only_once():
    names = ZeroShotNames(iter(["tax"]), encoder=letters)
    with pytest.raises(TypeError, match="candidates must be a list"):
        names.refine(TABLE, context_of(TABLE))


def test_no_encoder_and_no_classifier():
    names = ZeroShotNames(["tax"])
    assert names.needs == ("encoder",)
    assert ZeroShotNames(["tax"], encoder=letters).needs == ()
    with pytest.raises(ValueError, match="give encoder"):
        names.refine(TABLE, context_of(TABLE))
    vectors = np.ones((3, 2))
    context = context_of(TABLE, topic_embeddings=vectors, encoder=letters)
    with pytest.raises(ValueError, match=r"4 dimensions of names, .* topics have 2"):
        names.refine(TABLE, context)


def test_copies_share_the_classifier(tmp_path):
    names = ZeroShotNames(["tax"], classifier=partial(np.ones))
    assert clone(names).classifier is names.classifier
    model = clone(fitted(ZeroShotNames(["tax", "ship"])))
    model.fit(DOCUMENTS, LABELS)
    joblib.dump(model, tmp_path / "model")
    loaded = joblib.load(tmp_path / "model")
    assert loaded.topics_ == model.topics_
    assert model.topics_.labels == ["ship", "tax"]


# --- pipelines of transformers ----------------------------------------------------


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory):
    """A classifier of random weights, as a pipeline for zero-shot classification."""
    transformers = pytest.importorskip("transformers")
    torch = pytest.importorskip("torch")
    folder = tmp_path_factory.mktemp("classifier")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS, "this", "is", "about", "moon"]
    (folder / "vocab.txt").write_text("\n".join(words))
    torch.manual_seed(0)
    config = transformers.BertConfig(
        vocab_size=len(words),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        id2label={0: "contradiction", 1: "neutral", 2: "entailment"},
        label2id={"contradiction": 0, "neutral": 1, "entailment": 2},
        initializer_range=0.3,
    )
    return transformers.pipeline(
        "zero-shot-classification",
        model=transformers.BertForSequenceClassification(config).eval(),
        tokenizer=transformers.BertTokenizer(str(folder / "vocab.txt")),
        device="cpu",
    )


@pytest.mark.parametrize("multi_label", [False, True])
def test_a_pipeline_of_transformers(pipeline, multi_label):
    classifier = partial(pipeline, multi_label=True) if multi_label else pipeline
    names = ZeroShotNames(WORDS, classifier=classifier, min_score=0)
    refined = names.refine(TABLE, context_of(TABLE))
    answers = pipeline(["sea ship", "tax debt", "moon"], WORDS, multi_label=multi_label)
    assert refined.labels == [answer["labels"][0] for answer in answers]
    for topic, answer in zip(refined, answers, strict=True):
        expected = dict(zip(answer["labels"][:3], answer["scores"][:3], strict=True))
        assert topic.aspects["candidates"] == pytest.approx(expected, abs=1e-4)
    one = names.refine(TABLE[:1], context_of(TABLE))
    assert one.labels == refined.labels[:1]


def test_the_same_names_as_bertopic(pipeline):
    peer = pytest.importorskip("bertopic.representation")
    words = {i: [(word, 0.1) for word in t.terms] for i, t in enumerate(TABLE)}
    for lowest in (0.2, 0.3, 0.5):
        theirs = peer.ZeroShotClassification(WORDS, pipeline, min_prob=lowest)
        expected = theirs.extract_topics(None, None, None, words)
        names = ZeroShotNames(WORDS, classifier=pipeline, min_score=lowest)
        refined = names.refine(TABLE, context_of(TABLE))
        for i, topic in enumerate(refined):
            named = expected[i][0][0] if expected[i] != words[i] else TABLE[i].label
            assert topic.label == named
