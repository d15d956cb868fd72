"""Token sequences whose arrays do not fit together, or change after the check."""

import pickle

import joblib
import numpy as np
from observing import REFUSED, Case
from subjects import METHODS

from sktopics import TokenSequences
from sktopics.metrics import coherence_score, count_cooccurrences

_VALUES = (-(2**31), -7, -2, 10**6, 2**31 - 1)
_TOP = (0, 1, 2, 3, 4)


def _arrays(X):
    """Return copies of the arrays of sequences, by name, and weights that fit."""
    rng = np.random.default_rng(len(X))
    return {
        "ids": X.ids.copy(),
        "offsets": X.offsets.copy(),
        "boundaries": rng.random(X.n_tokens) < 0.2,
        "weights": rng.random(X.n_tokens).astype(np.float32),
    }


def _built(X, arrays, **options):
    return TokenSequences(**arrays, n_terms=X.n_terms, **options)


def _damage(rng, arrays):
    """Write one impossible value into one of the arrays, in place; say where."""
    name = ("ids", "offsets", "weights")[rng.choice(3, p=[0.5, 0.35, 0.15])]
    array, value = arrays[name], _VALUES[rng.integers(len(_VALUES))]
    if name == "weights":
        value = (np.nan, np.inf, -1.0)[rng.integers(3)]
    array[rng.integers(1, len(array))] = value
    return f"{name} with a {value}"


def _changed_later(rng, X):
    """Sequences on buffers that their owner writes to, having said copy=False."""
    arrays = _arrays(X)
    sequences = _built(X, arrays, copy=False)
    return sequences, _damage(rng, arrays), REFUSED


def _buffer_reused(rng, X):
    """Sequences that were copied: what the owner writes later is none of theirs."""
    arrays = _arrays(X)
    sequences = _built(X, arrays)
    return sequences, f"a copy, {_damage(rng, arrays)}", None


def _unpickled(rng, X):
    """Sequences out of a file in which a number was changed."""
    arrays = _arrays(X)
    rebuild, values = _built(X, arrays).__reduce__()
    values = [v.copy() if isinstance(v, np.ndarray) else v for v in values]
    found = [v for v in values if isinstance(v, np.ndarray) and v.dtype.kind in "if"]
    names = ("ids", "offsets", "weights")
    where = _damage(rng, dict(zip(names, found, strict=True)))
    return rebuild(*values), f"unpickled, {where}", REFUSED


def _flipped(rng, X):
    """Sequences out of a file with some changed bytes: they load or they do not."""
    data = bytearray(pickle.dumps(_built(X, _arrays(X))))
    for place in rng.integers(len(data), size=3):
        data[place] = rng.integers(256)
    try:
        sequences = pickle.loads(bytes(data))
    except Exception as error:  # pickle promises no kind of error
        raise ValueError("the file does not load") from error
    if not isinstance(sequences, TokenSequences):
        raise ValueError("the file holds something else")
    return sequences, "unpickled, three bytes changed", None


def _overwritten(rng, X, folder="/dev/shm"):
    """Sequences on a file that another process writes to."""
    arrays, path = _arrays(X), f"{folder}/sequences-{rng.integers(2**60)}.ids"
    joblib.dump(arrays["ids"], path)
    arrays["ids"] = joblib.load(path, mmap_mode="r")
    sequences = _built(X, arrays)
    start = arrays["ids"].offset
    with open(path, "r+b") as file:
        place = rng.integers(X.n_tokens)
        file.seek(start + 4 * int(place))
        file.write(np.int32(_VALUES[rng.integers(len(_VALUES))]).tobytes())
    return sequences, "a file overwritten", REFUSED


def _random_arrays(rng, X):
    """Sequences of arrays that are any numbers at all."""
    n = int(rng.integers(0, 30))
    ids = rng.choice([*_VALUES, *range(-1, 40)], size=n)
    offsets = rng.choice([0, n, n + 1, -1, 2**40, *range(30)], size=rng.integers(0, 9))
    if rng.random() < 0.5:
        offsets = np.sort(np.clip(offsets, 0, n))
        offsets = np.concatenate([[0], offsets, [n]])
    weights = None
    if rng.random() < 0.3:
        weights = rng.choice([0, 1, 1e-45, 1e38, 1e39, 1e308, np.nan, -1], size=n)
    sequences = TokenSequences(ids, offsets, n_terms=X.n_terms, weights=weights)
    return sequences, "random arrays", None


MAKERS = (
    _changed_later,
    _buffer_reused,
    _unpickled,
    _flipped,
    _overwritten,
    _random_arrays,
)

CONSUMERS = {
    "to_counts": lambda X: X.to_counts(),
    "tokens": lambda X: X.tokens(),
    "list": list,
    "rows": lambda X: X[[0, -1]].to_counts(),
    "slice": lambda X: X[1:3].to_counts(),
    "concatenate": lambda X: TokenSequences.concatenate([X, X]).to_counts(),
    "coherence_score": lambda X: coherence_score(
        [["0", "1"], ["2", "3"]], X, measure="c_npmi"
    ),
    "count_cooccurrences": lambda X: count_cooccurrences(X, _TOP, window=5),
}


def draw(rng, subjects):
    """Return a case: hostile sequences for a model or for one who reads them."""
    takers = [s for s in subjects.values() if s.kind == "sequences"]
    subject = takers[rng.integers(len(takers))]
    maker = MAKERS[rng.integers(len(MAKERS))]
    seed = int(rng.integers(2**32))

    if rng.random() < 0.3:
        name = list(CONSUMERS)[rng.integers(len(CONSUMERS))]

        def read():
            made, _, _ = maker(np.random.default_rng(seed), subject.X)
            return CONSUMERS[name](made)

        return Case(f"{name}({maker.__name__})", read)

    method = subject.methods[rng.integers(len(subject.methods))]

    def use():
        made, _, _ = maker(np.random.default_rng(seed), subject.X)
        return subject.call(method, made, **subject.beside(method))

    must = maker in (_changed_later, _unpickled, _overwritten)
    return Case(
        f"{subject.name}.{method}({maker.__name__})",
        use,
        subject.model,
        changes=METHODS[method],
        allowed=REFUSED if must else None,
        probe=subject.probe,
    )
