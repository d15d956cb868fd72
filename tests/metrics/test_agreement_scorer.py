"""agreement_scorer: labels that judge, held apart from what trains."""

import pickle

import numpy as np
import pytest
import scipy.sparse as sp
from numpy.testing import assert_allclose
from public_estimators import instances
from sklearn import config_context
from sklearn.base import BaseEstimator, clone
from sklearn.cluster import HDBSCAN, KMeans
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from sklearn.model_selection import (
    GridSearchCV,
    KFold,
    cross_val_score,
    cross_validate,
)
from sklearn.pipeline import make_pipeline

from sktopics import (
    ARTM,
    BERTopic,
    Doc2Vec,
    LatentDirichletAllocation,
    LeidenClustering,
    SequenceVectorizer,
    TokenSequences,
)
from sktopics.metrics import agreement_scorer, label_agreement
from sktopics.metrics._known_labels import row_keys
from sktopics.testing import make_corpus, make_documents
from sktopics.testing._make_corpus import kind_of

pd = pytest.importorskip("pandas")

DOCUMENTS = make_documents(48)
LABELS = np.array(["space", "kitchen", "football", "music"], dtype=object)[
    np.arange(48) % 4
]
FOLDS = KFold(3, shuffle=True, random_state=0)


def encoder():
    return make_pipeline(TfidfVectorizer(), TruncatedSVD(5, random_state=0))


def clusters(**params):
    return BERTopic(
        encoder(), None, LeidenClustering(min_cluster_size=2), random_state=0, **params
    )


def lda():
    return make_pipeline(
        CountVectorizer(), LatentDirichletAllocation(4, random_state=0)
    )


def take(X, rows):
    if isinstance(X, list):
        return [X[row] for row in rows]
    return X.iloc[rows] if hasattr(X, "iloc") else X[rows]


def by_hand(model, X, labels=LABELS, measure="ari"):
    """Fit without y on each fold, and judge what the model says of the other."""
    scores = []
    for train, test in FOLDS.split(np.arange(len(labels))):
        fitted = clone(model).fit(take(X, train))
        says = getattr(fitted, "predict", fitted.transform)(take(X, test))
        scores.append(label_agreement(labels[test], says)[measure])
    return scores


def judged(model, X, scorer, **options):
    options = {"cv": FOLDS, "error_score": "raise", **options}
    return cross_val_score(model, X, scoring=scorer, **options).tolist()


# --- where labels come from -------------------------------------------------------


@pytest.mark.parametrize("model", [clusters(), lda()], ids=["BERTopic", "LDA"])
@pytest.mark.parametrize("measure", ["ari", "nmi", "purity"])
def test_labels_as_metadata_judge_and_do_not_train(model, measure):
    with config_context(enable_metadata_routing=True):
        scores = cross_validate(
            model,
            DOCUMENTS,
            params={"labels": LABELS},
            scoring=agreement_scorer(measure=measure),
            cv=FOLDS,
        )
    assert scores["test_score"].tolist() == by_hand(model, DOCUMENTS, measure=measure)


def test_a_search_is_given_labels_as_metadata():
    grid = {"clusterer__resolution": [0.3, 2.0]}
    with config_context(enable_metadata_routing=True):
        search = GridSearchCV(
            clusters(),
            grid,
            scoring={"ari": agreement_scorer(), "nmi": agreement_scorer(measure="nmi")},
            refit="ari",
            cv=FOLDS,
        ).fit(DOCUMENTS, labels=LABELS.tolist())
        by_score = search.score(DOCUMENTS, labels=LABELS)
    for i, resolution in enumerate(grid["clusterer__resolution"]):
        model = clusters().set_params(clusterer__resolution=resolution)
        for name in ("ari", "nmi"):
            found = [search.cv_results_[f"split{k}_test_{name}"][i] for k in range(3)]
            assert found == by_hand(model, DOCUMENTS, measure=name)
    refitted = clone(search.best_estimator_).fit(DOCUMENTS)
    assert by_score == adjusted_rand_score(LABELS, refitted.predict(DOCUMENTS))


