"""Document-completion perplexity against its definition, on planted topics."""

from typing import NamedTuple

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, LatentDirichletAllocation, TruncatedSVD
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics.kernels.fold_in import split_tokens
from sktopics.metrics import _completion, completion_perplexity


class Planted(NamedTuple):
    """Topics, and documents of a given length that were drawn from them."""

    topic_word: np.ndarray
    doc_topic: np.ndarray
    X: sp.csr_array


def plant(n_documents, length, n_topics=5, n_terms=200, seed=0):
    rng = np.random.default_rng(seed)
    topic_word = rng.dirichlet(np.full(n_terms, 0.05), n_topics)
    doc_topic = rng.dirichlet(np.full(n_topics, 0.2), n_documents)
    X = [rng.multinomial(length, theta @ topic_word) for theta in doc_topic]
    return Planted(topic_word, doc_topic, sp.csr_array(np.array(X)))


@pytest.fixture(scope="module")
def planted():
    return plant(445, 120)


@pytest.fixture(scope="module")
def lda(planted):
    return LatentDirichletAllocation(5, random_state=0, max_iter=10).fit(planted.X)


def by_definition(topic_word, X, prior, smoothing=1e-3, max_iter=100, tol=1e-3):
    """The perplexity in slow NumPy, with the package's draw of the halves."""
    phi = (1 - smoothing) * topic_word + smoothing / topic_word.shape[1]
    X = sp.csr_array(X, dtype=float)
    drawn = np.empty_like(X.data)
    split_tokens(X.indptr, X.indices, X.data, drawn)
    total, scored = 0.0, 0.0
    for start, stop in zip(X.indptr[:-1], X.indptr[1:], strict=True):
        row = phi[:, X.indices[start:stop]]
        n = drawn[start:stop]
        gamma = np.full(row.shape, 1 / len(phi))
        t = prior + gamma @ n
        for _ in range(max_iter):
            gamma = row * np.maximum(t[:, None] - np.minimum(n, 1) * gamma, 0)
            gamma /= gamma.sum(axis=0)
            old, t = t, prior + gamma @ n
            if abs(t - old).sum() <= tol * t.sum():
                break
        left_out = X.data[start:stop] - n
        total += left_out @ np.log(t / t.sum() @ row)
        scored += left_out.sum()
    return np.exp(-total / scored)


def test_equals_its_definition(planted):
    X, prior = planted.X[:30], np.linspace(0.1, 0.5, 5)
    value = completion_perplexity(planted.topic_word, X, doc_topic_prior=prior)
    assert value == pytest.approx(by_definition(planted.topic_word, X, prior))


def test_true_topics_come_near_what_can_be_reached(planted):
    # The perplexity of the very distributions that the words were drawn from.
    p = planted.doc_topic @ planted.topic_word
    log_p = np.log(p, out=np.zeros_like(p), where=p > 0)
    best = np.exp(-planted.X.multiply(log_p).sum() / planted.X.sum())
    true = completion_perplexity(planted.topic_word, planted.X, doc_topic_prior=0.2)
    assert best < true < 1.1 * best
    shuffled = np.random.default_rng(0).permuted(planted.topic_word, axis=1)
    assert completion_perplexity(shuffled, planted.X) > 3 * true


def test_knowing_nothing_gives_the_number_of_terms(planted):
    assert completion_perplexity(np.ones((3, 200)), planted.X) == pytest.approx(200)


def test_does_not_depend_on_the_number_of_documents():
    # The failure of the bound of scikit-learn that this measure is there to avoid.
    # Topics, documents and words are equally difficult, so that the only chance
    # left is in the halves: any ten documents must tell what all 445 do.
    rng = np.random.default_rng(0)
    topic_word = np.kron(np.eye(10), np.full(50, 1 / 50))
    doc_topic = rng.permuted(np.tile([0.5, 0.5] + [0] * 8, (445, 1)), axis=1)
    X = np.array([rng.multinomial(200, theta @ topic_word) for theta in doc_topic])
    lda = LatentDirichletAllocation(10, max_iter=5, random_state=0).fit(X)
    # LDA does not find all topics, which makes some documents more difficult.
    for model, tolerance in ((topic_word, 0.05), (lda, 0.15)):
        all_445 = completion_perplexity(model, X)
        tens = [completion_perplexity(model, X[i : i + 10]) for i in range(0, 440, 10)]
        np.testing.assert_allclose(tens, all_445, rtol=tolerance)
        assert np.mean(tens) == pytest.approx(all_445, rel=0.005)
    assert lda.perplexity(X[:10]) > 2 * lda.perplexity(X)


