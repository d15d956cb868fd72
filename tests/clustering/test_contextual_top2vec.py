"""ContextualTop2Vec: topics of windows, and what they say of documents."""

import copy
import pickle

import numpy as np
import pytest
from sklearn import config_context
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from windows_corpora import (
    TOPICS,
    CountingEncoder,
    documents_of_parts,
    word_vectors,
)

from sktopics import ContextualTop2Vec, StaticTokenEncoder
from sktopics.analysis import find_documents, merge_models
from sktopics.clustering._windows.topic_phrases import phrases_of_windows
from sktopics.topics import document_table, topic_info, topic_table

DOCUMENTS, BORDERS, PARTS = documents_of_parts()
ENCODER = StaticTokenEncoder(word_vectors())


def make(**params):
    given = {
        "window": 16,
        "stride": 8,
        "min_topic_size": 5,
        "n_topics": 3,
        "random_state": 0,
    }
    return ContextualTop2Vec(ENCODER, **{**given, **params})


@pytest.fixture(scope="module")
def fitted():
    return make().fit([*DOCUMENTS, "", "Nothing known here."])


@pytest.fixture(scope="module")
def trained():
    return make().fit(DOCUMENTS)


@pytest.fixture
def model(trained):
    """A copy that may change; what is fitted is that of `trained`."""
    return copy.copy(trained)


def assert_consistent(model, documents=None):
    """All that is derived is what the windows say, computed in a slow way."""
    n_documents, n_topics = len(model.labels_), len(model.topic_sizes_)
    owners, labels = model.window_spans_[:, 0], model.window_labels_
    inner = model.window_model_
    vectors, topics = inner.document_embeddings_, model.topic_embeddings_
    assert len(owners) == len(labels) == len(vectors)
    assert (np.diff(owners) >= 0).all()
    np.testing.assert_array_equal(labels, inner.labels_)
    assert model.topic_sizes_.tolist() == [(labels == t).sum() for t in range(n_topics)]
    assert model.doc_topic_.shape == model.doc_relevance_.shape
    assert model.doc_topic_.shape == (n_documents, n_topics)
    for d in range(n_documents):
        here = np.flatnonzero((owners == d) & (labels >= 0))
        for t in range(n_topics):
            own = here[labels[here] == t]
            share = len(own) / len(here) if len(here) else 0
            cosines = [
                vectors[w]
                @ topics[t]
                / np.linalg.norm(vectors[w])
                / np.linalg.norm(topics[t])
                for w in own
            ]
            relevance = np.mean(cosines) if len(own) else 0
            assert model.doc_topic_[d, t] == pytest.approx(share)
            assert model.doc_relevance_[d, t] == pytest.approx(relevance, abs=1e-5)
        expected = model.doc_topic_[d].argmax() if len(here) else -1
        assert model.labels_[d] == expected
    assert model.components_.shape == (n_topics, len(model.terms_))
    assert len(model.topics_) == len(model.topic_phrases_) == n_topics
    if documents is not None:
        np.testing.assert_array_equal(model.transform(documents), model.doc_topic_)
        np.testing.assert_array_equal(model.predict(documents), model.labels_)


def topic_of(model, name):
    """Return the number of the topic of these words."""
    words = TOPICS[name].split()
    shares = [len({*words} & {*topic.terms[:5]}) for topic in model.topics_]
    return int(np.argmax(shares))


# --- fit --------------------------------------------------------------------------


def test_planted_topics(fitted):
    assert len(fitted.topics_) == 3
    numbers = {name: topic_of(fitted, name) for name in TOPICS}
    assert sorted(numbers.values()) == [0, 1, 2]
    for d, parts in enumerate(PARTS):
        found = {t for t in range(3) if fitted.doc_topic_[d, t] > 0.2}
        assert found == {numbers[name] for name in parts}
    np.testing.assert_allclose(fitted.doc_topic_[:-2].sum(axis=1), 1)
    assert_consistent(fitted, [*DOCUMENTS, "", "Nothing known here."])