def test_metadata_may_have_another_name():
    with config_context(enable_metadata_routing=True):
        scorer = agreement_scorer().set_score_request(labels="intents")
        scores = judged(clusters(), DOCUMENTS, scorer, params={"intents": LABELS})
        assert scores == by_hand(clusters(), DOCUMENTS)
        with pytest.raises(TypeError, match="labels"):
            judged(clusters(), DOCUMENTS, scorer, params={"labels": LABELS})


def test_what_predict_needs_is_metadata_too():
    vectors = encoder().fit_transform(DOCUMENTS)
    given = BERTopic(None, None, KMeans(4, n_init=1), random_state=0)
    expected = []
    for train, test in FOLDS.split(DOCUMENTS):
        fitted = clone(given).fit(take(DOCUMENTS, train), embeddings=vectors[train])
        says = fitted.predict(take(DOCUMENTS, test), embeddings=vectors[test])
        expected.append(adjusted_rand_score(LABELS[test], says))
    with config_context(enable_metadata_routing=True):
        model = given.set_fit_request(embeddings=True)
        params = {"labels": LABELS, "embeddings": vectors}
        scorer = agreement_scorer().set_score_request(embeddings=True)
        assert judged(model, DOCUMENTS, scorer, params=params) == expected
        # The scorer knows the labels, and asks for the vectors alone.
        scorer = agreement_scorer(LABELS, X=DOCUMENTS)
        scorer.set_score_request(embeddings=True)
        params = {"embeddings": vectors}
        assert judged(model, DOCUMENTS, scorer, params=params) == expected


FRAME = pd.DataFrame(
    make_corpus("counts", DOCUMENTS).toarray(), index=[f"row {i}" for i in range(48)]
)
TEXTS = pd.Series(DOCUMENTS, index=FRAME.index)
COUNTS = make_corpus("counts", DOCUMENTS)
PLAIN_LDA = LatentDirichletAllocation(4, random_state=0)


@pytest.mark.parametrize(
    ("model", "X", "scorer"),
    [
        (lda(), DOCUMENTS, agreement_scorer(LABELS, X=DOCUMENTS)),
        (lda(), DOCUMENTS, agreement_scorer(dict(zip(DOCUMENTS, LABELS, strict=True)))),
        (lda(), np.array(DOCUMENTS), agreement_scorer(LABELS.tolist(), X=DOCUMENTS)),
        (lda(), TEXTS, agreement_scorer(pd.Series(LABELS, TEXTS.index))),
        (lda(), TEXTS, agreement_scorer(pd.Series(LABELS, TEXTS.index)[::-1])),
        (lda(), TEXTS, agreement_scorer(LABELS, X=TEXTS)),
        (PLAIN_LDA, COUNTS, agreement_scorer(LABELS, X=COUNTS)),
        (PLAIN_LDA, COUNTS, agreement_scorer(LABELS, X=sp.coo_matrix(COUNTS))),
        (PLAIN_LDA, COUNTS.toarray(), agreement_scorer(LABELS, X=COUNTS.toarray())),
        (PLAIN_LDA, FRAME, agreement_scorer(LABELS, X=FRAME)),
        (PLAIN_LDA, FRAME, agreement_scorer(pd.Series(LABELS, FRAME.index))),
        (
            PLAIN_LDA,
            FRAME,
            agreement_scorer(dict(zip(FRAME.index, LABELS, strict=True))),
        ),
    ],
)
def test_labels_are_found_by_the_rows_of_a_fold(model, X, scorer):
    assert judged(model, X, scorer) == by_hand(model, X)


def test_labels_are_found_by_token_sequences():
    X = SequenceVectorizer().fit_transform(DOCUMENTS)
    assert isinstance(X, TokenSequences)
    [model] = [m for m in instances("sequences") if "Attentive" in repr(m)][:1]
    model = clone(model).set_params(random_state=0, n_components=4)
    scorer = agreement_scorer(LABELS, X=X)
    assert judged(model, X, scorer) == by_hand(model, X)


