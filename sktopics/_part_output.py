"""What parts that users plug in return: looked at once, with errors that name the part.

A part is an encoder, a reducer, a clusterer, a vectorizer or a weighting of words. Each
function takes what a part returned and `whom`, what the part is called in messages,
such as "The clusterer KMeans".
"""

from numbers import Number

import numpy as np
import scipy.sparse as sp

from ._magnitudes import LARGEST_COORDINATE
from ._sparse import checked_csr

FLOATS = (np.float32, np.float64)
_LARGEST_INTEGER = np.iinfo(np.int64).max
# Items of lists that NumPy reads as they are.
_PLAIN = (Number, str, bytes, list, tuple, np.ndarray, type(None))


def called(name, part):
    """Return what a part is called in messages: its parameter and its class."""
    return f"The {name} {type(part).__name__}"


def part_vectors(output, n_rows, whom, *, texts=None):
    """Return vectors that a part gave as an array.

    Parameters
    ----------
    output : object
        An array, a frame, a list of vectors, a generator, a tensor of any device.
    n_rows : int
        Number of vectors that are needed.
    whom : str
    texts : list, default=None
        What they are vectors of, for messages, where rows have no numbers that users
        know.

    Returns
    -------
    vectors : ndarray of shape (n_rows, n_dimensions)
        Contiguous; float32 if they came in float32 or float16, else float64.

    Raises
    ------
    TypeError
        If they are no dense array of numbers.
    ValueError
        If they are not as many as rows, ragged, empty, not finite or beyond 1e15.
    """
    vectors = part_array(output, n_rows, whom, texts=texts)
    if not _within(vectors, LARGEST_COORDINATE):
        _refuse_numbers(vectors, whom, texts)
    return vectors


def part_array(output, n_rows, whom, *, texts=None):
    """Return vectors as `part_vectors` does, whose numbers may also be NaN."""
    needed = f"a vector for each of {n_rows} documents"
    array = _as_array(output, whom, needed)
    if array.dtype.kind == "O":
        array = _numbers_of_rows(array, whom, needed, texts)
    if array.dtype.kind not in "biuf":
        raise TypeError(
            f"{whom} must return {needed}, real numbers, and returned {_shown(array)}."
        )
    if array.ndim != 2 or array.shape[1] == 0:
        shape = f"a 2D array of shape ({n_rows}, n_dimensions)"
        raise ValueError(
            f"{whom} must return {needed}, {shape}, and returned {_shown(array)}."
        )
    if len(array) != n_rows:
        raise ValueError(
            f"{whom} must return {needed}: got {len(array)} for {n_rows} documents, "
            f"{_shown(array)}."
        )
    if array.dtype == np.float16:
        array = array.astype(np.float32)
    dtype = array.dtype if array.dtype in FLOATS else np.float64
    return np.ascontiguousarray(array, dtype=dtype)


def part_labels(output, n_rows, whom, *, n_features=None):
    """Return labels that a part gave: an array of integers, or else of objects.

    Parameters
    ----------
    output : object
        An array, a Series, a list, a tensor: of integers, of floats that are whole, or
        of any one kind that can be sorted, such as str.
    n_rows : int
    whom : str
    n_features : int, default=None
        Number of features of what was clustered, to recognise labels of these.

    Returns
    -------
    labels : ndarray of shape (n_rows,), int64 or object

    Raises
    ------
    TypeError
        If there are no labels.
    ValueError
        If they are not as many as rows, or numbers that are not whole.
    """
    needed = f"a label for each of the {n_rows} documents"
    array = _as_array(output, whom, needed)
    if array.ndim != 1:
        raise ValueError(
            f"{whom} must return {needed}, an array of shape ({n_rows},), and returned "
            f"{_shown(array)}."
        )
    if len(array) != n_rows:
        features = " These are labels of features." if len(array) == n_features else ""
        raise ValueError(
            f"{whom} must return {needed}, and returned {len(array)} labels.{features}"
        )
    kind = array.dtype.kind
    if kind == "O" and all(isinstance(each, (Number, np.bool_)) for each in array):
        array = _numbers(array, whom, needed)
        kind = array.dtype.kind
    if kind in "biuf":
        return _whole(array, whom, needed)
    if kind not in "OUSMm":
        raise TypeError(f"{whom} must return {needed}, and returned {_shown(array)}.")
    return array.astype(object)