def test_is_the_mean_over_the_tokens_of_batches(lda, planted):
    options = {"doc_topic_prior": None, "smoothing": 1e-3, "max_iter": 100}
    options |= {"tol": 1e-3, "n_jobs": None}
    order = np.random.default_rng(0).permutation(445)
    log_likelihoods, n_tokens = _completion.completion_log_likelihoods(
        lda, planted.X, **options
    )
    shuffled = _completion.completion_log_likelihoods(lda, planted.X[order], **options)
    np.testing.assert_array_equal(shuffled[0], log_likelihoods[order])
    np.testing.assert_array_equal(n_tokens, 60)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_n_jobs_and_batches_change_nothing(lda, planted, monkeypatch, dtype):
    topic_word = lda.components_.astype(dtype)
    value = completion_perplexity(topic_word, planted.X)
    for batch_size, n_jobs in ((512, 2), (7, None), (7, 2), (64, -1)):
        monkeypatch.setattr(_completion, "_BATCH_SIZE", batch_size)
        assert completion_perplexity(topic_word, planted.X, n_jobs=n_jobs) == value


def test_float32_is_as_good_as_float64(lda, planted):
    value = completion_perplexity(lda.components_, planted.X)
    single = completion_perplexity(lda.components_.astype(np.float32), planted.X)
    assert single == pytest.approx(value, rel=1e-5)


@pytest.mark.parametrize(
    "convert",
    [
        lambda X: X.toarray(),
        sp.csc_array,
        sp.coo_matrix,
        lambda X: X.astype(np.float32),
        lambda X: X.astype(np.int8),
        lambda X: sp.csr_array(
            (X.data, X.indices.astype(np.int64), X.indptr.astype(np.int64)), X.shape
        ),
    ],
    ids=["dense", "csc", "coo", "float32", "int8", "int64 indices"],
)
def test_forms_of_counts(lda, planted, convert):
    X = convert(planted.X)
    assert completion_perplexity(lda, X) == completion_perplexity(lda, planted.X)


def test_leaves_its_arguments_alone(lda, planted):
    X, components = planted.X.copy(), lda.components_.copy()
    X.data = X.data.astype(float)
    X.data[:10] = 0  # stored zeros
    before = X.copy()
    for array in (X.data, X.indices, X.indptr):
        array.setflags(write=False)
    completion_perplexity(lda, X)
    np.testing.assert_array_equal(X.data, before.data)
    np.testing.assert_array_equal(X.indices, before.indices)
    np.testing.assert_array_equal(lda.components_, components)


def test_every_scikit_learn_model_with_weights(planted):
    unigram = completion_perplexity(planted.X.sum(axis=0)[None, :], planted.X)
    for loss in ({}, {"solver": "mu", "beta_loss": "kullback-leibler"}):
        nmf = NMF(5, random_state=0, init="nndsvda", max_iter=200, **loss)
        assert completion_perplexity(nmf.fit(planted.X), planted.X) < 0.6 * unigram


def test_fractional_counts(planted):
    X = TfidfTransformer().fit_transform(planted.X)
    nmf = NMF(5, random_state=0, init="nndsvda").fit(X)
    value = completion_perplexity(nmf, X)
    assert 1 < value < 150
    prior = 0.1
    topic_word = nmf.components_ / nmf.components_.sum(axis=1, keepdims=True)
    assert value == pytest.approx(by_definition(topic_word, X, prior))


def test_words_without_weight_cost_much_and_not_everything():
    topic_word, X = [[1.0, 1, 0], [1, 2, 0]], [[5, 5, 2], [0, 0, 4]]
    finite = completion_perplexity(topic_word, X)
    assert 10 < finite < 3000
    assert completion_perplexity(topic_word, X, smoothing=0) == np.inf
    assert completion_perplexity(topic_word, X, smoothing=1) == pytest.approx(3)


def test_a_topic_without_weight_is_uniform():
    X = [[5, 5, 2], [0, 0, 4]]
    expected = completion_perplexity([[1, 1, 1], [3, 1, 1]], X)
    assert completion_perplexity([[0, 0, 0], [3, 1, 1]], X) == expected


def test_short_documents_contribute_nothing(lda, planted):
    empty, one = np.zeros((2, 200)), np.eye(200)[[4]]
    X = sp.vstack([sp.csr_array(empty), planted.X[:20], sp.csr_array(one), empty])
    expected = completion_perplexity(lda, planted.X[:20])
    assert completion_perplexity(lda, X) == pytest.approx(expected, rel=1e-12)
    with pytest.raises(ValueError, match=r"two tokens or more.*n_documents=3"):
        completion_perplexity(lda, np.vstack([empty, one]))


