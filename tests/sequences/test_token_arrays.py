"""The arrays of token sequences: whose they are, and what becomes of damaged ones."""

import pickle
from contextlib import suppress
from itertools import product

import joblib
import numpy as np
import pytest
from public_estimators import instances
from sklearn.base import clone

from sktopics import AttentiveARTM, Doc2Vec, SequenceVectorizer, TokenSequences
from sktopics.artm import SmoothSparsePhi
from sktopics.metrics import (
    coherence_score,
    completion_perplexity,
    count_cooccurrences,
    pk_error,
    segmentation_scorer,
    topic_coherences,
)
from sktopics.topics import topic_table

TERMS = ["ape", "bee", "cat", "dog"]
IDS = [1, 0, 1, 3, 2, -1, 3, 3, 0, 2]
OFFSETS = [0, 4, 4, 6, 10]


def arrays(ids=np.int32, weights=np.float32):
    return {
        "ids": np.array(IDS, dtype=ids),
        "offsets": np.array(OFFSETS),
        "boundaries": np.array([1, 0, 1, 0, 1, 0, 1, 0, 0, 1], dtype=bool),
        "weights": np.linspace(0.5, 1, 10, dtype=weights),
    }


# How an array is written to, and what the error says then.
DAMAGE = {
    "id too large": ("ids", 3, 4, r"ids must .* less than n_terms=4, got 4 at place 3"),
    "id far away": ("ids", 0, 10**6, "ids must .* got 1000000 at place 0"),
    "id negative": ("ids", 9, -2, "ids must .* got -2 at place 9"),
    "id smallest": ("ids", 5, -(2**31), "ids must .* got -2147483648 at place 5"),
    "offsets fall": ("offsets", 1, 9, "offsets must not fall, and 9 is followed by 4"),
    "offset negative": ("offsets", 2, -4, "must not fall, and 4 is followed by -4"),
    "offsets end beyond": (
        "offsets",
        4,
        99,
        "end with the number of ids, 10; got 0 and",
    ),
    "offsets end early": (
        "offsets",
        4,
        9,
        "end with the number of ids, 10; got 0 and 9",
    ),
    "offsets start late": ("offsets", 0, 1, "must start with 0 .* got 1 and 10"),
    "weight NaN": ("weights", 2, np.nan, "weights must be finite .* nan at place 2"),
    "weight infinite": ("weights", 0, np.inf, "weights must be .* inf at place 0"),
    "weight negative": ("weights", 9, -0.5, "weights must .* -0.5 at place 9"),
    "no boundary": ("boundaries", 6, False, "boundaries must be True .* at place 6"),
}


def shared_and_damaged(kind):
    """Return sequences whose arrays were written to, and what the error says."""
    name, place, value, message = DAMAGE[kind]
    given = arrays()
    X = TokenSequences(**given, terms=TERMS, copy=False)
    given[name][place] = value
    return X, message


class TestWhoseMemory:
    @pytest.mark.parametrize("ids", [np.int32, np.int64, np.uint8])
    @pytest.mark.parametrize("weights", [np.float32, np.float64, np.int64])
    def test_what_is_given_is_copied(self, ids, weights):
        given = arrays(ids=np.int32).copy()
        given["ids"] = np.abs(given["ids"]).astype(ids)
        given["weights"] = np.arange(10).astype(weights)
        X = TokenSequences(**given)
        before = pickle.dumps(X)
        for array in given.values():
            array[:] = 7
        assert pickle.dumps(X) == before

    def test_views_are_copied_too(self):
        buffer = np.arange(20, dtype=np.int32)
        X = TokenSequences(buffer[::2], [0, 10])
        buffer[:] = 99
        np.testing.assert_array_equal(X.ids, np.arange(0, 20, 2))

    def test_copy_false_shares_what_has_the_type_already(self):
        given = arrays()
        X = TokenSequences(**given, copy=False)
        for name, array in given.items():
            assert np.shares_memory(getattr(X, name), array), name
            assert array.flags.writeable
        for other in (arrays(ids=np.int64), {"ids": IDS, "offsets": OFFSETS}):
            X = TokenSequences(**other, copy=False)
            assert not np.shares_memory(X.ids, other["ids"])
            assert X.ids.dtype == np.int32

    @pytest.mark.parametrize(
        "view", [lambda m: m, np.asarray, lambda m: m[:], np.array]
    )
    def test_memory_maps_are_not_copied(self, tmp_path, view):
        given = {}
        for name, array in arrays().items():
            np.save(tmp_path / f"{name}.npy", array)
            given[name] = np.load(tmp_path / f"{name}.npy", mmap_mode="r")
        X = TokenSequences(**{name: view(array) for name, array in given.items()})
        for name, array in given.items():
            is_shared = np.shares_memory(getattr(X, name), array)
            assert is_shared == (view is not np.array), name

    def test_what_the_package_makes_is_not_copied_once_more(self, monkeypatch):
        X = TokenSequences(**arrays(), terms=TERMS)
        for part in (X[1:3], X[:], X[-1:]):
            assert np.shares_memory(part.ids, X.ids)
        made = []
        monkeypatch.setattr(
            "sktopics.sequences._token_sequences.own",
            lambda values, dtype, copy: made.append(copy) or values,
        )
        TokenSequences.from_tokens([["a", "b"], []])
        TokenSequences.concatenate([X, X])
        SequenceVectorizer().fit_transform(["a text of words", "another"])
        assert not any(made)