def part_probabilities(output, shape, whom):
    """Return probabilities that a part gave, as an array of floats.

    Parameters
    ----------
    output : object
    shape : tuple (n_rows, n_clusters)
        With None for a number that is not known.
    whom : str
    """
    n_rows, n_clusters = shape
    array = part_vectors(output, n_rows, whom)
    if n_clusters is not None and array.shape[1] != n_clusters:
        raise ValueError(
            f"{whom} must return the probabilities of its {n_clusters} classes, and "
            f"returned {_shown(array)}."
        )
    below = np.flatnonzero((array < 0).any(axis=1))
    if len(below):
        raise ValueError(
            f"{whom} returned a probability below 0, first in row {below[0]}."
        )
    return array


def part_counts(output, n_rows, whom, *, n_columns=None):
    """Return counts or weights of terms that a part gave, as a CSR matrix.

    Parameters
    ----------
    output : object
        A sparse matrix, an array, a frame, `TokenSequences`.
    n_rows : int
    whom : str
    n_columns : int, default=None
        As many as there have to be, if that is known.

    Returns
    -------
    counts : csr_array of shape (n_rows, n_terms)
        Of numbers that are finite.
    """
    what = f"What {whom[0].lower()}{whom[1:]} returns"
    needed = f"a row for each of {n_rows}"
    output = output.to_counts() if hasattr(output, "to_counts") else output
    if not sp.issparse(output):
        array = _as_array(output, whom, needed)
        if array.dtype.kind == "O":
            array = _numbers_of_rows(array, whom, needed)
        if array.ndim != 2 or array.dtype.kind not in "biuf":
            raise TypeError(
                f"{whom} must return a matrix of numbers, {needed}, and returned "
                f"{_shown(array)}."
            )
        output = array
    counts = sp.csr_array(checked_csr(output, what))
    columns = counts.shape[1] if n_columns is None else n_columns
    if counts.shape != (n_rows, columns):
        wanted = f"({n_rows}, {'n_terms' if n_columns is None else n_columns})"
        raise ValueError(
            f"{whom} must return a matrix of shape {wanted}, and returned one of shape "
            f"{counts.shape}."
        )
    if counts.dtype.kind not in "biuf":
        raise TypeError(f"{whom} must return numbers, and returned {counts.dtype}.")
    if counts.dtype.kind == "f" and not _within(counts.data, np.inf):
        bad = int(np.flatnonzero(~np.isfinite(counts.data))[0])
        row = int(np.searchsorted(counts.indptr, bad, side="right")) - 1
        raise ValueError(
            f"{whom} must return finite numbers, and returned {counts.data[bad]} in "
            f"row {row}."
        )
    return counts


def _as_array(output, whom, needed):
    """Return what a part gave as an array, wherever its numbers are."""
    if output is None:
        raise TypeError(f"{whom} must return {needed}, and returned None (NoneType).")
    if sp.issparse(output):
        raise TypeError(
            f"{whom} must return {needed}, as a dense array, and returned a sparse "
            f"matrix of shape {output.shape}: let a TruncatedSVD make it short, or "
            "call toarray()."
        )
    if isinstance(output, (str, bytes, dict, set)):
        raise TypeError(
            f"{whom} must return {needed}, and returned {output!r:.60}, of type "
            f"{type(output).__name__}."
        )
    try:
        return _read(output)
    except (AttributeError, TypeError, ValueError, RuntimeError) as error:
        if isinstance(output, (list, tuple)) and "inhomogeneous" in str(error):
            return _objects(output)
        raise TypeError(
            f"{whom} must return {needed}, and returned {type(output).__name__}, which "
            f"NumPy cannot read ({error})."
        ) from error


def _read(output):
    """Return anything like an array as one of NumPy's."""
    if hasattr(output, "detach"):  # a tensor, perhaps on a GPU, or of bfloat16
        output = output.detach()
        if "bfloat16" in str(output.dtype):
            output = output.float()
        return output.cpu().numpy()
    if not hasattr(output, "__len__") and not hasattr(output, "__array__"):
        if hasattr(output, "__dlpack__"):
            return np.from_dlpack(output)
        output = list(output)  # a generator
    if isinstance(output, (list, tuple)):
        if not all(isinstance(each, _PLAIN) for each in output):
            output = [_row(item) for item in output]
        return _with_no_text_of_numbers(output)
    try:
        return np.asarray(output)
    except TypeError:  # an array of CuPy's, say, which is asked for its numbers
        if hasattr(output, "get"):
            return np.asarray(output.get())
        return np.from_dlpack(output)