def test_prior_is_the_models_own(planted):
    topic_word, X = planted.topic_word, planted.X[:40]
    model = LatentDirichletAllocation(5, max_iter=1).fit(X)
    model.components_ = topic_word
    for prior in (0.02, np.array([0.01, 2, 0.3, 0.01, 1])):
        model.doc_topic_prior_ = prior
        expected = completion_perplexity(topic_word, X, doc_topic_prior=prior)
        assert completion_perplexity(model, X) == expected
    assert expected != completion_perplexity(topic_word, X)
    default = completion_perplexity(topic_word, X, doc_topic_prior=0.1)
    assert completion_perplexity(model, X, doc_topic_prior=0.1) == default
    assert completion_perplexity(topic_word, X) == default
    # Nothing but the words themselves: no prior at all is allowed.
    assert np.isfinite(completion_perplexity(topic_word, X, doc_topic_prior=0))


TEXTS = [
    "ship sea harbour sea gull",
    "money tax debt debt tax",
    "sea gull ship sea ship",
    "tax debt budget money",
] * 6


@pytest.mark.parametrize("columns", [slice(3, 40, 2), [30, 2, 17, 5, 9, 11, 20, 21]])
def test_columns_are_a_corpus_of_their_own(lda, planted, columns):
    expected = completion_perplexity(
        lda.components_[:, columns],
        planted.X[:, columns],
        doc_topic_prior=lda.doc_topic_prior_,
    )
    assert completion_perplexity(lda, planted.X, columns=columns) == expected
    assert expected != completion_perplexity(lda, planted.X)
    with pytest.raises(ValueError, match="columns must not repeat"):
        completion_perplexity(lda, planted.X, columns=[1, 1])


def test_pipeline_from_raw_text_is_the_model_on_its_counts():
    vectorizer = CountVectorizer()
    X = vectorizer.fit_transform(TEXTS)
    model = LatentDirichletAllocation(2, random_state=0)
    pipeline = make_pipeline(CountVectorizer(), model).fit(TEXTS)
    expected = completion_perplexity(pipeline[-1], X)
    assert completion_perplexity(pipeline, TEXTS) == expected
    nested = make_pipeline("passthrough", pipeline)
    assert completion_perplexity(nested, TEXTS) == expected
    search = GridSearchCV(model, {"n_components": [2]}, cv=2).fit(X)
    assert completion_perplexity(search, X) == expected


def test_token_sequences_are_counted(lda, planted):
    class Sequences:
        def to_counts(self):
            return planted.X

    expected = completion_perplexity(lda, planted.X)
    assert completion_perplexity(lda, Sequences()) == expected
    assert completion_perplexity(lda.components_, Sequences()) == completion_perplexity(
        lda.components_, planted.X
    )


def test_data_frames(lda, planted):
    pd = pytest.importorskip("pandas")
    columns = [f"t{i}" for i in range(200)]
    X = pd.DataFrame(planted.X.toarray(), columns=columns)
    model = LatentDirichletAllocation(5, random_state=0, max_iter=10).fit(X)
    expected = completion_perplexity(lda, planted.X)
    assert completion_perplexity(model, X) == pytest.approx(expected)
    with pytest.raises(ValueError, match="feature names should match"):
        completion_perplexity(model, X[columns[::-1]])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"smoothing": -0.1}, "smoothing must be from 0 to 1, got -0.1"),
        ({"smoothing": np.nan}, "smoothing must be from 0 to 1"),
        ({"max_iter": 0}, "max_iter must be 1 or more, got 0"),
        ({"doc_topic_prior": -1}, "doc_topic_prior must be finite and not negative"),
        ({"doc_topic_prior": np.nan}, "doc_topic_prior must be finite"),
        ({"doc_topic_prior": [0.1] * 4}, r"each of the 5 topics, got shape \(4,\)"),
    ],
)
def test_bad_parameters(lda, planted, options, message):
    with pytest.raises(ValueError, match=message):
        completion_perplexity(lda, planted.X, **options)


def test_bad_models(planted):
    X = planted.X
    with pytest.raises(NotFittedError):
        completion_perplexity(LatentDirichletAllocation(5), X)
    with pytest.raises(TypeError, match="KMeans has no components_"):
        completion_perplexity(KMeans(2, n_init=1).fit(X), X)
    with pytest.raises(ValueError, match="components_ of TruncatedSVD has negative"):
        completion_perplexity(TruncatedSVD(3).fit(X), X)
    with pytest.raises(ValueError, match="NaN"):
        completion_perplexity(np.full((2, 200), np.nan), X)


def test_bad_counts(lda, planted):
    X = planted.X.toarray().astype(float)
    topic_word = planted.topic_word
    for model in (lda, topic_word):
        with pytest.raises(ValueError, match="X has 199 features"):
            completion_perplexity(model, X[:, 1:])
        with pytest.raises(ValueError, match="Negative values"):
            completion_perplexity(model, -X)
        with pytest.raises(ValueError, match="NaN"):
            completion_perplexity(model, X * np.nan)
        with pytest.raises(ValueError, match="0 sample"):
            completion_perplexity(model, X[:0])
