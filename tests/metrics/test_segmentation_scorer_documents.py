"""segmentation_scorer on documents: borders in characters, for models of all kinds."""

import pickle
from itertools import pairwise

import numpy as np
import pytest
from sklearn import config_context
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.model_selection import GridSearchCV, cross_val_score, cross_validate
from sklearn.pipeline import make_pipeline

from sktopics import AttentiveARTM, BERTopic, SequenceVectorizer, TokenSequences
from sktopics.analysis import segment_documents
from sktopics.metrics import (
    boundary_agreement,
    pk_error,
    segmentation_scorer,
    window_diff_error,
)

WORDS = [
    ["ship", "sea", "harbour", "sail", "wave", "anchor", "storm", "deck"],
    ["tax", "debt", "money", "bank", "loan", "credit", "budget", "price"],
    ["rain", "snow", "cloud", "frost", "wind", "hail", "fog", "thunder"],
]


def joined(n_documents=24, seed=0):
    """Return documents of three segments of three sentences, and their borders."""
    rng = np.random.default_rng(seed)
    texts, borders = [], []
    for _ in range(n_documents):
        text, places = "", []
        for topic in rng.permutation(3):
            places.append(len(text))
            for _ in range(3):
                words = rng.choice(WORDS[topic], 5)
                text += "“" + " ".join(words).capitalize() + ".”\n"
        texts.append(text)
        borders.append(np.array(places[1:]))
    return texts, borders


TEXTS, BORDERS = joined()
SENTENCES = [line for text in TEXTS for line in text.splitlines()]


def clusters(**parameters):
    return BERTopic(
        encoder=make_pipeline(TfidfVectorizer(), TruncatedSVD(5, random_state=0)),
        reducer=None,
        clusterer=KMeans(3, n_init=3, random_state=0),
        **parameters,
    )


def sequences(boundaries="sentence"):
    return make_pipeline(
        SequenceVectorizer(boundaries=boundaries),
        AttentiveARTM(3, context=8, random_state=0),
    )


def slow_pk(true, found, text, k):
    """Pk of one text by the numbers of the segments of its words."""
    ends, place = [], 0
    for word in text.split():
        place = text.index(word, place) + len(word)
        ends.append(place)
    numbers = [
        [sum(b < end for b in borders) for end in ends] for borders in (true, found)
    ]
    return np.mean(
        [
            (numbers[0][i] == numbers[0][i + k]) != (numbers[1][i] == numbers[1][i + k])
            for i in range(len(ends) - k)
        ]
    )


def test_the_unit_of_characters_is_a_word():
    text, true = TEXTS[0], BORDERS[0]
    found = [true[0] - 9, true[1] + 1]
    for k in (3, 7, 12):
        assert pk_error(true, found, texts=text, k=k) == slow_pk(true, found, text, k)
    # Within the word of the border, or in the white space before it, it is the same.
    for shift in (-1, 0, 1, 3):
        assert pk_error(true, true + shift, texts=text) == 0
    assert pk_error(BORDERS, BORDERS, texts=TEXTS) == 0
    assert window_diff_error(true, [len(text) - 1], texts=text) == window_diff_error(
        true, [], texts=text
    )
    agreement = boundary_agreement([true], [found], texts=[text], tolerance=0)
    assert agreement == {"precision": 0.5, "recall": 0.5, "f1": 0.5}


def test_unicode_and_empty_texts():
    texts = ["我来了。你呢？", "", "  \n", "naïve café 🚢 zoé"]
    true = [[4], [], [], [11]]
    errors = pk_error(true, [[3], [], [], [6]], texts=texts, average=None, k=1)
    np.testing.assert_allclose(errors, [2 / 6, np.nan, np.nan, 2 / 3])


@pytest.mark.parametrize("form", ["list", "tuple", "pandas", "polars", "array"])
def test_forms_of_texts_and_borders(form):
    texts, borders = TEXTS, [b.tolist() for b in BORDERS]
    if form == "tuple":
        texts, borders = tuple(texts), tuple(map(tuple, borders))
    elif form in ("pandas", "polars"):
        frames = pytest.importorskip(form)
        texts, borders = frames.Series(texts), frames.Series(borders)
    elif form == "array":
        texts, borders = np.array(texts), np.array(borders)
    assert pk_error(borders, borders, texts=texts) == 0
    scorer = segmentation_scorer()
    pipeline = make_pipeline(CountVectorizer(), NMF(3, random_state=0)).fit(SENTENCES)
    assert scorer(pipeline, texts, borders) == 0
    assert segmentation_scorer(borders=borders, X=texts)(pipeline, texts) == 0
    assert scorer(pipeline, iter(list(texts)), borders) == 0