def test_documents_without_tokens(fitted):
    assert fitted.labels_[-2:].tolist() == [-1, -1]
    assert not fitted.doc_topic_[-2:].any()
    assert not fitted.doc_relevance_[-2:].any()
    unknown = ["", " \n", "zyx", "🎻"]
    assert fitted.predict(unknown).tolist() == [-1] * 4
    assert not fitted.transform(unknown).any()


def test_every_token_is_in_a_window(fitted):
    for d, text in enumerate(DOCUMENTS):
        spans = fitted.window_spans_[fitted.window_spans_[:, 0] == d, 1:]
        (tokens,) = ENCODER.encode_tokens([text])
        for start, stop in tokens.spans:
            assert ((spans[:, 0] <= start) & (stop <= spans[:, 1])).any()
        assert (np.diff(spans, axis=0) > 0).all()


def test_sentences_as_windows():
    model = make(unit="sentence").fit(DOCUMENTS)
    texts = [DOCUMENTS[d][a:b] for d, a, b in model.window_spans_.tolist()]
    assert all(text.startswith("The ") and text.endswith(".") for text in texts)
    assert len(texts) == sum(4 * len(parts) for parts in PARTS)
    for d, parts in enumerate(PARTS):
        expected = np.zeros(3)
        expected[[topic_of(model, name) for name in parts]] = 1 / len(parts)
        np.testing.assert_allclose(model.doc_topic_[d], expected)


def test_fit_transform_and_fit_predict(trained):
    shares = make().fit_transform(DOCUMENTS)
    np.testing.assert_array_equal(shares, trained.doc_topic_)
    np.testing.assert_array_equal(make().fit_predict(DOCUMENTS), trained.labels_)


def test_two_fits_are_equal_and_the_model_is_small(trained):
    one, other = trained, make().fit(DOCUMENTS)
    np.testing.assert_array_equal(one.window_labels_, other.window_labels_)
    np.testing.assert_array_equal(one.topic_embeddings_, other.topic_embeddings_)
    assert one.topics_ == other.topics_
    assert one.topic_phrases_ == other.topic_phrases_
    loaded = pickle.loads(pickle.dumps(one))
    np.testing.assert_array_equal(loaded.transform(DOCUMENTS), one.doc_topic_)
    assert loaded.topics_ == one.topics_


def test_clusters_leave_windows_without_a_topic():
    rng = np.random.default_rng(1)
    words = [word for topic in TOPICS.values() for word in topic.split()]
    noise = [" ".join(rng.choice(words, size=12)) for _ in range(6)]
    model = make(assign="cluster", clusterer="hdbscan", reducer=None)
    model.fit([*DOCUMENTS, *noise])
    assert model.n_outliers_ == (model.window_labels_ < 0).sum() > 0
    assert_consistent(model)
    sums = model.doc_topic_.sum(axis=1)
    assert np.isclose(sums, np.round(sums)).all()  # 1, or 0 without any topic


# --- documents that come again, and new ones --------------------------------------


def test_known_and_equal_documents_are_encoded_once():
    CountingEncoder.read.clear()
    model = make().set_params(encoder=CountingEncoder(word_vectors()))
    documents = [*DOCUMENTS, *DOCUMENTS[:5], "", " "]
    model.fit(documents)
    assert sorted(CountingEncoder.read) == sorted(DOCUMENTS)
    CountingEncoder.read.clear()
    new = "The ship and the debt."
    labels = model.predict([DOCUMENTS[3], new, *documents])
    assert CountingEncoder.read == [new]
    np.testing.assert_array_equal(labels[2:], model.labels_)
    assert labels[0] == model.labels_[3]
    np.testing.assert_array_equal(model.doc_topic_[:5], model.doc_topic_[30:35])
    assert_consistent(model, documents)