CONSUMERS = {
    "to_counts": TokenSequences.to_counts,
    "tokens": TokenSequences.tokens,
    "iteration": list,
    "coherence_score": lambda X: coherence_score([["ape", "bee"]], X),
    "topic_coherences": lambda X: topic_coherences([["ape", "bee"]], X),
    "count_cooccurrences": lambda X: count_cooccurrences(X, ["ape", "bee"]),
    "completion_perplexity": lambda X: completion_perplexity(np.ones((2, 4)), X),
    "pk_error": lambda X: pk_error(X, TokenSequences(**arrays())),
    "pk_error, predicted": lambda X: pk_error(TokenSequences(**arrays()), X),
    "inverse_transform": lambda X: SequenceVectorizer(
        vocabulary=TERMS
    ).inverse_transform(X),
    "topic_table": lambda X: topic_table(fitted(0), X=X),
    "segmentation_scorer": lambda X: segmentation_scorer()(fitted_artm(), X),
}
MODELS = [
    *instances("sequences"),
    Doc2Vec(4, dm=0, epochs=1),
    Doc2Vec(4, dm_concat=True, epochs=1),
    AttentiveARTM(2, max_iter=2, regularizers=[SmoothSparsePhi(0.1)]),
]
METHODS = ("fit", "partial_fit", "transform", "score", "transform_tokens", "segment")
_FITTED = {}


def fitted(number):
    """Return a fitted model; no test changes it, which is what is tested."""
    if number not in _FITTED:
        X = TokenSequences(**arrays(), terms=TERMS)
        _FITTED[number] = clone(MODELS[number]).set_params(random_state=0).fit(X)
    return _FITTED[number]


def fitted_artm():
    return fitted(len(MODELS) - 1)


class TestArraysWrittenTo:
    @pytest.mark.parametrize(
        ("consumer", "kind"),
        [
            (consumer, kind)
            for consumer, kind in product(CONSUMERS, DAMAGE)
            # It reads no other arrays.
            if consumer != "inverse_transform" or DAMAGE[kind][0] in ("ids", "offsets")
        ],
    )
    def test_all_that_read_them_refuse_them(self, consumer, kind):
        X, message = shared_and_damaged(kind)
        with pytest.raises(ValueError, match=message):
            CONSUMERS[consumer](X)

    @pytest.mark.parametrize("kind", DAMAGE)
    @pytest.mark.parametrize("number", range(len(MODELS)), ids=list(map(repr, MODELS)))
    def test_every_model_refuses_them_and_stays_as_it_was(self, number, kind):
        X, message = shared_and_damaged(kind)
        model = fitted(number)
        before = {name: id(value) for name, value in vars(model).items()}
        for method in filter(lambda method: hasattr(model, method), METHODS):
            with pytest.raises(ValueError, match=message):
                getattr(model, method)(X)
            now = {name: id(value) for name, value in vars(model).items()}
            assert now == before, method

    def test_a_memory_map_written_to_by_another(self, tmp_path):
        np.save(tmp_path / "ids.npy", np.array(IDS, dtype=np.int32))
        ids = np.load(tmp_path / "ids.npy", mmap_mode="r")
        X = TokenSequences(ids, OFFSETS, n_terms=4)
        model = AttentiveARTM(2, max_iter=2, random_state=0).fit(X)
        np.load(tmp_path / "ids.npy", mmap_mode="r+")[3] = 10**6
        with pytest.raises(ValueError, match="got 1000000 at place 3"):
            model.transform(X)

    @pytest.mark.parametrize("kind", DAMAGE)
    def test_parts_of_them_do_no_harm(self, kind):
        X, _ = shared_and_damaged(kind)
        for key in (slice(0, 2), slice(1, 4), -1, [3, 0], [True, False, True, True]):
            with suppress(ValueError, IndexError):
                assert X[key].to_counts().sum() >= 0

    def test_what_is_still_in_range_is_read(self):
        given = arrays()
        X = TokenSequences(**given, terms=TERMS, copy=False)
        given["ids"][0] = 2
        assert X.tokens()[0][0] == "cat"