def test_all_kinds_of_models_find_planted_borders():
    scores = {}
    for known in (False, True):
        for measure in ("pk", "window_diff"):
            scorer = segmentation_scorer(measure, known_number=known)
            for name, model in {
                "clusters": clusters().fit(SENTENCES),
                "sequences": sequences().fit(TEXTS),
                "plain sequences": sequences(None).fit(TEXTS),
                "mixtures": make_pipeline(
                    CountVectorizer(), NMF(3, random_state=0)
                ).fit(SENTENCES),
            }.items():
                scores[name, known, measure] = scorer(model, TEXTS, BORDERS)
    assert {key: value for key, value in scores.items() if value < -0.1} == {}
    assert min(scores.values()) > -0.1
    exact = {key[0] for key, value in scores.items() if value == 0}
    assert {"clusters", "mixtures"} <= exact


def test_tokens_become_characters():
    pipeline = sequences().fit(TEXTS)
    tokens = pipeline[-1].boundaries(pipeline[0].transform(TEXTS))
    spans = pipeline[0].token_spans(TEXTS)
    places = [s[t, 0] for s, t in zip(spans, tokens, strict=True)]
    expected = -pk_error(BORDERS, places, texts=TEXTS)
    assert segmentation_scorer()(pipeline, TEXTS, BORDERS) == expected
    for text, found in zip(TEXTS, places, strict=True):
        assert all(text[i - 1] == "“" for i in found)


def test_ngrams_that_start_with_one_word_make_one_border():
    class EveryToken(BaseEstimator):
        def fit(self, X, y=None):
            return self

        def boundaries(self, X):
            return [np.arange(1, n) for n in X.lengths]

    pipeline = make_pipeline(SequenceVectorizer(ngram_range=(1, 2)), EveryToken())
    pipeline.fit(TEXTS)
    words = [[i + 1 for i in range(len(t) - 1) if t[i] in " “"] for t in TEXTS]
    expected = -window_diff_error(BORDERS, words, texts=TEXTS)
    assert segmentation_scorer("window_diff")(pipeline, TEXTS, BORDERS) == expected


@pytest.mark.parametrize("kind", ["y", "scorer", "dict", "routed"])
def test_searches(kind):
    y = BORDERS if kind == "y" else None
    borders = {"scorer": BORDERS, "dict": dict(zip(TEXTS, BORDERS, strict=True))}
    given = {"borders": borders.get(kind), "X": TEXTS if kind == "scorer" else None}
    scorer = segmentation_scorer(**given)
    params = {"borders": BORDERS} if kind == "routed" else None
    with config_context(enable_metadata_routing=kind == "routed"):
        scores = cross_val_score(
            sequences(), TEXTS, y, scoring=scorer, cv=3, params=params
        )
        assert (scores > -0.15).all()
        search = GridSearchCV(
            sequences(),
            {"attentiveartm__n_components": [1, 3]},
            scoring={"pk": scorer, "wd": segmentation_scorer("window_diff", **given)},
            refit="pk",
            cv=2,
            error_score="raise",
        ).fit(TEXTS, y, **(params or {}))
    assert search.best_params_ == {"attentiveartm__n_components": 3}


def test_clusters_in_a_search():
    # They learn from y, so that borders belong to the scorer.
    scorer = segmentation_scorer(borders=BORDERS, X=TEXTS)
    thirds = [p for t, b in zip(TEXTS, BORDERS, strict=True) for p in pieces(t, b)]
    everything = dict(zip(TEXTS, BORDERS, strict=True)) | {t: [] for t in thirds}
    by_dict = segmentation_scorer(borders=everything)
    model = clusters().fit(thirds)
    assert scorer(model, TEXTS) == by_dict(model, TEXTS) == 0
    found = cross_validate(clusters(), thirds, scoring={"pk": by_dict}, cv=3)
    np.testing.assert_array_equal(found["test_pk"], 0)


def test_sentences_to_learn_from_are_rows_of_their_own():
    X = SENTENCES + TEXTS
    rows = np.arange(len(X))
    splits = [(rows[: len(SENTENCES)], rows[len(SENTENCES) :])]
    scorer = segmentation_scorer(borders=dict(zip(TEXTS, BORDERS, strict=True)))
    search = GridSearchCV(
        clusters(),
        {"clusterer__n_clusters": [1, 3]},
        scoring=scorer,
        cv=splits,
        refit=False,
        error_score="raise",
    ).fit(X)
    assert search.best_params_ == {"clusterer__n_clusters": 3}
    assert search.best_score_ == 0


def pieces(text, borders):
    return [text[a:b] for a, b in pairwise([0, *borders, len(text)])]


def test_a_segmenter_finds_borders_in_place_of_the_model():
    model = make_pipeline(CountVectorizer(), NMF(3, random_state=0)).fit(SENTENCES)
    scorer = segmentation_scorer(segmenter=segment_documents)
    assert scorer(model, TEXTS, BORDERS) == 0
    assert pickle.loads(pickle.dumps(scorer))(model, TEXTS, BORDERS) == 0
    assert "segmenter=<function segment_documents" in repr(scorer)

    def none(estimator, X, n_segments=None):
        return [[] for _ in X]

    expected = -pk_error(BORDERS, [[]] * len(TEXTS), texts=TEXTS)
    assert segmentation_scorer(segmenter=none)(model, TEXTS, BORDERS) == expected