@pytest.mark.parametrize("library", ["polars", "pyarrow"])
def test_rows_of_other_data_frames_have_keys(library):
    module = pytest.importorskip(library)
    make = module.DataFrame if library == "polars" else module.table
    frame = make({"text": ["a", "b", "a"], "place": ["x", "y", "x"]})
    first, second, third = row_keys(frame)
    assert first == third
    assert first != second
    texts = module.Series if library == "polars" else module.array
    assert row_keys(texts(["a", "b"])) == ["a", "b"]


def test_records_and_lists_of_tokens_have_keys():
    rows = [{"text": ["a", "b"]}, {"text": ["a"]}, {"text": ["a", "b"]}]
    assert row_keys(rows)[0] == row_keys(rows)[2] != row_keys(rows)[1]
    assert row_keys([["a"], ["b"]]) == [("a",), ("b",)]
    assert len(set(row_keys(np.array([[0.0, 1], [-0.0, 1]])))) == 1


def test_all_documents_at_once_need_no_lookup():
    fitted = lda().fit(DOCUMENTS)
    expected = label_agreement(LABELS, fitted.transform(DOCUMENTS))["ari"]
    assert agreement_scorer(LABELS)(fitted, DOCUMENTS) == expected
    assert agreement_scorer(pd.Series(LABELS))(fitted, DOCUMENTS) == expected
    assert agreement_scorer()(fitted, DOCUMENTS, labels=LABELS) == expected


def test_repeated_rows_have_the_label_that_one_of_them_has():
    documents = [*DOCUMENTS, *DOCUMENTS]
    some = [*LABELS, *[None] * 48]
    scorer = agreement_scorer(some, X=documents)
    fitted = lda().fit(documents)
    assert scorer(fitted, documents) == scorer(fitted, DOCUMENTS)
    with pytest.raises(ValueError, match="Rows 0 and 48 of X are the same"):
        agreement_scorer([*LABELS, *LABELS[::-1]], X=documents)


# --- what is judged ---------------------------------------------------------------


@pytest.mark.parametrize(
    "estimator",
    [model for model in instances() if hasattr(model, "fit_transform")],
    ids=repr,
)
@pytest.mark.filterwarnings("ignore:No authors were given")
def test_every_model_of_topics_is_judged(estimator):
    X = make_corpus(kind_of(estimator), DOCUMENTS)
    params = clone(estimator).get_params()
    seed = {"random_state": 0} if "random_state" in params else {}
    fitted = clone(estimator).set_params(**seed).fit(X)
    if not (hasattr(fitted, "components_") or hasattr(fitted, "predict")):
        with pytest.raises(TypeError, match="gives documents no topics"):
            agreement_scorer(LABELS)(fitted, X)
        return
    for measure in ("ari", "nmi", "purity", "coverage"):
        scorer = agreement_scorer(LABELS, measure, X=X, outliers="ignore")
        says = getattr(fitted, "predict", fitted.transform)(X)
        assert scorer(fitted, X) == label_agreement(LABELS, says)[measure]


def test_vectors_of_documents_are_judged_by_their_clusters():
    model = make_pipeline(
        SequenceVectorizer(), Doc2Vec(10, random_state=0), KMeans(4, random_state=0)
    )
    scorer = agreement_scorer(LABELS, X=DOCUMENTS)
    assert judged(model, DOCUMENTS, scorer) == by_hand(model, DOCUMENTS)


def test_models_of_scikit_learn_are_judged():
    X = COUNTS.toarray()
    for model in (NMF(4, random_state=0), KMeans(4, random_state=0)):
        expected = by_hand(model, X) if isinstance(model, NMF) else None
        scores = judged(model, X, agreement_scorer(LABELS, X=X))
        assert expected is None or scores == expected
        assert len(scores) == 3


class Says:
    """A fitted model that says what it was told to."""

    def __init__(self, topics):
        self.topics = topics

    def predict(self, X):
        return np.asarray(self.topics)


