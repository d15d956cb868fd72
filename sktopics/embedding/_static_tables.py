"""Tables of vectors that are the same in every text: how they read texts."""

import copy

import numpy as np

from .._reading import vector_lookup
from ._text_spans import as_token_spans, encodable, trimmed
from ._token_vectors import TokenVectors
from ._word_finder import finder_for

# Texts that a tokenizer reads at once, and their characters: what is kept of them is
# 16 bytes a token.
_TEXTS, _CHARACTERS = 1000, 1 << 20


class WordTable:
    """Vectors of whole words.

    Parameters
    ----------
    word_vectors : object
        Whatever `vector_lookup` takes.
    pattern : str or None
    lowercase : bool
    """

    def __init__(self, word_vectors, pattern, *, lowercase):
        self.table, self.vectors = vector_lookup(word_vectors)
        if not len(self.table):
            raise ValueError(
                f"The {type(word_vectors).__name__} given as word_vectors has no "
                "words: train it, or load vectors into it."
            )
        self.finder = finder_for(word_vectors, self.table, pattern, lowercase=lowercase)
        words = getattr(word_vectors, "wv", word_vectors)
        self.spell = getattr(words, "get_vector", None)
        if hasattr(self.vectors, "shape"):
            self.n_dimensions = self.vectors.shape[1]
        else:
            self.n_dimensions = np.size(next(iter(self.vectors.values())))

    def read(self, texts):
        """Yield the vectors and spans of the known words of each text."""
        for text in texts:
            words, spans = self.finder.find(text)
            yield TokenVectors(self._vectors_of(words), spans)

    def _vectors_of(self, words):
        vectors = np.zeros((len(words), self.n_dimensions), dtype=np.float32)
        if hasattr(self.vectors, "shape"):
            keys = [self.table.get(word, -1) for word in words]
            known = np.array(keys, dtype=np.intp) >= 0
            vectors[known] = self.vectors[[key for key in keys if key >= 0]]
            for i in np.flatnonzero(~known):
                vectors[i] = self.spell(words[i])
        else:
            for i, word in enumerate(words):
                vectors[i] = self._checked(word)
        if not np.isfinite(vectors).all():
            bad = words[np.flatnonzero(~np.isfinite(vectors).all(axis=1))[0]]
            raise ValueError(
                f"word_vectors has NaN or infinity in the vector of {bad!r}: leave the "
                "word out, or give it a vector."
            )
        return vectors

    def _checked(self, word):
        """Return the vector of a word in a dict, as long as that of the first one."""
        vector = np.asarray(self.vectors[self.table[word]], dtype=np.float32)
        if vector.shape != (self.n_dimensions,):
            first = next(iter(self.vectors))
            raise ValueError(
                f"word_vectors must have vectors of one length: that of {first!r} has "
                f"{self.n_dimensions} numbers, and that of {word!r} has the shape "
                f"{vector.shape}."
            )
        return vector


class PieceTable:
    """Vectors of the pieces that a tokenizer cuts words into.

    Parameters
    ----------
    tokenizer : tokenizers.Tokenizer
        It is copied, and the copy cuts nothing off.
    vectors : ndarray of shape (n_vectors, n_dimensions)
    unknown : int or None
        The piece that stands for what the tokenizer does not know, which is left out.
    rows : ndarray of shape (n_pieces,), int, default=None
        The vector of each piece. None: pieces have vectors of their own.
    weights : ndarray of shape (n_pieces,), default=None
        What the vector of a piece is multiplied by.
    """

    def __init__(self, tokenizer, vectors, unknown=None, *, rows=None, weights=None):
        self.tokenizer = copy.deepcopy(tokenizer)
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.vectors = vectors
        self.unknown = unknown
        self.rows = rows
        self.weights = weights
        self.n_dimensions = vectors.shape[1]

    def read(self, texts):
        """Yield the vectors and spans of the pieces of each text."""
        for group in in_groups(texts, _TEXTS, _CHARACTERS):
            for encoding, text in zip(
                self.tokenizer.encode_batch(
                    [encodable(text) for text in group], add_special_tokens=False
                ),
                group,
                strict=True,
            ):
                pieces = np.array(encoding.ids, dtype=np.intp)
                spans, kept = trimmed(as_token_spans(encoding.offsets), text)
                if self.unknown is not None:
                    kept &= pieces != self.unknown
                yield TokenVectors(self._vectors_of(pieces[kept]), spans[kept])

    def _vectors_of(self, pieces):
        vectors = self.vectors[pieces if self.rows is None else self.rows[pieces]]
        if self.weights is not None:
            vectors = vectors * self.weights[pieces][:, None]
        return vectors.astype(np.float32)


def table_of_static_model(model):
    """Return the table of a `StaticModel` of model2vec."""
    return PieceTable(
        model.tokenizer,
        model.embedding,
        getattr(model, "unk_token_id", None),
        rows=getattr(model, "token_mapping", None),
        weights=getattr(model, "weights", None),
    )


def is_static_model(model):
    """Whether an object has a tokenizer and a vector for each of its pieces."""
    return hasattr(model, "tokenizer") and isinstance(
        getattr(model, "embedding", None), np.ndarray
    )


def in_groups(texts, most_texts, most_characters):
    """Yield lists of texts, so many or so long; one text at least."""
    texts = iter(texts)
    group, length = [], 0
    for text in texts:
        group.append(text)
        length += len(text)
        if len(group) >= most_texts or length >= most_characters:
            yield group
            group, length = [], 0
    if group:
        yield group