class FailsOnce(KMeans):
    """A clusterer that fails the first time."""

    failed = []

    def fit(self, X, y=None, sample_weight=None):
        """Fail, or cluster."""
        if not self.failed:
            self.failed.append(True)
            raise RuntimeError("no luck")
        return super().fit(X)


def test_windows_are_kept_if_a_later_step_fails():
    CountingEncoder.read.clear()
    model = make(clusterer=FailsOnce(3, n_init=1))
    model.set_params(encoder=CountingEncoder(word_vectors()))
    with pytest.raises(RuntimeError, match="no luck") as caught:
        model.fit(DOCUMENTS)
    assert "windows of the 30 documents are kept" in caught.value.__notes__[-1]
    assert not hasattr(model, "window_model_")
    model.fit(DOCUMENTS)
    assert len(CountingEncoder.read) == len(DOCUMENTS)
    model.set_params(window=8).fit(DOCUMENTS)
    assert len(CountingEncoder.read) == 2 * len(DOCUMENTS)


def test_candidates_of_a_search_share_windows_in_memory(tmp_path):
    CountingEncoder.read.clear()
    model = make(memory=str(tmp_path)).set_params(
        encoder=CountingEncoder(word_vectors())
    )
    for n_topics in (2, 3):
        clone(model).set_params(n_topics=n_topics).fit(DOCUMENTS)
    assert len(CountingEncoder.read) == len(DOCUMENTS)


def test_a_row_depends_on_its_document_alone(fitted):
    new, _, _ = documents_of_parts(12, seed=5)
    new += ["", new[0], "ship"]
    whole = fitted.transform(new)
    single = np.vstack([fitted.transform([text]) for text in new])
    np.testing.assert_array_equal(whole, single)
    np.testing.assert_array_equal(fitted.transform(new[::-1]), whole[::-1])
    np.testing.assert_array_equal(whole[0], whole[-2])


def test_predict_changes_nothing(fitted):
    before = pickle.dumps(fitted)
    fitted.predict(documents_of_parts(3, seed=9)[0])
    fitted.segments(DOCUMENTS[:3])
    assert pickle.dumps(fitted) == before


@pytest.mark.parametrize("kind", ["tuple", "array", "pandas", "polars"])
def test_containers(fitted, kind):
    documents = DOCUMENTS[:4]
    if kind == "pandas":
        X = pytest.importorskip("pandas").Series(documents, index=list("abcd"))
    elif kind == "polars":
        X = pytest.importorskip("polars").Series(documents)
    else:
        X = tuple(documents) if kind == "tuple" else np.array(documents)
    np.testing.assert_array_equal(fitted.transform(X), fitted.doc_topic_[:4])
    expected = ["a", "b"] if kind == "pandas" else [0, 1]
    assert list(dict.fromkeys(fitted.segments(X).ids))[:2] == expected


# --- token vectors that are given -------------------------------------------------


@pytest.mark.parametrize("form", ["list", "generator", "float64"])
def test_given_token_vectors_are_as_those_of_the_encoder(form):
    expected = make(word_vectors="encoder").fit(DOCUMENTS)
    tokens = list(ENCODER.encode_tokens(DOCUMENTS))
    given = tokens
    if form == "generator":
        given = iter(tokens)
    if form == "float64":
        given = [(each.vectors.astype(float), each.spans.tolist()) for each in tokens]
    model = make(word_vectors="encoder").fit(DOCUMENTS, token_vectors=given)
    np.testing.assert_array_equal(model.window_labels_, expected.window_labels_)
    np.testing.assert_array_equal(model.doc_topic_, expected.doc_topic_)
    shares = model.transform(DOCUMENTS[:4], token_vectors=tokens[:4])
    np.testing.assert_array_equal(shares, model.doc_topic_[:4])
    segments = model.segments(DOCUMENTS[:4], token_vectors=tokens[:4])
    assert segments == expected.segments(DOCUMENTS[:4])
    one, other = (
        list(model.token_topics(DOCUMENTS[:2], **beside))
        for beside in ({}, {"token_vectors": tokens[:2]})
    )
    np.testing.assert_array_equal(one[1].labels, other[1].labels)