def test_outliers_are_a_cluster_or_do_not_count():
    labels, topics = ["a", "a", "b", "b", "a", "b"], [0, 0, 1, 1, -1, -1]
    model, X = Says(topics), ["d"] * 6
    one_more = agreement_scorer(labels)(model, X)
    assert one_more == adjusted_rand_score(labels, topics) < 1
    assert agreement_scorer(labels, outliers="ignore")(model, X) == 1
    found = agreement_scorer(labels, "nmi")(model, X)
    assert found == normalized_mutual_info_score(labels, topics)
    for outliers in ("cluster", "ignore"):
        scorer = agreement_scorer(labels, "coverage", outliers=outliers)
        assert_allclose(scorer(model, X), 4 / 6)
    # Nothing but outliers is one cluster.
    assert agreement_scorer(labels)(Says([-1] * 6), X) == 0
    with pytest.raises(ValueError, match="No document has both"):
        agreement_scorer(labels, outliers="ignore")(Says([-1] * 6), X)


@pytest.mark.parametrize("none", [None, -1, np.nan, pd.NA])
def test_unlabelled_documents_are_ignored(none):
    some = np.array([*LABELS[:24], *[none] * 24], dtype=object)
    fitted = clusters().fit(DOCUMENTS)
    expected = adjusted_rand_score(LABELS[:24], fitted.labels_[:24])
    assert agreement_scorer(some)(fitted, DOCUMENTS) == expected
    assert agreement_scorer(some, X=DOCUMENTS)(fitted, DOCUMENTS) == expected
    by_text = dict(zip(DOCUMENTS[:24], LABELS, strict=False))
    assert agreement_scorer(by_text)(fitted, DOCUMENTS) == expected


def test_a_model_of_outliers_is_judged_in_a_pipeline():
    model = make_pipeline(
        BERTopic(encoder(), None, HDBSCAN(3, copy=True), random_state=0)
    )
    fitted = model.fit(DOCUMENTS)
    assert agreement_scorer(LABELS)(fitted, DOCUMENTS) == adjusted_rand_score(
        LABELS, fitted.predict(DOCUMENTS)
    )


# --- what is refused --------------------------------------------------------------


def test_y_is_not_looked_at():
    fitted = lda().fit(DOCUMENTS)
    with pytest.raises(ValueError, match=r"has no labels.*does not look at y"):
        agreement_scorer()(fitted, DOCUMENTS, LABELS)
    scorer = agreement_scorer(LABELS)
    assert scorer(fitted, DOCUMENTS, LABELS[::-1]) == scorer(fitted, DOCUMENTS)


def test_labels_that_no_document_has_are_refused():
    fitted = lda().fit(DOCUMENTS)
    with pytest.raises(ValueError, match=r"None of the 48 documents.*by their content"):
        agreement_scorer({"another": "sea"})(fitted, DOCUMENTS)
    with pytest.raises(ValueError, match=r"None of the 48 documents.*by their index"):
        agreement_scorer(pd.Series(LABELS))(fitted, TEXTS)


def test_an_array_alone_does_not_tell_whose_labels_it_holds():
    fitted = lda().fit(DOCUMENTS)
    with pytest.raises(ValueError, match="labels has 48 entries, and 10 documents are"):
        agreement_scorer(LABELS)(fitted, DOCUMENTS[:10])


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"labels": "sea"}, TypeError, "one label a document"),
        ({"labels": 3}, TypeError, "one label a document"),
        ({"labels": np.eye(3)}, TypeError, "one label a document"),
        ({"X": ["a"]}, TypeError, "there are no labels"),
        ({"labels": {"a": 1}, "X": ["a"]}, TypeError, "leave X out"),
        (
            {"labels": [1, 2], "X": ["a"]},
            ValueError,
            "labels has 2 entries, and X has 1",
        ),
        ({"labels": pd.Series([1, 2], [0, 0])}, ValueError, "0 repeats"),
        ({"measure": "f1"}, ValueError, "'measure' parameter of agreement_scorer"),
        ({"outliers": "drop"}, ValueError, "'outliers' parameter of agreement_scorer"),
    ],
)
def test_what_is_no_labels_is_refused(arguments, error, message):
    with pytest.raises(error, match=message):
        agreement_scorer(**arguments)


