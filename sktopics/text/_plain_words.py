"""Reading of single words by a kernel, as scikit-learn's analyzers would find them."""

import re
from functools import lru_cache
from itertools import repeat

import numpy as np

from .._sklearn import analyzer_steps
from ..kernels.words import scan_words

# The patterns of words that are longest runs of letters, digits and underscores.
_PATTERN = re.compile(r"(?:\(\?u\))?(?:\\b)?((?:\\w)*)\\w\+(?:\\b)?")
_COUNTED = re.compile(r"(?:\(\?u\))?(?:\\b)?\\w\{([1-9]\d*),\}(?:\\b)?")
# So many characters are read at a time. Fewer in all are not worth the kernel: it takes
# a while to load, and longer to compile where that has not been done.
BATCH, SMALLEST = 1 << 22, 100_000
# Room for different words in a batch, at first; a power of 2.
MOST_WORDS = 1 << 15


class PlainWords:
    """Reads documents whose terms are single words without gaps.

    Parameters
    ----------
    steps : AnalyzerSteps
        Of an analyzer of scikit-learn that finds words of `least` characters or more.
    least : int
    """

    def __init__(self, steps, least):
        self.steps, self.least = steps, least
        self.left_out = steps.stop_words or ()
        self.most = MOST_WORDS

    def read(self, documents, number):
        """Yield the ids of the words of documents, and how many each document has.

        Parameters
        ----------
        documents : iterable
        number : callable
            Turns an iterable of words into one of ids, the same for a word each time.
            Words come in the order in which they first occur.

        Yields
        ------
        ids, lengths : ndarrays or lists of ints
        """
        for texts, size in self._batches(documents):
            read = self._read_few if size < SMALLEST else self._read_many
            yield read(texts, number)

    def _batches(self, documents):
        """Yield lists of texts of about `BATCH` characters, and of how many."""
        texts, size = [], 0
        for document in documents:
            text = self.steps.decode(document)
            if self.steps.preprocess is not None:
                text = self.steps.preprocess(text)
            if not isinstance(text, str):
                self.steps.tokenize(text)  # which says what is wrong with it
            texts.append(text)
            size += len(text)
            if size >= BATCH:
                yield texts, size
                texts, size = [], 0
        yield texts, size

    def _read_few(self, texts, number):
        """Return the ids of the words of texts, and how many each text has."""
        ids, lengths = [], []
        for text in texts:
            words = self.steps.tokenize(text)
            if self.left_out:
                words = [word for word in words if word not in self.left_out]
            ids.extend(number(words))
            lengths.append(len(words))
        return ids, lengths

    def _read_many(self, texts, number):
        """Do the same by a kernel."""
        texts = [text.encode("utf-8", "surrogatepass") for text in texts]
        text = np.frombuffer(b"".join(texts), np.uint8)
        sizes = np.fromiter(map(len, texts), np.int64, len(texts))
        offsets = np.concatenate(([0], np.cumsum(sizes)))
        ids = np.empty(text.size // self.least, np.int32)
        ends = np.empty(len(texts), np.int64)
        table = _word_characters(bool((text >= 0x80).any()))
        starts, sizes = self._number(text, offsets, table, ids, ends)
        ids = ids[: ends[-1] if len(ends) else 0]
        words = _decoded(text, starts, sizes)
        if not self.left_out:
            columns = np.fromiter(number(words), np.int32, len(words))
            return columns[ids], np.diff(ends, prepend=0)
        known = np.array([word not in self.left_out for word in words], bool)
        columns = np.zeros(len(words), np.int32)
        kept = (word for word, is_known in zip(words, known, strict=True) if is_known)
        columns[known] = np.fromiter(number(kept), np.int32, known.sum())
        is_kept = known[ids]
        counted = np.concatenate(([0], np.cumsum(is_kept)))[ends]
        return columns[ids[is_kept]], np.diff(counted, prepend=0)

    def _number(self, text, offsets, table, ids, ends):
        """Return where each word first is in the text, and its bytes; fill the rest."""
        while True:
            slots = np.full(2 * self.most, -1, np.int32)
            hashes = np.empty(self.most, np.uint64)
            starts, sizes = np.empty((2, self.most), np.int64)
            n_distinct = scan_words(
                text,
                offsets,
                table,
                self.least,
                slots,
                hashes,
                starts,
                sizes,
                ids,
                ends,
            )
            if n_distinct >= 0:
                return starts[:n_distinct], sizes[:n_distinct]
            self.most *= 4  # for the next batches too


def plain_words(analyzer):
    """Return the `PlainWords` that read as an analyzer does, None if there are none.

    Parameters
    ----------
    analyzer : callable
        What `build_analyzer` of a vectorizer gives.

    Examples
    --------
    >>> from sklearn.feature_extraction.text import CountVectorizer
    >>> plain_words(CountVectorizer().build_analyzer()).least
    2
    >>> plain_words(CountVectorizer(ngram_range=(1, 2)).build_analyzer()) is None
    True
    """
    steps = analyzer_steps(analyzer)
    if steps is None or steps.kind != "word" or tuple(steps.ngram_range) != (1, 1):
        return None
    pattern = getattr(steps.tokenize, "__self__", None)
    if not isinstance(pattern, re.Pattern) or steps.tokenize.__name__ != "findall":
        return None
    if pattern.flags & ~(re.UNICODE | re.DOTALL | re.MULTILINE):
        return None
    least = least_characters(pattern.pattern)
    return None if least is None else PlainWords(steps, least)


def least_characters(pattern):
    r"""Return the fewest characters of the words of a pattern, None if it is no other.

    Examples
    --------
    >>> least_characters(r"(?u)\b\w\w+\b"), least_characters(r"\b\w{3,}\b")
    (2, 3)
    >>> least_characters(r"[a-z]+") is None
    True
    """
    if not isinstance(pattern, str):
        return None
    found = _PATTERN.fullmatch(pattern)
    if found:
        return len(found[1]) // 2 + 1
    found = _COUNTED.fullmatch(pattern)
    return int(found[1]) if found else None


@lru_cache
def _word_characters(beyond_ascii):
    r"""Whether characters match ``\w``, by code point."""
    n = 0x110000 if beyond_ascii else 0x80
    table = np.fromiter(map(str.isalnum, map(chr, range(n))), bool, n)
    table[ord("_")] = True
    table.flags.writeable = False
    return table


def _decoded(text, starts, sizes):
    """Return the words at these places of a text."""
    data = text.tobytes()
    places = zip(starts.tolist(), (starts + sizes).tolist(), strict=True)
    words = [data[start:end] for start, end in places]
    return list(map(bytes.decode, words, repeat("utf-8"), repeat("surrogatepass")))