def _row(item):
    """Return an item of a list; what is no array stays as it is."""
    if isinstance(item, _PLAIN):
        return item
    arrays = "detach", "__array__", "__dlpack__"
    return _read(item) if any(hasattr(item, each) for each in arrays) else item


def _with_no_text_of_numbers(output):
    """Return a list as an array, of objects where NumPy would make texts of numbers."""
    array = np.asarray(output)
    texts = array.dtype.kind in "US" and array.ndim == 1
    if texts and not all(isinstance(each, (str, bytes)) for each in output):
        return _objects(output)
    return array


def _objects(items):
    array = np.empty(len(items), dtype=object)
    array[:] = list(items)
    return array


def _numbers_of_rows(array, whom, needed, texts=None):
    """Return an array of objects as one of numbers, or say which row holds none."""
    rows = list(array)
    for i, row in enumerate(rows):
        if array.ndim == 1 and np.ndim(row) != 1:
            raise ValueError(
                f"{whom} must return {needed}, and {_row_name(i, texts)} is "
                f"{row!r:.60}."
            )
        if len(row) != len(rows[0]):
            raise ValueError(
                f"{whom} must return {needed}, all of one length: "
                f"{_row_name(0, texts)} has {len(rows[0])} numbers, and "
                f"{_row_name(i, texts)} has {len(row)}."
            )
        try:
            rows[i] = _numbers(np.asarray(row), whom, needed)
        except (TypeError, ValueError) as error:
            raise ValueError(
                f"{whom} must return {needed}, and {_row_name(i, texts)} holds "
                f"something else than real numbers: {row!r:.60}."
            ) from error
    return np.array(rows)


def _row_name(i, texts):
    """Return what a row is called in messages."""
    return f"row {i}" if texts is None else f"the vector of {texts[i]!r:.60}"


def _numbers(array, whom, needed):
    """Return objects that are numbers as such."""
    values = array.tolist()
    if any(isinstance(each, complex) for each in values):
        raise TypeError(f"{whom} must return {needed}, and returned complex numbers.")
    if any(isinstance(each, (str, bytes)) for each in values):
        raise TypeError(f"{whom} must return {needed}, and returned texts.")
    return np.array(values, dtype=np.float64 if array.dtype == object else None)


def _whole(array, whom, needed):
    """Return labels that are numbers as integers."""
    if array.dtype.kind == "f":
        bad = np.flatnonzero(~(np.trunc(array) == array) | np.isinf(array))
        if len(bad):
            raise ValueError(
                f"{whom} must return {needed}, whole numbers or texts, -1 for an "
                f"outlier, and returned {array[bad[0]]} for document {bad[0]}."
            )
    if array.size and float(np.abs(array.astype(np.float64)).max()) > _LARGEST_INTEGER:
        raise ValueError(f"{whom} must return labels of 64 bits.")
    return array.astype(np.int64)


def _within(numbers, limit):
    """Whether numbers are finite and no larger than a limit, in two quick passes."""
    if not numbers.size:
        return True
    largest = max(float(numbers.max()), -float(numbers.min()))
    return largest <= limit and largest < np.inf


def _refuse_numbers(vectors, whom, texts):
    """Raise the error of vectors that are not finite, or too large."""
    bad = np.flatnonzero(~np.isfinite(vectors).all(axis=1))
    if len(bad):
        held = "NaN" if np.isnan(vectors[bad[0]]).any() else "infinity"
        raise ValueError(
            f"{whom} returned {held}, first in {_row_name(bad[0], texts)}; "
            f"{len(bad)} of {len(vectors)} rows are not finite."
        )
    largest = np.abs(vectors).max()
    raise ValueError(
        f"{whom} returned vectors that have numbers up to {largest:.3g}, and squares "
        f"of numbers beyond {LARGEST_COORDINATE:g} cannot be summed: divide all by a "
        "number."
    )


def _shown(array):
    """Return a few words on an array: its shape, its type."""
    return f"an array of shape {array.shape} and type {array.dtype}"
