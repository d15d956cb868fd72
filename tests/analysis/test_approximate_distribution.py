"""Mixtures of topics in documents, by any model and from any documents."""

import warnings

import joblib
import numpy as np
import pytest
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.decomposition import LatentDirichletAllocation as ScikitLDA
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from sktopics import (
    ARTM,
    PLSA,
    AttentiveARTM,
    AuthorTopicModel,
    BERTopic,
    ClassTfidfTransformer,
    HierarchicalARTM,
    LatentDirichletAllocation,
    SequenceVectorizer,
    ThetalessARTM,
)
from sktopics.analysis import approximate_distribution
from sktopics.testing import make_documents

DOCUMENTS = make_documents(80)
TOPICS = np.arange(80) % 4
VECTORS = TruncatedSVD(8, random_state=0).fit_transform(
    TfidfVectorizer().fit_transform(DOCUMENTS)
)
MIXED = "rocket orbit rocket orbit oven oven oven oven"
COUNTED = {
    "LDA": LatentDirichletAllocation(4, random_state=0),
    "PLSA": PLSA(4, random_state=0),
    "ARTM": ARTM(4, random_state=0),
    "HierarchicalARTM": HierarchicalARTM([ARTM(2), ARTM(4)], random_state=0),
    "scikit LDA": ScikitLDA(4, random_state=0),
    "NMF": NMF(4, random_state=0),
    "ThetalessARTM": ThetalessARTM(4, random_state=0),
}


@pytest.fixture(scope="module")
def clusters():
    return BERTopic(None, None, None, random_state=0).fit(
        DOCUMENTS, TOPICS, embeddings=VECTORS
    )


