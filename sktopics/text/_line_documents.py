"""Documents from a file of lines, read again and again and never held."""

import bz2
import gzip
import lzma
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from numbers import Integral
from pathlib import Path

from ..sequences import TokenSequences

_OPENERS: dict[str, Callable] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


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

    def __init__(self, path, *, encoding="utf-8", errors="strict"):
        self.path = Path(path)
        self.encoding = encoding
        self.errors = errors

    def __repr__(self):
        return f"LineDocuments({str(self.path)!r})"

    def __iter__(self) -> Iterator[str]:
        opener = _OPENERS.get(self.path.suffix, open)
        with opener(
            self.path, "rt", encoding=self.encoding, errors=self.errors
        ) as file:
            for line in file:
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