def test_the_encoder_is_not_asked_where_token_vectors_are_given():
    tokens = list(ENCODER.encode_tokens(DOCUMENTS))
    model = ContextualTop2Vec(
        "no such model", window=16, stride=8, min_topic_size=5, random_state=0
    ).fit(DOCUMENTS, token_vectors=tokens)
    assert {*model.topics_[0].terms[:5]} <= {*" ".join(TOPICS.values()).split()}
    assert all(model.topic_phrases_)
    model.partial_fit(DOCUMENTS[:5], token_vectors=tokens[:5]).reduce_topics(2)
    assert len(model.segments(DOCUMENTS[:2], token_vectors=tokens[:2]))
    assert_consistent(model, [*DOCUMENTS, *DOCUMENTS[:5]])


def test_token_vectors_that_do_not_fit(fitted):
    tokens = list(ENCODER.encode_tokens(DOCUMENTS[:3]))
    with pytest.raises(ValueError, match="got 3 for 4 documents"):
        fitted.transform(DOCUMENTS[:4], token_vectors=tokens)
    with pytest.raises(ValueError, match="5 dimensions, and 8 are needed"):
        fitted.transform(["ship"], token_vectors=[(np.ones((1, 5)), [(0, 4)])])
    with pytest.raises(ValueError, match="not in the text"):
        fitted.transform(["ship"], token_vectors=[(np.ones((1, 8)), [(0, 9)])])


def test_token_vectors_in_a_search():
    tokens = list(ENCODER.encode_tokens(DOCUMENTS))
    with config_context(enable_metadata_routing=True):
        model = make().set_fit_request(token_vectors=True)
        search = GridSearchCV(
            make_pipeline(FunctionTransformer(), model),
            {"contextualtop2vec__n_topics": [2, 3]},
            scoring=lambda estimator, X, y=None: len(estimator[-1].topics_),
            cv=3,
        ).fit(DOCUMENTS, token_vectors=tokens)
    assert search.best_params_ == {"contextualtop2vec__n_topics": 3}
    assert len(search.best_estimator_[-1].topics_) == 3


# --- topics that change -----------------------------------------------------------


def _reduced(model):
    return model.reduce_topics(2)


def _merged(model):
    return model.merge_topics([[0, 2]])


def _deleted(model):
    return model.delete_topics(1)


def _named(model):
    return model.name_topics({0: "A name"})


def _reworded(model):
    return model.update_topics(n_top_words=4)


def _recounted(model):
    return model.update_topics(DOCUMENTS, ngram_range=(1, 2))


def _forgotten(model):
    return model.forget([0, 7, 29])


def _more(model):
    return model.partial_fit([*documents_of_parts(5, seed=3)[0], "", DOCUMENTS[4]])


def _reclustered(model):
    return model.recluster(DOCUMENTS, clusterer=KMeans(4, n_init=1))


def _matched(model):
    return model.match_topics_to(make().fit(DOCUMENTS[::-1]))


CHANGES = [
    _reduced,
    _merged,
    _deleted,
    _named,
    _reworded,
    _recounted,
    _forgotten,
    _more,
    _reclustered,
    _matched,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda f: f.__name__.strip("_"))
def test_what_follows_from_topics_follows_their_changes(model, trained, change):
    kept = pickle.dumps(trained)
    change(model)
    assert_consistent(model)
    assert len(topic_table(model)) == len(model.topic_sizes_)
    assert len(model.hierarchy_) == max(len(model.topic_sizes_) - 1, 0)
    assert np.asarray(model.components_).max() <= 1
    assert pickle.dumps(trained) == kept


def test_a_copy_that_changes_leaves_the_model_as_it_was(model):
    copied = copy.copy(model)
    before = model.doc_topic_.copy()
    for change in (_merged, _named, _forgotten):
        change(copied)
    np.testing.assert_array_equal(model.doc_topic_, before)
    assert len(model.window_model_.topic_sizes_) == 3


