"""Bad data is refused in words that say what to do."""

import numpy as np
import pytest
import scipy.sparse as sp

from sktopics import AttentiveARTM, Doc2Vec, LatentDirichletAllocation, TokenSequences
from sktopics._validation import check_documents, check_embeddings
from sktopics.metrics import completion_perplexity

TEXTS = ["The ship left the harbour", "A tax on tea"]


@pytest.mark.parametrize(
    "texts", [TEXTS, tuple(TEXTS), np.array(TEXTS), TEXTS[0], [TEXTS[0].encode()]]
)
def test_text_in_place_of_counts(texts):
    match = "LatentDirichletAllocation takes counts.*got text.*CountVectorizer"
    model = LatentDirichletAllocation(2, max_iter=2, random_state=0)
    with pytest.raises(TypeError, match=match):
        model.fit(texts)
    with pytest.raises(TypeError, match=match):
        model.fit([[1, 2], [3, 0]]).transform(texts)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_series_of_texts_in_place_of_counts(library):
    series = pytest.importorskip(library).Series(TEXTS)
    with pytest.raises(TypeError, match="got text"):
        LatentDirichletAllocation().fit(series)


@pytest.mark.parametrize("X", [[1, 2, 3], [], np.ones(3), 3])
def test_what_is_no_text_is_not_called_text(X):
    with pytest.raises(ValueError, match="2D array"):
        LatentDirichletAllocation().fit(X)


def test_an_array_of_topics_is_named_by_what_it_is():
    with pytest.raises(ValueError, match="but Topics is expecting 3 features"):
        completion_perplexity(np.ones((2, 3)), np.ones((4, 5)))


@pytest.mark.parametrize(
    "X", [TEXTS, tuple(TEXTS), np.array(TEXTS), np.array(TEXTS, object), iter(TEXTS)]
)
def test_documents_in_any_order_of_texts(X):
    assert check_documents(X, whom="Model") == TEXTS


@pytest.mark.parametrize(
    ("X", "match"),
    [
        ("one text", "Model takes documents.*got str"),
        (b"one text", "got bytes"),
        ({"a"}, "got set"),
        ({"a": "b"}, "got dict"),
        (np.array([TEXTS]), "got an array of 2 dimensions"),
        (np.array("text"), "got an array of 0 dimensions"),
        (3, "got int"),
        (None, "got NoneType"),
        (["text", None], "document 1 is None"),
        ([np.nan, "text"], "document 0 is nan"),
        (["text", b"bytes"], "document 1 is b'bytes'"),
        ([["a", "token"]], r"document 0 is \['a', 'token'\]"),
    ],
    ids=str,
)
def test_what_are_no_documents(X, match):
    with pytest.raises(TypeError, match=match):
        check_documents(X, whom="Model")


def test_no_documents():
    with pytest.raises(ValueError, match="Model needs at least 1 document"):
        check_documents([], whom="Model")


def test_embeddings_stay_what_they_are():
    for dtype in (np.float32, np.float64):
        embeddings = np.eye(3, dtype=dtype)
        assert check_embeddings(embeddings, 3) is embeddings
    assert check_embeddings(np.eye(3, dtype=np.float16), 3).dtype == np.float32
    assert check_embeddings([[1, 2]], 1).dtype == np.float64


@pytest.mark.parametrize(
    ("embeddings", "error", "match"),
    [
        (np.eye(2), ValueError, "got 2 for 3 documents"),
        (np.eye(3)[:, :2], ValueError, "have 2 dimensions.*have 3"),
        (np.full((3, 3), np.nan), ValueError, "embeddings contains NaN"),
        (np.full((3, 3), np.inf), ValueError, "embeddings contains infinity"),
        (sp.csr_array(np.eye(3)), TypeError, "TruncatedSVD"),
        (np.ones(3), ValueError, "2D array"),
        ([["a", "b", "c"]] * 3, ValueError, "could not convert"),
    ],
)
def test_bad_embeddings(embeddings, error, match):
    with pytest.raises(error, match=match):
        check_embeddings(embeddings, 3, n_dimensions=3)


# --- numbers that cannot be computed with -----------------------------------------


@pytest.mark.parametrize(
    ("X", "match"),
    [
        (np.full((2, 2), 3e38, np.float32), "float32: the sum is 1.2e.39, and may be"),
        (np.full((2, 2), 1e308), "too large to be summed in float64"),
        (np.full((2, 2), 2**62), r"float32.*pass float64"),
    ],
)
def test_counts_that_cannot_be_summed(X, match):
    model = LatentDirichletAllocation(2, max_iter=2, random_state=0)
    model.fit([[1, 2], [3, 0]])
    for method in (model.fit, model.partial_fit, model.transform, model.score):
        with pytest.raises(ValueError, match=match):
            method(X)
    with pytest.raises(ValueError, match=match):
        completion_perplexity(model, X)


def test_duplicates_that_sum_to_infinity():
    data = np.full(4, 2e38, np.float32)
    X = sp.csr_array((data, [0, 0, 1, 1], [0, 2, 4]), shape=(2, 2))
    with pytest.raises(ValueError, match="the sum is inf"), np.errstate(over="ignore"):
        LatentDirichletAllocation(2).fit(X)


@pytest.mark.parametrize("value", [1e308, -1e200, np.float32(3e38), np.float32(-1e16)])
def test_embeddings_whose_squares_overflow(value):
    embeddings = np.ones((2, 3), np.asarray(value).dtype)
    embeddings[1, 2] = value
    with pytest.raises(ValueError, match=r"embeddings have numbers up to.*divide all"):
        check_embeddings(embeddings, 2)


def test_weights_of_tokens():
    weights = np.array([1, 3e38, 3e38])
    X = TokenSequences([0, 1, 1], [0, 3], n_terms=2, weights=weights)
    for model in (AttentiveARTM(2), Doc2Vec(2)):
        with pytest.raises(ValueError, match="The weights of tokens are too large"):
            model.fit(X)