class TestUnpickling:
    @pytest.mark.parametrize("kind", DAMAGE)
    def test_ranges_are_checked(self, kind):
        name, place, value, message = DAMAGE[kind]
        rebuild, values = TokenSequences(**arrays(), terms=TERMS).__reduce__()
        names = ("ids", "offsets", "n_terms", "terms", "boundaries", "weights", "dtype")
        values = dict(zip(names, values, strict=True))
        assert rebuild(*values.values()) == TokenSequences(**arrays(), terms=TERMS)
        values[name] = values[name].copy()
        values[name][place] = value
        with pytest.raises(ValueError, match=message):
            rebuild(*values.values())

    @pytest.mark.parametrize(
        ("place", "value", "message"),
        [
            (0, np.array(IDS), "ids must not be of type int64"),
            (0, IDS, "ids must be a one-dimensional array"),
            (0, None, "ids must be a one-dimensional array"),
            (0, np.zeros((2, 5), np.int32), "ids must be a one-dimensional array"),
            (1, np.array(OFFSETS, np.int32), "offsets must not be of type int32"),
            (1, np.array([], np.int64), "offsets must start with 0"),
            (2, 3, "n_terms is 3, but there are 4 terms"),
            (2, None, "n_terms must be an integer"),
            (2, 2.0, "n_terms must be an integer"),
            (3, np.array(TERMS[:3], object), "n_terms is 4, but there are 3 terms"),
            (3, np.array(TERMS), "terms must not be of type <U3"),
            (4, np.ones(9, bool), "boundaries must have one entry per token, 10"),
            (4, np.ones(10, np.uint8), "boundaries must not be of type uint8"),
            (5, np.ones(11), "weights must have one entry per token, 10"),
            (5, np.ones(10, int), "weights must not be of type int64"),
            (6, "float32", "dtype must be that of numbers"),
            (6, np.dtype(object), "dtype must be that of numbers"),
        ],
    )
    def test_types_and_lengths_are_checked(self, place, value, message):
        rebuild, values = TokenSequences(**arrays(), terms=TERMS).__reduce__()
        values = list(values)
        values[place] = value
        with pytest.raises(ValueError, match=message):
            rebuild(*values)

    @pytest.mark.parametrize("tool", [pickle, joblib])
    def test_a_damaged_file_is_refused(self, tmp_path, tool):
        ids = np.array(IDS, dtype=np.int32)
        X = TokenSequences(ids, OFFSETS, n_terms=4)
        path = tmp_path / "X"
        if tool is joblib:
            joblib.dump(X, path)
        else:
            path.write_bytes(pickle.dumps(X))
        content = path.read_bytes()
        at = content.index(ids.tobytes())
        damaged = np.array([2**20, *IDS[1:]], dtype=np.int32).tobytes()
        path.write_bytes(content[:at] + damaged + content[at + len(damaged) :])
        message = "got 1048576 at place 0"
        with path.open("rb") as file, pytest.raises(ValueError, match=message):
            tool.load(file)


class TestMessages:
    def test_large_unsigned_numbers_are_named_as_they_are(self):
        with pytest.raises(ValueError, match="got 9223372036854775808 at place 1"):
            TokenSequences(np.array([0, 2**63], np.uint64), [0, 2])
        with pytest.raises(ValueError, match="9223372036854775808 is followed by 2"):
            TokenSequences([0, 1], np.array([0, 2**63, 2], np.uint64))
        with pytest.raises(ValueError, match="got 0 and 18446744073709551615"):
            TokenSequences([0, 1], np.array([0, 2**64 - 1], np.uint64))

    def test_differences_of_offsets_do_not_overflow(self):
        largest = 2**63 - 1
        with pytest.raises(ValueError, match=f"{largest} is followed by -2 at place 2"):
            TokenSequences([0, 1], [0, largest, -2, 2])