def quietly(model, X, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return approximate_distribution(model, X, **options)


def assert_mixtures(found, n_documents):
    sums = np.asarray(found.shares.sum(axis=1)).ravel()
    assert found.shares.shape[0] == len(found) == n_documents
    assert found.shares.dtype == np.float64
    assert not np.isnan(found.shares.data).any()
    np.testing.assert_allclose(sums, ~found.without_topic, atol=1e-12)


@pytest.mark.parametrize("name", COUNTED)
def test_every_model_of_counts(name):
    pipeline = make_pipeline(CountVectorizer(), COUNTED[name]).fit(DOCUMENTS)
    found = quietly(pipeline, [*DOCUMENTS[:8], "", "zzz"], calculate_tokens=True)
    assert_mixtures(found, 10)
    assert found.without_topic.tolist() == [False] * 8 + [True] * 2
    own = pipeline.transform(DOCUMENTS[:8])
    assert (found.shares[:8].toarray().argmax(axis=1) == own.argmax(axis=1)).all()
    words = CountVectorizer().build_tokenizer()(DOCUMENTS[0])
    assert list(found.tokens(0).words) == [word.lower() for word in words]


def test_a_model_of_sequences():
    model = AttentiveARTM(4, random_state=0)
    pipeline = make_pipeline(SequenceVectorizer(), model).fit(DOCUMENTS)
    found = approximate_distribution(pipeline, DOCUMENTS[:8])
    sequences = pipeline[0].transform(DOCUMENTS[:8])
    bare = approximate_distribution(pipeline[-1], sequences, calculate_tokens=True)
    np.testing.assert_allclose(bare.shares.toarray(), found.shares.toarray())
    assert [token.word for token in bare.tokens(0)] == sequences[0].tokens()[0]
    assert bare.tokens(0).without_place.all()
    other = SequenceVectorizer().fit_transform(["rocket oven"])
    with pytest.raises(ValueError, match="X has 2 terms, and AttentiveARTM was fitted"):
        approximate_distribution(pipeline[-1], other)


def test_author_topics():
    authors = [[f"author {topic}"] for topic in TOPICS]
    counts = CountVectorizer().fit(DOCUMENTS)
    model = AuthorTopicModel(4, random_state=0)
    model.fit(counts.transform(DOCUMENTS), authors=authors)
    found = approximate_distribution(make_pipeline(counts, model), DOCUMENTS)
    assert_mixtures(found, 80)


def test_searches_and_pipelines_that_clean_texts():
    clean = FunctionTransformer(lambda texts: [t.replace("#", " ") for t in texts])
    pipeline = make_pipeline(clean, CountVectorizer(), PLSA(4, random_state=0))
    search = GridSearchCV(pipeline, {"plsa__max_iter": [5]}, cv=2).fit(DOCUMENTS)
    text = DOCUMENTS[0].replace(" ", "##")
    found = approximate_distribution(search, [text], calculate_tokens=True)
    plain = approximate_distribution(search, [DOCUMENTS[0]])
    np.testing.assert_allclose(found.shares.toarray(), plain.shares.toarray())
    tokens = found.tokens(0)
    assert [text[t.start : t.stop].lower() for t in tokens] == list(tokens.words)


@pytest.mark.parametrize("weighting", [None, ClassTfidfTransformer()], ids=str)
def test_segments_of_two_topics_are_found(weighting):
    model = BERTopic(None, None, None, weighting=weighting)
    model.fit(DOCUMENTS, TOPICS, embeddings=VECTORS)
    first, second = model.predict(["a", "b"], embeddings=VECTORS[:2])
    text = f"{DOCUMENTS[0]} {DOCUMENTS[1]}"
    found = model.approximate_distribution([text], calculate_tokens=True)
    assert set(found[0].topics[:2]) == {first, second}
    middle = len(CountVectorizer().build_tokenizer()(DOCUMENTS[0]))
    topics = np.array([token.topic for token in found.tokens(0)])
    assert (topics[: middle - 3] == first).mean() > 0.9
    assert (topics[middle + 3 :] == second).mean() > 0.9


def test_shares_of_words_are_means_of_what_words_say():
    pipeline = make_pipeline(CountVectorizer(), PLSA(4, random_state=0)).fit(DOCUMENTS)
    phi = pipeline[-1].components_ / pipeline[-1].components_.sum(axis=1)[:, None]
    shares = phi / phi.sum(axis=0)
    logs = np.log(np.where(shares > 0, shares, 1))
    factors = 1 + (shares * logs).sum(axis=0) / np.log(4)
    words = CountVectorizer().build_analyzer()(DOCUMENTS[3])
    columns = [pipeline[0].vocabulary_[word] for word in words]
    expected = np.zeros(4)
    for start in range(len(columns) - 4):
        window = columns[start : start + 5]
        mean = shares[:, window] @ factors[window] / factors[window].sum()
        expected += np.where(mean >= 0.2, mean, 0)
    found = approximate_distribution(
        pipeline, [DOCUMENTS[3]], window=5, min_similarity=0.2
    )
    np.testing.assert_allclose(found.shares.toarray()[0], expected / expected.sum())


@pytest.mark.parametrize(
    "options",
    [
        {"window": 1},
        {"window": 9, "stride": 4},
        {"window": 3, "padding": True},
        {"window": 2, "stride": 5, "padding": True},
        {"window": 1000},
        {"min_similarity": 0},
        {"min_similarity": 1},
    ],
    ids=str,
)
def test_tokens_sum_up_what_windows_say(clusters, options):
    found = quietly(clusters, DOCUMENTS[:6], calculate_tokens=True, **options)
    alone = quietly(clusters, DOCUMENTS[:6], **options)
    assert_mixtures(found, 6)
    # What is asked for beside does not change what documents are about.
    np.testing.assert_allclose(found.shares.toarray(), alone.shares.toarray())
    for i in range(6):
        tokens = found.tokens(i)
        sums = np.asarray(tokens.shares.sum(axis=1)).ravel()
        np.testing.assert_allclose(sums[sums > 0], 1)
        for token in tokens:
            assert DOCUMENTS[i][token.start : token.stop].lower() == token.word


def test_words_in_no_window_have_no_topic(clusters):
    text = " ".join([*DOCUMENTS[0].split()[:5], "rocket"])
    tokens = quietly(clusters, [text], stride=4, calculate_tokens=True).tokens(0)
    assert [token.topic for token in tokens[-2:]] == [-1, -1]
    assert tokens[0].topic >= 0


def test_a_document_does_not_depend_on_the_others(clusters):
    together = quietly(clusters, DOCUMENTS, calculate_tokens=True, n_jobs=2)
    for row in (0, 41):
        alone = quietly(clusters, [DOCUMENTS[row]], calculate_tokens=True)
        np.testing.assert_array_equal(
            alone.shares.toarray(), together.shares[[row]].toarray()
        )
        assert list(alone.tokens(0))[:3] == list(together.tokens(row))[:3]


def test_documents_that_are_read_in_batches(clusters, monkeypatch):
    whole = quietly(clusters, DOCUMENTS, calculate_tokens=True)
    monkeypatch.setattr("sktopics.analysis._window_terms._DOCUMENTS", 7)
    parts = quietly(clusters, DOCUMENTS, calculate_tokens=True)
    np.testing.assert_array_equal(parts.shares.toarray(), whole.shares.toarray())
    assert list(parts.tokens(70)) == list(whole.tokens(70))


@pytest.mark.parametrize("library", ["pandas", "polars", "pyarrow", "numpy", "tuple"])
def test_columns_of_texts(clusters, library):
    texts = DOCUMENTS[:5]
    if library == "pandas":
        X = pytest.importorskip("pandas").Series(texts, index=[9, 8, 7, 7, 1])
    elif library == "polars":
        X = pytest.importorskip("polars").Series(texts)
    elif library == "pyarrow":
        X = pytest.importorskip("pyarrow").chunked_array([texts])
    else:
        X = np.array(texts) if library == "numpy" else tuple(texts)
    found = quietly(clusters, X, calculate_tokens=True)
    expected = quietly(clusters, texts, calculate_tokens=True)
    np.testing.assert_array_equal(found.shares.toarray(), expected.shares.toarray())
    assert list(found.tokens(4)) == list(expected.tokens(4))


def test_one_topic():
    model = BERTopic(None, None, None).fit(
        DOCUMENTS, np.zeros(80, dtype=int), embeddings=VECTORS
    )
    found = model.approximate_distribution(DOCUMENTS[:3])
    assert found.shares.toarray().tolist() == [[1.0]] * 3


def test_no_topics():
    with pytest.warns(UserWarning, match="No topics were found"):
        model = BERTopic(None, None, None).fit(
            DOCUMENTS, np.full(80, -1), embeddings=VECTORS
        )
    found = quietly(model, DOCUMENTS[:3], calculate_tokens=True)
    assert found.shares.shape == (3, 0)
    assert found.without_topic.all()
    assert found.tokens(0)[0].topic == -1


def test_embeddings_of_windows(clusters):
    encoded = []

    def encode(texts):
        encoded.extend(texts)
        return np.array([[t.count("rocket"), t.count("oven")] for t in texts], float)

    vectors = np.array(encode(DOCUMENTS)) + 0.01
    model = BERTopic(None, None, None).fit(DOCUMENTS, TOPICS, embeddings=vectors)
    encoded.clear()
    found = quietly(
        model, [MIXED, MIXED, ""], use_embeddings=True, encoder=encode, window=2
    )
    assert sorted(encoded) == sorted(set(encoded))  # each text once
    assert set(encoded) >= {"rocket orbit", "orbit rocket", "orbit oven", "oven oven"}
    np.testing.assert_array_equal(
        found.shares[[0]].toarray(), found.shares[[1]].toarray()
    )
    assert found.without_topic.tolist() == [False, False, True]


def test_embeddings_for_a_model_without_any():
    encoder = make_pipeline(TfidfVectorizer(), TruncatedSVD(8, random_state=0))
    encoder.fit(DOCUMENTS)
    pipeline = make_pipeline(CountVectorizer(), PLSA(4, random_state=0)).fit(DOCUMENTS)
    found = approximate_distribution(
        pipeline, DOCUMENTS, use_embeddings=True, encoder=encoder, calculate_tokens=True
    )
    own = pipeline.transform(DOCUMENTS).argmax(axis=1)
    assert (found.shares.toarray().argmax(axis=1) == own).mean() > 0.9
    with pytest.raises(ValueError, match="model has no encoder: give encoder="):
        approximate_distribution(pipeline, DOCUMENTS, use_embeddings=True)


def test_rows_of_zeros_are_said(clusters):
    with pytest.warns(UserWarning, match=r"2 of 3 documents have no topic.*"):
        approximate_distribution(clusters, [DOCUMENTS[0], "", "zzz"])
    pipeline = make_pipeline(CountVectorizer(), COUNTED["scikit LDA"]).fit(DOCUMENTS)
    with pytest.warns(UserWarning, match=r"1 of them have no window .*lower it"):
        approximate_distribution(pipeline, [DOCUMENTS[0]], min_similarity=1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        approximate_distribution(clusters, DOCUMENTS[:2])


def test_tables(clusters):
    pytest.importorskip("pandas")
    found = quietly(clusters, [*DOCUMENTS[:30], ""], calculate_tokens=True)
    assert repr(found).splitlines()[-1] == "… 11 more documents"
    assert len(repr(found.tokens(0)).splitlines()) <= 23
    some = found[28:]
    assert [row.index for row in some] == [28, 29, 30]
    assert some[-1].topics == ()
    assert some[0] == found[28]
    assert list(some.tokens(1)) == list(found.tokens(29))
    assert set(found.to_dict()) == {"document", "topic", "label", "share"}
    frame = found.tokens(0).to_frame()
    assert frame["word"].tolist() == list(found.tokens(0).words)
    assert found.tokens(0)[2:4].rows.tolist() == [2, 3]
    with pytest.raises(IndexError):
        found[31]
    with pytest.raises(ValueError, match="read-only"):
        found.shares.data[0] = 2


def test_results_can_be_kept_in_files(clusters, tmp_path):
    found = quietly(clusters, DOCUMENTS[:3], calculate_tokens=True)
    joblib.dump(found, tmp_path / "found")
    kept = joblib.load(tmp_path / "found")
    assert list(kept) == list(found)
    assert list(kept.tokens(1)) == list(found.tokens(1))


def test_tokens_have_to_be_asked_for(clusters):
    with pytest.raises(ValueError, match="calculate_tokens=True"):
        quietly(clusters, DOCUMENTS[:2]).tokens(0)


def test_words_that_a_tokenizer_changes_have_their_places():
    vectorizer = CountVectorizer(
        tokenizer=lambda text: [word[:4] for word in text.split()], token_pattern=None
    )
    pipeline = make_pipeline(vectorizer, PLSA(2, random_state=0)).fit(DOCUMENTS)
    text = DOCUMENTS[0]
    tokens = quietly(pipeline, [text], calculate_tokens=True).tokens(0)
    found = [text[token.start : token.stop] for token in tokens]
    assert found == [word.rstrip(".") for word in text.split()]


def test_words_of_an_analyzer_that_are_not_in_the_text_are_said():
    vectorizer = CountVectorizer(analyzer=lambda text: [*text.split(), "new word"])
    pipeline = make_pipeline(vectorizer, PLSA(2, random_state=0)).fit(DOCUMENTS)
    tokens = quietly(pipeline, DOCUMENTS[:1], calculate_tokens=True).tokens(0)
    assert tokens.without_place.all()
    assert "without a place in the text" in repr(tokens)


@pytest.mark.parametrize(
    ("X", "error", "message"),
    [
        ("one text", TypeError, "a single text"),
        ([], ValueError, "at least 1 document"),
        (["a", None], TypeError, "document 1 is None"),
        (np.eye(4), TypeError, "Texts are one column"),
    ],
)
def test_bad_documents(clusters, X, error, message):
    with pytest.raises(error, match=message):
        approximate_distribution(clusters, X)


def test_bad_models(clusters):
    counts = CountVectorizer().fit_transform(DOCUMENTS)
    bare = PLSA(2, random_state=0).fit(counts)
    with pytest.raises(TypeError, match="need the words of documents in their order"):
        approximate_distribution(bare, counts)
    with pytest.raises(TypeError, match="model must be a fitted model"):
        approximate_distribution(TOPICS, DOCUMENTS)
    with pytest.raises(ValueError, match="not fitted yet"):
        approximate_distribution(BERTopic(), DOCUMENTS)
    with pytest.raises(ValueError, match="use_embeddings=True"):
        approximate_distribution(clusters, DOCUMENTS, encoder=len)
    with pytest.raises(ValueError, match="'window' parameter"):
        approximate_distribution(clusters, DOCUMENTS, window=0)