def test_names_words_and_parameters_after_changes(model):
    model.name_topics(["one", None, None])
    assert model.topics_[0].label == "one"
    assert model.topics_[1].label == ", ".join(model.topic_phrases_[1][:2])
    assert {*model.segments(DOCUMENTS[:3]).labels} <= set(model.topics_.labels)
    model.update_topics(n_top_words=3)
    assert model.n_top_words == 3
    assert [len(topic.terms) for topic in model.topics_] == [3, 3, 3]
    assert model.reduce_topics(1).tolist() == [0, 0, 0]
    assert model.transform(DOCUMENTS[:1]).tolist() == [[1]]
    assert not any(len(borders) for borders in model.boundaries(DOCUMENTS[:3]))


def test_a_document_that_is_forgotten_and_comes_again(model):
    vectors = model.window_model_.document_embeddings_.copy()
    spans, shares = model.window_spans_.copy(), model.doc_topic_.copy()
    model.forget(29).partial_fit([DOCUMENTS[29]])
    # top2vec gives a document that is added another vector than in training.
    np.testing.assert_array_equal(model.window_model_.document_embeddings_, vectors)
    np.testing.assert_array_equal(model.window_spans_, spans)
    np.testing.assert_array_equal(model.doc_topic_, shares)


def test_documents_without_windows_come_and_go():
    model = make().fit(["", *DOCUMENTS])
    before = model.window_labels_
    model.partial_fit(["", "unknown words"]).forget([0, 31])
    assert model.labels_[-1] == -1
    assert len(model.labels_) == 31
    np.testing.assert_array_equal(model.window_labels_, before)
    with pytest.raises(ValueError, match="all documents with windows"):
        model.forget(range(30))
    with pytest.raises(ValueError, match="There is no document 31"):
        model.forget(31)
    assert_consistent(model, [*DOCUMENTS, "unknown words"])


@pytest.mark.parametrize("word_vectors", ["encoder", "documents", "both"])
def test_words_and_phrases_by_encoder_and_windows(word_vectors):
    vectorizer = CountVectorizer(stop_words=["the", "and"])
    model = make(word_vectors=word_vectors, vectorizer=vectorizer).fit(DOCUMENTS)
    for name, words in TOPICS.items():
        topic = topic_of(model, name)
        assert {*model.topics_[topic].terms} == {*words.split()}
        said = " ".join(model.topic_phrases_[topic]).split()
        assert said
        assert {*said} <= {*words.split()}
    if word_vectors == "encoder":
        expected = ENCODER.transform(model.terms_)
        np.testing.assert_allclose(model.word_embeddings_, expected, rtol=1e-5)
    assert_consistent(model.partial_fit(["ship and shore"]))


def test_new_areas_become_topics():
    rng = np.random.default_rng(0)
    first = [
        text
        for text, parts in zip(DOCUMENTS, PARTS, strict=True)
        if "farm" not in parts
    ]
    model = make(clusterer=KMeans(2, n_init=1), n_topics=None).fit(first)
    names = model.topics_.labels
    words = TOPICS["farm"].split()
    later = [f"The {' '.join(rng.choice(words, size=20))}." for _ in range(20)]
    model.partial_fit(later)
    assert len(model.topics_) == 3
    assert model.topics_.labels[:2] == names
    assert (model.labels_[len(first) :] == 2).all()
    assert {*model.topics_[2].terms[:5]} <= {*words}
    assert_consistent(model, [*first, *later])


def test_the_first_batch_is_a_fit(trained):
    model = make().partial_fit(DOCUMENTS)
    np.testing.assert_array_equal(model.doc_topic_, trained.doc_topic_)


