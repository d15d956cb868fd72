"""Documents from a file of lines, read again and again and never held."""

import io
from collections.abc import Iterable, Iterator
from itertools import islice
from numbers import Integral
from pathlib import Path

from .._files import MAX_EXPANSION, MAX_LENGTH, check_expansion, open_bytes
from ..sequences import TokenSequences

# Bytes that are decoded at a time: few, as is the default, take longer.
_CHUNK = 1 << 16
# What any file may unpack to: documents are read one by one, however many there are.
_FREE = 1 << 24


class LineDocuments:
    r"""Documents of a file, one a line; each time it is iterated, from the start.

    Parameters
    ----------
    path : str or path
        A text file; compressed if its name ends in .gz, .bz2 or .xz.
    encoding : str, default="utf-8"
        Encoding of the text.
    errors : {"strict", "ignore", "replace"}, default="strict"
        What to do with bytes that are not of that encoding.
    max_line_length : int, default=65536
        Most characters of a document. A file without line breaks would be read into
        memory whole: a longer line is an error. Raise it for long documents, such as
        chapters of books.
    max_expansion : float, default=100
        How many times its own size a compressed file may unpack to, beyond its first 16
        MB: a small file of gigabytes (a decompression bomb) is an error. None sets no
        limit.

    Raises
    ------
    ValueError
        If a limit is not a positive number. While reading: if a line is too long, or a
        compressed file is damaged or unpacks to too much.

    See Also
    --------
    SequenceVectorizer : Turns documents into sequences of term ids.

    Examples
    --------
    >>> import gzip, os, tempfile
    >>> from sktopics import Doc2Vec, SequenceVectorizer
    >>> from sktopics.text import LineDocuments
    >>> path = os.path.join(tempfile.mkdtemp(), "weather.txt.gz")
    >>> with gzip.open(path, "wt") as file:
    ...     print("snow and rain", "rain and hail", "hail", sep="\n", file=file)
    >>> documents = LineDocuments(path)
    >>> vectorizer = SequenceVectorizer().fit(documents)
    >>> stream = documents.batches(vectorizer, batch_size=2)
    >>> [X.shape for X in stream]
    [(2, 4), (1, 4)]
    >>> Doc2Vec(vector_size=8, random_state=0).fit(stream).document_vectors_.shape
    (3, 8)
    """

    def __init__(
        self,
        path,
        *,
        encoding="utf-8",
        errors="strict",
        max_line_length=MAX_LENGTH,
        max_expansion: float | None = MAX_EXPANSION,
    ):
        if not isinstance(max_line_length, Integral) or max_line_length < 1:
            raise ValueError(
                f"max_line_length must be an int above 0, got {max_line_length!r}."
            )
        check_expansion(max_expansion)
        self.path = Path(path)
        self.encoding = encoding
        self.errors = errors
        self.max_line_length = max_line_length
        self.max_expansion = max_expansion

    def __repr__(self):
        return f"LineDocuments({str(self.path)!r})"

    def __iter__(self) -> Iterator[str]:
        limit = int(self.max_line_length)
        with (
            open_bytes(self.path, max_expansion=self.max_expansion, free=_FREE) as file,
            io.TextIOWrapper(file, encoding=self.encoding, errors=self.errors) as text,
        ):
            text._CHUNK_SIZE = _CHUNK  # type: ignore[attr-defined]
            number, readline, at_once = 0, text.readline, limit + 1
            while line := readline(at_once):
                number += 1
                if len(line) > limit and not line.endswith("\n"):
                    raise ValueError(
                        f"Line {number} of {str(self.path)!r} has more than {limit} "
                        "characters: give LineDocuments a larger max_line_length if "
                        "documents are that long."
                    )
                yield line.rstrip("\n")

    def batches(self, vectorizer, batch_size=10_000) -> Iterable[TokenSequences]:
        """Documents in batches, as a fitted vectorizer transforms them.

        Parameters
        ----------
        vectorizer : SequenceVectorizer, or another fitted vectorizer
        batch_size : int, default=10000
            Number of documents in a batch; the last may be smaller.

        Returns
        -------
        batches : iterable of TokenSequences of shape (batch_size, n_terms)
            Reads the file from the start each time it is iterated.

        Raises
        ------
        ValueError
            If `batch_size` is not a positive int.
        """
        if not isinstance(batch_size, Integral) or batch_size < 1:
            raise ValueError(f"batch_size must be an int above 0, got {batch_size!r}.")
        return _Batches(self, vectorizer, batch_size)


class _Batches:
    """Batches of documents, from the start of the file each time."""

    def __init__(self, documents, vectorizer, batch_size):
        self.documents = documents
        self.vectorizer = vectorizer
        self.batch_size = batch_size

    def __iter__(self):
        documents = iter(self.documents)
        while batch := list(islice(documents, self.batch_size)):
            yield self.vectorizer.transform(batch)