def test_borders_of_sequences_are_tokens():
    class Halves:
        def boundaries(self, X, n_segments=None):
            self.seen_, self.told_ = X, n_segments
            return [[n // 2] for n in X.lengths]

    X = TokenSequences([0] * 10, [0, 6, 10], boundaries=[True] * 10)
    model = Halves()
    score = segmentation_scorer(known_number=True)(model, X, [[3], []])
    assert score == -pk_error([[3], []], [[3], [2]], lengths=[6, 4])
    assert model.seen_.boundaries.all()
    assert model.told_.tolist() == [2, 1]


@pytest.mark.parametrize("y", [list("ab"), [0, 1], [["a"], ["b", "c"]]], ids=str)
def test_labels_are_no_borders(y):
    X = TokenSequences([0] * 10, [0, 6, 10], boundaries=[True, False] * 5)

    class Ends:
        def boundaries(self, X):
            return [[], []]

    assert segmentation_scorer()(Ends(), X, y) == -pk_error(X, [[], []])


class Strip(TransformerMixin, BaseEstimator):
    def fit(self, X, y=None):
        return self

    def transform(self, X):
        return [text.strip() for text in X]


def test_characters_that_move():
    scorer = segmentation_scorer()
    pipeline = make_pipeline(Strip(), *sequences()).fit(TEXTS)
    with pytest.raises(ValueError, match="when it reaches SequenceVectorizer: a step"):
        scorer(pipeline, TEXTS, BORDERS)

    class OnTexts(BaseEstimator):
        def fit(self, X, y=None):
            return self

        def boundaries(self, X):
            return [[] for _ in X]

    pipeline = make_pipeline(Strip(), OnTexts()).fit(TEXTS)
    with pytest.raises(ValueError, match="when it reaches OnTexts: a step"):
        scorer(pipeline, TEXTS, BORDERS)


@pytest.mark.parametrize(
    ("borders", "kind", "message"),
    [
        ([[3]], ValueError, "1 documents, and there are 2"),
        ([[3], [99]], ValueError, "document 1: borders must rise and be positions"),
        ([[5, 3], []], ValueError, r"document 0: .* 13 characters, got \[5, 3\]"),
        ([[1.5], []], TypeError, "document 0: with texts, borders are positions"),
        ([[True, False], []], TypeError, "array of bool"),
    ],
)
def test_wrong_borders(borders, kind, message):
    texts = ["rain and snow", "a ship"]
    with pytest.raises(kind, match=message):
        pk_error(borders, [[], []], texts=texts)


def test_what_is_refused():
    with pytest.raises(TypeError, match="y_true is TokenSequences"):
        pk_error(TokenSequences([0], [0, 1], boundaries=[True]), [[]], texts=["a"])
    with pytest.raises(TypeError, match="lengths are those of texts"):
        pk_error([1], [1], texts="a b", lengths=2)
    with pytest.raises(TypeError, match="dict of borders names the documents"):
        segmentation_scorer(borders={"a": []}, X=["a"])
    with pytest.raises(TypeError, match="X says which documents"):
        segmentation_scorer(X=["a"])
    for wrong in ("text", [1, 2], 3):
        with pytest.raises(TypeError, match="borders must be a list of positions"):
            segmentation_scorer(borders=wrong)
    with pytest.raises(ValueError, match="borders are of 1 documents, and X has 2"):
        segmentation_scorer(borders=[[1]], X=["a", "b"])
    with pytest.raises(ValueError, match="Documents 0 and 1 of X are the same"):
        segmentation_scorer(borders=[[1], [2]], X=["a b c", "a b c"])
    model = clusters().fit(SENTENCES)
    with pytest.raises(ValueError, match="Document 1 has no known borders: 'other'"):
        segmentation_scorer(borders={TEXTS[0]: []})(model, [TEXTS[0], "other"])
    with pytest.raises(ValueError, match=r"borders=borders, X=documents"):
        segmentation_scorer(borders=BORDERS)(model, TEXTS[:3])
    with pytest.raises(TypeError, match="borders in y or borders="):
        segmentation_scorer()(sequences(None).fit(TEXTS), TEXTS)
    counts = CountVectorizer().fit_transform(TEXTS)
    mixtures = NMF(2).fit(counts)
    with pytest.raises(TypeError, match="X holds no texts"):
        segmentation_scorer()(mixtures, counts, BORDERS)
    no_topics = make_pipeline(CountVectorizer(), KMeans(2)).fit(TEXTS)
    with pytest.raises(TypeError, match="KMeans"):
        segmentation_scorer()(no_topics, TEXTS, BORDERS)