def test_models_of_other_documents_as_one():
    one, other = make().fit([*DOCUMENTS[:15], ""]), make().fit(DOCUMENTS[15:])
    merged = merge_models([one, other])
    assert len(merged.topics_) == 3
    np.testing.assert_array_equal(merged.labels_[:16], one.labels_)
    assert_consistent(merged, [*DOCUMENTS[:15], "", *DOCUMENTS[15:]])
    assert len(merged.segments(DOCUMENTS[:3])) == 6
    with pytest.raises(ValueError, match=r"X\[1\] is another one"):
        merge_models([one, other], X=[DOCUMENTS[0], *DOCUMENTS])
    with pytest.raises(TypeError, match="Top2Vec"):
        merge_models([one, other.window_model_])


# --- search -----------------------------------------------------------------------


def test_search(fitted):
    number = topic_of(fitted, "sea")
    assert fitted.find_topics("a ship in the harbour")[0].topic == number
    found = fitted.find_documents(DOCUMENTS, "cattle and wheat", n_documents=3)
    assert all("farm" in PARTS[row] for row in found.rows)
    found = find_documents(fitted, DOCUMENTS, topic=number, n_documents=3)
    assert all("sea" in PARTS[row] for row in found.rows)


def test_kept_vectors_of_documents(fitted):
    documents = [*DOCUMENTS, "", "Nothing known here."]
    vectors = fitted.__kept_vectors__(documents)
    assert fitted.__kept_vectors__(documents[1:]) is None
    assert not vectors[-2:].any()
    expected = ENCODER.transform(documents)
    units, others = (
        each[:30] / np.linalg.norm(each[:30], axis=1, keepdims=True)
        for each in (vectors, expected)
    )
    assert (units * others).sum(axis=1).min() > 0.99


# --- documents that are mixtures of topics ----------------------------------------


def test_tables_of_documents_and_of_groups(fitted):
    documents = [*DOCUMENTS, ""]
    shares = fitted.transform(documents)
    info = topic_info(fitted, X=documents)
    np.testing.assert_allclose(info.n_documents, shares.sum(axis=0))
    assert info.n_outliers == 1
    known = topic_info(fitted)
    np.testing.assert_allclose(known.n_documents, info.n_documents)
    assert known.n_outliers == 2
    years = [2000 + d % 2 for d in range(31)]
    table = fitted.topics_over_time(documents, years)
    for row in table:
        chosen = np.flatnonzero(np.array(years) == row.start)
        assert row.frequency == pytest.approx(shares[chosen, row.topic].sum())
        words = " ".join(TOPICS.values()).split()
        assert set(row.terms) <= {*words, "the", "and"}
    table = document_table(fitted, documents)
    np.testing.assert_array_equal(table.topics, fitted.predict(documents))
    rows = fitted.best_topics(documents, n_topics=2)
    np.testing.assert_allclose(rows.shares[:, 0], shares.max(axis=1))


# --- errors -----------------------------------------------------------------------


class UnreadEncoder(StaticTokenEncoder):
    """An encoder that must not be asked."""

    def encode_tokens(self, X):
        """Refuse."""
        raise AssertionError("encoded too early")


@pytest.mark.parametrize(
    ("params", "X", "error", "match"),
    [
        ({"stride": 17}, DOCUMENTS, ValueError, "stride=17 is more than window=16"),
        ({"window": 0}, DOCUMENTS, ValueError, "'window' parameter"),
        ({"smoothing": 0}, DOCUMENTS, ValueError, "'smoothing' parameter"),
        ({"unit": "word"}, DOCUMENTS, ValueError, "'unit' parameter"),
        ({"penalty": -1}, DOCUMENTS, ValueError, "'penalty' parameter"),
        ({}, "a text", TypeError, "list of str"),
        ({}, ["a text", None], TypeError, "document 1 is None"),
        ({}, [], ValueError, "at least 1 document"),
    ],
    ids=["stride", "window", "smoothing", "unit", "penalty", "str", "None", "empty"],
)
def test_what_is_refused_before_anything_is_encoded(params, X, error, match):
    model = make(**params).set_params(encoder=UnreadEncoder({"ship": [1.0, 0.0]}))
    with pytest.raises(error, match=match):
        model.fit(X)
    assert not hasattr(model, "window_model_")