def test_models_that_are_not_fitted_are_named():
    for model in (Doc2Vec(), ARTM()):
        with pytest.raises(NotFittedError, match=type(model).__name__):
            agreement_scorer(LABELS)(model, DOCUMENTS)


def test_the_scorer_is_pickled_printed_and_cloned_with_a_search():
    scorer = agreement_scorer(LABELS, "nmi", X=DOCUMENTS, outliers="ignore")
    fitted = lda().fit(DOCUMENTS)
    copy = pickle.loads(pickle.dumps(scorer))
    assert copy(fitted, DOCUMENTS) == scorer(fitted, DOCUMENTS)
    assert repr(copy) == (
        "agreement_scorer(labels=..., measure='nmi', outliers='ignore')"
    )
    assert repr(agreement_scorer()) == "agreement_scorer(measure='ari')"
    search = clone(GridSearchCV(lda(), {}, scoring=scorer, cv=FOLDS)).fit(DOCUMENTS)
    assert search.best_score_ == np.mean(by_hand(lda(), DOCUMENTS, measure="nmi"))


class TopicByLetter(BaseEstimator):
    """The topic of a text is its letter at a place, a digit."""

    def __init__(self, place=0):
        self.place = place

    def fit(self, X, y=None):
        return self

    def predict(self, X):
        return np.array([int(text[self.place]) for text in X])


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        # Of labels a a b b and topics 0 0 1 0: one pair is together in both, where
        # chance lets 2 * 3 / 6 = 1 be. Three of four are of their topic's label.
        ("ari", [0.0, 1.0]),
        ("purity", [0.75, 1.0]),
        ("nmi", [2 * (np.log(4 / 3) / 2 + np.log(2 / 3) / 4 + np.log(2) / 4), 1.0]),
    ],
    ids=["ari", "purity", "nmi"],
)
@pytest.mark.parametrize("routed", [False, True], ids=["held", "routed"])
def test_values_by_hand_in_a_search(measure, expected, routed):
    texts = ["00", "00 ", "11", "01", "00", "00 ", "11", "01"]
    labels = list("aabbaabb")
    known = None if routed else dict(zip(texts, labels, strict=True))
    scorer = agreement_scorer(known, measure)
    with config_context(enable_metadata_routing=routed):
        search = GridSearchCV(
            TopicByLetter(), {"place": [0, 1]}, scoring=scorer, cv=2, refit=False
        ).fit(texts, **({"labels": labels} if routed else {}))
    if measure == "nmi":  # mutual information over the mean of both entropies
        topics = -0.75 * np.log(0.75) - 0.25 * np.log(0.25)
        expected = [expected[0] / (np.log(2) + topics), 1.0]
    assert_allclose(search.cv_results_["mean_test_score"], expected, atol=1e-12)


def test_labels_of_another_length_are_refused():
    model = TopicByLetter().fit(["0"])
    message = "labels has 3 entries, and 2 documents are scored"
    for labels in ([1, 2, 3], pd.Series([1, 2, 3])):
        with pytest.raises(ValueError, match=message):
            agreement_scorer()(model, ["0", "1"], labels=labels)
    with pytest.raises(ValueError, match=message):
        agreement_scorer()(model, sp.csr_array(np.eye(2)), labels=[1, 2, 3])
    with (
        config_context(enable_metadata_routing=True),
        pytest.raises(ValueError, match="labels has 3 entries, and 4 documents are"),
    ):
        cross_validate(
            model,
            ["0", "1"] * 4,
            params={"labels": [1, 2, 3]},
            scoring=agreement_scorer(),
            cv=2,
            error_score="raise",
        )
