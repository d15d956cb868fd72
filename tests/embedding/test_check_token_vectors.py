import numpy as np
import pytest

from sktopics.embedding import StaticTokenEncoder, TokenVectors
from sktopics.embedding.check_token_vectors import check_token_vectors

TEXTS = ["Rain, snow", "", "hail 😀"]
SPANS = [[(0, 4), (6, 10)], [], [(0, 4), (5, 6), (5, 6)]]
VECTORS = [[[1, 0], [0, 1]], [], [[1, 1], [2, 0], [0, 2]]]
PAIRS = list(zip(VECTORS, SPANS, strict=True))


def objects(items):
    array = np.empty(len(items), dtype=object)
    array[:] = items
    return array


def series(pairs):
    return pytest.importorskip("pandas").Series(pairs)


def frame(pairs):
    return pytest.importorskip("pandas").DataFrame({"vectors": pairs})


@pytest.mark.parametrize(
    "make",
    [list, tuple, iter, series, objects, lambda pairs: {}.fromkeys(pairs).keys()],
    ids=["list", "tuple", "iterator", "Series", "objects", "keys"],
)
def test_collections(make):
    pairs = [TokenVectors(np.array(v), np.array(s)) for v, s in PAIRS]
    if make.__name__ == "<lambda>":
        pairs = [(tuple(map(tuple, v)), tuple(map(tuple, s))) for v, s in PAIRS]
    found = list(check_token_vectors(make(pairs), TEXTS))
    assert all(isinstance(each, TokenVectors) for each in found)
    for each, vectors, spans in zip(found, VECTORS, SPANS, strict=True):
        assert each.vectors.dtype == np.float32
        assert each.spans.dtype == np.int64
        np.testing.assert_array_equal(each.vectors, np.reshape(vectors, (-1, 2)))
        np.testing.assert_array_equal(each.spans, np.reshape(spans, (-1, 2)))


def test_what_an_encoder_yields_passes_as_it_is():
    encoder = StaticTokenEncoder({"rain": [1, 0], "hail": [0, 1]})
    given = list(encoder.encode_tokens(TEXTS))
    found = list(check_token_vectors(given, TEXTS))
    for one, other in zip(given, found, strict=True):
        if len(one.vectors):
            assert one.vectors is other.vectors
            assert one.spans is other.spans


def test_tensors_and_other_numbers():
    torch = pytest.importorskip("torch")
    vectors = torch.tensor([[1.0, 0.5]], dtype=torch.bfloat16, requires_grad=True)
    (found,) = check_token_vectors([(vectors, torch.tensor([[0, 4]]))], ["rain"])
    np.testing.assert_array_equal(found.vectors, [[1, 0.5]])
    read_only = np.array([[1, 2]], dtype=np.float16)
    read_only.flags.writeable = False
    (found,) = check_token_vectors(
        [(read_only, np.array([[0, 4]], np.uint8))], ["rain"]
    )
    assert found.vectors.dtype == np.float32


def test_a_generator_is_read_as_it_goes():
    read = []

    def pairs():
        for i in range(1000):
            read.append(i)
            yield [[1.0, 2.0]], [[0, 1]]

    found = check_token_vectors(pairs(), ["a"] * 1000)
    assert next(found).vectors.tolist() == [[1, 2]]
    assert len(read) == 1
    assert sum(1 for _ in found) == 999


def test_documents_without_tokens_have_vectors_of_the_same_length():
    none = ([], [])
    pairs = [none, (np.zeros((0, 3)), []), none]
    assert [t.vectors.shape for t in check_token_vectors(pairs, ["", "?", ""])] == [
        (0, 3)
    ] * 3
    pairs = [none, none, ([[1, 2]], [(0, 1)]), none]
    shapes = [t.vectors.shape for t in check_token_vectors(pairs, ["", "?", "a", ""])]
    assert shapes == [(0, 2), (0, 2), (1, 2), (0, 2)]
    found = check_token_vectors([none], [""], n_dimensions=4)
    assert [t.vectors.shape for t in found] == [(0, 4)]
    assert [t.vectors.shape for t in check_token_vectors([none], [""])] == [(0, 0)]


ONE = [(0, 1)]


@pytest.mark.parametrize(
    ("pair", "error", "message"),
    [
        (None, TypeError, "that of document 1 is None"),
        ([[1.0, 2.0]], TypeError, "that of document 1 is"),
        (([1.0, 2.0], ONE), TypeError, r"document 1 must have vectors .* shape \(2,\)"),
        (([["a", "b"]], ONE), (TypeError, ValueError), "document 1"),
        (([[1j, 2]], ONE), TypeError, "complex"),
        (([[1, 2, 3]], ONE), ValueError, "document 1 have 3 dimensions, and 2 are"),
        (([[1, np.nan]], ONE), ValueError, "document 1 have NaN, .* vector of token 0"),
        (([[1, np.inf]], ONE), ValueError, "document 1 have NaN, infinity"),
        (([[1, 1e16]], ONE), ValueError, r"a number beyond 1e\+15"),
        (([[1, 2]], []), ValueError, "document 1 have 1 vectors and 0 spans"),
        (([[1, 2]], [(0.0, 1.0)]), TypeError, r"document 1 .* and have float64"),
        (([[1, 2]], [(0, 1, 2)]), TypeError, r"of shape \(1, 3\)"),
        (([[1, 2]], [(0, 6)]), ValueError, r"\(0, 6\) is not in .* has 5 characters"),
        (([[1, 2]], [(-1, 2)]), ValueError, r"\(-1, 2\) is not in the text"),
        (([[1, 2]], [(0, 0)]), ValueError, r"\(0, 0\) holds no character: .*\[CLS\]"),
        (([[1, 2]], [(3, 2)]), ValueError, "holds no character"),
        (
            ([[1, 2], [3, 4]], [(2, 3), (0, 1)]),
            ValueError,
            r"\(0, 1\) comes before \(2, 3\)",
        ),
    ],
)
def test_what_is_no_pair_of_vectors_and_spans(pair, error, message):
    good = [[1, 2]], ONE
    found = check_token_vectors([good, pair], ["a", "snow."])
    next(found)
    with pytest.raises(error, match=message):
        next(found)


@pytest.mark.parametrize(
    "given",
    [
        "vectors",
        {"a": 1},
        None,
        3,
        TokenVectors(np.eye(1), np.array([[0, 1]])),
    ],
    ids=["str", "dict", "None", "int", "one"],
)
def test_what_is_no_collection(given):
    with pytest.raises(TypeError, match="token_vectors must hold a pair"):
        check_token_vectors(given, ["a"])


def test_a_frame_is_no_collection():
    with pytest.raises(TypeError, match="token_vectors must hold a pair"):
        check_token_vectors(frame([([[1, 2]], ONE)]), ["a"])


def test_more_or_fewer_than_documents():
    pair = [[1, 2]], ONE
    with pytest.raises(ValueError, match="got 2 for 1 documents"):
        check_token_vectors([pair, pair], ["a"])
    with pytest.raises(ValueError, match="got 1 for 2 documents"):
        list(check_token_vectors(iter([pair]), ["a", "b"]))
    with pytest.raises(ValueError, match="got more for 1 documents"):
        list(check_token_vectors(iter([pair, pair]), ["a"]))
