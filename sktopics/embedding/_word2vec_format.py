"""The file formats of word2vec: names and their vectors, as text or as bytes.

Both start with a line of two numbers, how many vectors there are and of what size. In
the text format a line for each vector follows, of the name and the numbers, separated
by single spaces; in the binary format the name, a space and the bytes of the vector, as
little-endian float32, one record right after the other or each on a new line.
"""

import os
import warnings
from collections.abc import Mapping
from numbers import Integral

import numpy as np

from .._files import MAX_EXPANSION, MAX_LENGTH, check_expansion, open_bytes
from .._groups import quote
from .._validation import levels_to_caller
from ._word_vector_records import MAX_SIZE, Limits, Reader, collect, write_records
from ._word_vectors import WordVectors, names_array


def read_word2vec_format(
    path,
    *,
    binary=None,
    header=True,
    terms=None,
    limit=None,
    encoding="utf-8",
    errors="strict",
    max_name_bytes=MAX_LENGTH,
    max_vector_size=MAX_SIZE,
    max_expansion: float | None = MAX_EXPANSION,
) -> WordVectors:
    """Read vectors from a file in the text or the binary format of word2vec.

    Parameters
    ----------
    path : str or path-like
        The file; compressed if its name ends in .gz, .bz2 or .xz.
    binary : bool, default=None
        Whether the file is in the binary format. None looks at the first vector.
    header : bool, default=True
        Whether the file starts with the number and the size of its vectors. False is
        for text files without, as those of GloVe.
    terms : iterable of str, default=None
        Keep only the vectors of these names, such as those of a vocabulary: files of
        vectors are often larger than memory. None keeps all.
    limit : int, default=None
        Read only so many vectors, the first of the file: most files have frequent
        words first. None reads all.
    encoding : str, default="utf-8"
        Encoding of the names.
    errors : {"strict", "ignore", "replace"}, default="strict"
        What to do with names that are not in that encoding, as `bytes.decode`. The
        original tool cuts long words within a letter.
    max_name_bytes : int, default=65536
        Most bytes of a name. A longer name is an error, and so is a line of text that
        is longer than such a name and its numbers (40 bytes each): a damaged file would
        be read into memory whole.
    max_vector_size : int, default=524288
        Most numbers of a vector.
    max_expansion : float, default=100
        How many times its own size a compressed file may unpack to, beyond its first 4
        MB: a small file of gigabytes (a decompression bomb) is an error. None sets no
        limit.

    Returns
    -------
    vectors : WordVectors
        The pair of `terms`, in the order of the file, and `vectors`, float32.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is not in the format: the header is not two numbers, a vector has
        another size than that, is not of finite numbers or is cut off, or there are
        fewer or more vectors than it says. The message gives the line or the vector.
        If the file asks for more than a limit, which the message names, or if a
        compressed file is damaged.

    Warns
    -----
    UserWarning
        If a name comes more than once; the first one counts.

    See Also
    --------
    write_word2vec_format : Write such a file.
    intersect_word2vec_format : Take vectors for the words of a vocabulary.

    Notes
    -----
    In the text format a name may hold spaces, since the size of the vectors is known.
    In the binary format it ends at the first space.

    Examples
    --------
    >>> import os, tempfile
    >>> from sktopics.embedding import read_word2vec_format, write_word2vec_format
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "vectors.bin.gz")
    ...     write_word2vec_format(path, ["sea", "ship"], [[1, 2], [3, 4]], binary=True)
    ...     terms, vectors = read_word2vec_format(path)
    >>> terms.tolist(), vectors.tolist()
    (['sea', 'ship'], [[1.0, 2.0], [3.0, 4.0]])
    """
    if limit is not None and limit < 0:
        raise ValueError(f"limit must be None or at least 0, got {limit!r}.")
    if not header and binary:
        raise ValueError("A binary file has a header: header=False is for text files.")
    limits = _check_limits(max_name_bytes, max_vector_size)
    check_expansion(max_expansion)
    with open_bytes(path, max_expansion=max_expansion) as file:
        reader = Reader(file, path, header, limit, limits)
        if binary is None:
            binary = reader.looks_binary()
        rows = reader.binary_rows() if binary else reader.text_rows()
        if terms is not None:
            wanted = {str(term).encode(encoding) for term in terms}
            rows = (row for row in rows if row[0] in wanted)
        names, vectors = collect(rows, reader.size, reader.n_promised)
    terms = names_array([_decode(name, encoding, errors, path) for name in names])
    _check_finite(terms, vectors, path)
    return _without_repeats(WordVectors(terms, vectors), path)


def _check_limits(max_name_bytes, max_vector_size):
    limits = {"max_name_bytes": max_name_bytes, "max_vector_size": max_vector_size}
    for name, value in limits.items():
        if not isinstance(value, Integral) or value < 1:
            raise ValueError(f"{name} must be an int above 0, got {value!r}.")
    return Limits(int(max_name_bytes), int(max_vector_size))


def _decode(name, encoding, errors, path):
    try:
        return name.decode(encoding, errors)
    except UnicodeDecodeError as error:
        raise ValueError(
            f"The name {name!r} in {os.fspath(path)!r} is not {encoding}: {error}. "
            "Give the encoding, or errors='ignore'."
        ) from error


def _check_finite(terms, vectors, path):
    # NaN is the largest and the smallest of its row: no mask as large as `vectors`.
    finite = np.isfinite(vectors.max(axis=1)) & np.isfinite(vectors.min(axis=1))
    if not finite.all():
        bad = terms[np.flatnonzero(~finite)[0]]
        raise ValueError(
            f"The vector of {bad!r} in {os.fspath(path)!r} holds NaN or infinity."
        )