def test_a_stride_does_not_matter_for_sentences():
    assert len(make(unit="sentence", window=20, stride=40).fit(DOCUMENTS).topics_) == 3


def test_an_encoder_without_tokens():
    with pytest.raises(TypeError, match="token"):
        ContextualTop2Vec(lambda texts: texts).fit(DOCUMENTS)


def test_nothing_known():
    with pytest.raises(ValueError, match="Nothing is known of the documents"):
        make().fit(["", "unknown"])


def test_not_fitted():
    model = make()
    for method in (model.predict, model.segments, model.boundaries, model.token_topics):
        with pytest.raises(NotFittedError):
            method(DOCUMENTS)
    for name in ("topics_", "components_", "hierarchy_", "encoder_", "drift_"):
        assert not hasattr(model, name)


def test_an_error_leaves_the_model_as_it_was(model):
    before = pickle.dumps(model)
    with pytest.raises(ValueError, match="Nothing is known"):
        model.fit(["", ""])
    tokens = [(np.ones((1, 8)), [(0, 4)]), (np.full((1, 8), np.nan), [(0, 4)])]
    with pytest.raises(ValueError, match="NaN"):
        model.partial_fit(["ship", "debt"], token_vectors=tokens)
    assert pickle.dumps(model) == before


@pytest.mark.parametrize(
    ("method", "arguments", "params", "match"),
    [
        ("merge_topics", ([0, 9],), {}, "9"),
        ("delete_topics", (7,), {}, "7"),
        ("reduce_topics", (0,), {}, "n_topics"),
        ("name_topics", ({5: "a"},), {}, "5"),
        ("update_topics", (DOCUMENTS[:3],), {"ngram_range": (1, 2)}, "has 3"),
        ("recluster", (DOCUMENTS[:3],), {}, "has 3"),
        ("recluster", (DOCUMENTS,), {"window": 9}, "window makes other windows"),
        ("forget", (-1,), {}, "There is no document -1"),
        ("boundaries", (DOCUMENTS,), {"n_segments": 0}, "1 or more, got 0"),
        ("boundaries", (DOCUMENTS,), {"n_segments": [1, 2]}, "30 documents"),
        ("topical_passages", (DOCUMENTS, 3), {}, "no topic 3: topics are 0 to 2"),
        ("topical_passages", (DOCUMENTS, -1), {}, "There is no topic -1"),
        ("topical_passages", (DOCUMENTS, 0), {"n": 0}, "n must be 1 or more"),
        ("topical_passages", (DOCUMENTS, 0), {"threshold": 2}, "from 0 to 1"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_done(fitted, method, arguments, params, match):
    model = pickle.loads(pickle.dumps(fitted)).forget([30, 31])
    before = pickle.dumps(model)
    with pytest.raises(ValueError, match=match):
        getattr(model, method)(*arguments, **params)
    assert pickle.dumps(model) == before


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    "documents", [DOCUMENTS[:1], DOCUMENTS[:5], [DOCUMENTS[0]] * 20, ["ship"]], ids=len
)
def test_few_equal_and_short_documents(documents):
    model = make(min_topic_size=15).fit(documents)
    assert len(model.topics_) >= 1
    assert_consistent(model, documents)
    assert len(model.segments(documents))


def test_phrases_do_not_hide_errors_of_a_vectorizer():
    """Windows without words have no phrases; what else goes wrong is said."""

    def strict(text):
        if strict.refuses:
            raise ValueError("this tokenizer has broken")
        return text.split()

    strict.refuses = False
    model = make(vectorizer=CountVectorizer(tokenizer=strict, token_pattern=None))
    model.fit(DOCUMENTS)
    texts = [DOCUMENTS[0]] * 3
    strict.refuses = True
    with pytest.raises(ValueError, match="this tokenizer has broken"):
        phrases_of_windows(model.window_model_, texts * len(model.window_labels_))