def _without_repeats(found, path):
    """Keep the first vector of each name."""
    first = {}
    for i, name in enumerate(found.terms.tolist()):
        first.setdefault(name, i)
    if len(first) == len(found.terms):
        return found
    kept = np.fromiter(first.values(), np.intp, len(first))
    repeated = np.delete(found.terms, kept)
    warnings.warn(
        f"{os.fspath(path)!r} has several vectors of {quote(dict.fromkeys(repeated))}: "
        "the first of each counts.",
        UserWarning,
        stacklevel=levels_to_caller(),
    )
    return WordVectors(found.terms[kept], found.vectors[kept])


def write_word2vec_format(
    path, terms, vectors, *, binary=False, space=None, header=True
) -> None:
    """Write vectors to a file in the text or the binary format of word2vec.

    Parameters
    ----------
    path : str or path-like
        The file; compressed if its name ends in .gz, .bz2 or .xz.
    terms : array-like of shape (n_terms,)
        Names, all different, in the order in which to write them.
    vectors : array-like of shape (n_terms, vector_size)
        The vector of each name, written as float32 (in text, with as many digits as
        give back the same float32).
    binary : bool, default=False
        Whether to write the binary format, which is smaller and faster.
    space : str, default=None
        What to write for the spaces in names, such as "_". A name ends at a space in
        these formats; by default a name that holds one is an error.
    header : bool, default=True
        Whether the file starts with the number and the size of its vectors. False is
        for text files such as GloVe's.

    Raises
    ------
    ValueError
        If there is not a vector for each name, if names are repeated, if one holds
        a space or a line break, or if a binary file is to have no header. Nothing is
        written then.

    See Also
    --------
    read_word2vec_format : Read such a file.

    Examples
    --------
    >>> import os, tempfile
    >>> from sktopics.embedding import write_word2vec_format
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "vectors.txt")
    ...     write_word2vec_format(path, ["new york"], [[0.5, 2]], space="_")
    ...     print(open(path).read(), end="")
    1 2
    new_york 0.5 2
    """
    names = [str(name) for name in terms]
    vectors = np.asarray(vectors)
    if vectors.ndim != 2 or len(vectors) != len(names) or not vectors.shape[1]:
        raise ValueError(
            f"vectors must be an array of {len(names)} rows, one for each name, got "
            f"shape {vectors.shape}."
        )
    write_records(path, written_names(names, space), [vectors], binary, header)


def written_names(names, space):
    """Return names as they are written, or say which cannot be."""
    if space is not None:
        names = [name.replace(" ", space) for name in names]
    unfit = [name for name in names if " " in name or "\n" in name]
    if unfit:
        raise ValueError(
            "The formats of word2vec have no names with spaces or line breaks, as "
            f'{quote(unfit)}. space="_" writes _ for spaces.'
        )
    if len(set(names)) < len(names):
        seen = set()
        repeated = dict.fromkeys(n for n in names if n in seen or seen.add(n))
        raise ValueError(f"Names must differ: {quote(repeated)} come more than once.")
    return names


def intersect_word2vec_format(
    path, terms, *, lock: float | Mapping = 0.0, **options
) -> WordVectors:
    """Take vectors from a file for the words of a vocabulary, each with a lock.

    What gensim's method of this name does: words that are in the file start from its
    vectors, and their learning rate is multiplied by `lock`.

    Parameters
    ----------
    path : str or path-like
        A file in the text or the binary format of word2vec.
    terms : array-like of shape (n_terms,)
        The vocabulary, such as ``vectorizer.get_feature_names_out()``.
    lock : float or mapping, default=0.0
        What the learning rate of words found in the file is multiplied by: 0 keeps
        their vectors as they are, 1 trains them as others. A mapping gives it word by
        word; words found that it does not have are 0.
    **options
        Other parameters of `read_word2vec_format`, such as `binary`, `header`, `limit`
        and `encoding`.

    Returns
    -------
    found : WordVectors
        The words that are in both, and their vectors, for ``init_word_vectors`` of
        `Doc2Vec`.
    locks : ndarray of shape (n_terms,), float32
        For each of `terms` what its learning rate is multiplied by, 1 for those that
        are not in the file, for ``init_lock`` of `Doc2Vec`.

    Raises
    ------
    ValueError
        As `read_word2vec_format`, or if a lock is negative or not finite.

    Examples
    --------
    >>> import os, tempfile
    >>> from sktopics.embedding import intersect_word2vec_format, write_word2vec_format
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = os.path.join(folder, "vectors.txt")
    ...     write_word2vec_format(path, ["sea", "gull"], [[1, 2], [3, 4]])
    ...     found, locks = intersect_word2vec_format(path, ["sea", "ship"])
    >>> found.terms.tolist(), found.vectors.tolist(), locks.tolist()
    (['sea'], [[1.0, 2.0]], [0.0, 1.0])
    """
    terms = [str(term) for term in terms]
    found = read_word2vec_format(path, terms=terms, **options)
    given = lock if isinstance(lock, Mapping) else dict.fromkeys(found.terms, lock)
    lock_of = {name: float(given.get(name, 0)) for name in found.terms}
    locks = np.array([lock_of.get(term, 1) for term in terms], dtype=np.float32)
    if not (np.isfinite(locks) & (locks >= 0)).all():
        raise ValueError(f"A lock must be finite and not negative, got {lock!r}.")
    return found, locks
