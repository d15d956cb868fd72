"""Functions from texts to vectors, by the objects of other libraries that encode."""

import importlib
import inspect
import re

import numpy as np

from ._text_function import TextFunction
from ._word_vectors import WordVectors

_WORD = re.compile(r"\w+")


class MeanOfWords(TextFunction):
    """Means of the vectors of the words of a text.

    A piece of text between spaces is a word if it has a vector. Otherwise its words are
    its runs of letters and digits, as they are or in lower case. Words without a vector
    do not count, and a text without any other has a vector of zeros.

    Parameters
    ----------
    model : gensim.models.KeyedVectors, or a model with such as `wv`, or WordVectors
    """

    def __init__(self, model):
        model = getattr(model, "wv", model)
        super().__init__(model)
        if isinstance(model, WordVectors):
            self.rows = {term: i for i, term in enumerate(model.terms)}
        else:
            self.rows = model.key_to_index
        if not len(self.rows):
            raise ValueError(
                f"The {type(model).__name__} given as encoder has no words: train it, "
                "or load vectors into it."
            )

    def _read(self, texts):
        vectors = np.asarray(self.model.vectors)
        means = np.zeros((len(texts), vectors.shape[1]), dtype=np.float32)
        for i, text in enumerate(texts):
            words, unknown = self._words(text)
            # The last digits do not depend on how long sums are rounded.
            total = vectors[words].sum(axis=0, dtype=np.float64)
            total += sum(self.model.get_vector(word) for word in unknown)
            means[i] = total / max(len(words) + len(unknown), 1)
        return means

    def _words(self, text):
        """Return the rows of words, and other words of which a vector can be made."""
        rows, unknown = [], []
        for piece in text.split():
            if piece in self.rows:
                rows.append(self.rows[piece])
                continue
            for word in _WORD.findall(piece):
                known = word if word in self.rows else word.lower()
                if known in self.rows:
                    rows.append(self.rows[known])
                elif self._spells(word):
                    unknown.append(word)
        return rows, unknown

    def _spells(self, word):
        """Whether there is a vector by the letters of a word, as FastText makes it."""
        return not isinstance(self.model, WordVectors) and word in self.model


class VectorsOfDocs(TextFunction):
    """Vectors of the documents that a pipeline of spaCy makes of texts.

    The `vector` of the document; where a pipeline of a transformer gives none, the mean
    of what its last layer gives.

    Parameters
    ----------
    model : spacy.language.Language
    """

    def _read(self, texts):
        return [self._vector(doc) for doc in self.model.pipe(texts)]

    def _vector(self, doc):
        if len(doc.vector):
            return doc.vector
        # spaCy raises AttributeError for what no pipe has set.
        output = getattr(doc._, "trf_data", None)
        if hasattr(output, "last_hidden_layer_state"):
            return output.last_hidden_layer_state.dataXd.mean(axis=0)
        if len(getattr(output, "tensors", ())):
            return output.tensors[-1].mean(axis=0)
        name = f"{self.model.meta.get('lang', '')}_{self.model.meta.get('name', '')}"
        raise ValueError(
            f"The spaCy pipeline {name!r} has no vectors of documents: load one that "
            'has, such as spacy.load("en_core_web_md"), or copy vectors to its '
            "vocab.vectors."
        )


class VectorsOfSentences(TextFunction):
    """Vectors that a model of Flair gives sentences, or the mean of those of tokens.

    The model is in its state for use while it encodes, not in that for training, where
    it would drop numbers at random.

    Parameters
    ----------
    model : flair.embeddings.Embeddings
    """

    def _read(self, texts):
        # Whoever has a model of Flair has imported the package.
        sentence = importlib.import_module("flair.data").Sentence
        sentences = [sentence(text) for text in texts]
        training = getattr(self.model, "training", False)
        if training:
            self.model.eval()
        try:
            self.model.embed(sentences)
        finally:
            if training:
                self.model.train()
        return [self._vector(sentence) for sentence in sentences]

    def _vector(self, sentence):
        if getattr(self.model, "embedding_type", None) != "word-level":
            return _numbers(sentence.embedding)
        vectors = [_numbers(token.embedding) for token in sentence]
        if not vectors:
            return np.zeros(self.model.embedding_length, dtype=np.float32)
        return np.mean(vectors, axis=0)


class VectorsByMethod(TextFunction):
    """Vectors that a method gives for a list of texts.

    Parameters
    ----------
    model : object
    method : str
        ``"embed_documents"`` of LangChain, ``"embed"`` of FastEmbed, for instance.
    """

    def __init__(self, model, method):
        super().__init__(model)
        self.method = method
        self._check_signature()

    def _read(self, texts):
        return getattr(self.model, self.method)(texts)

    def __repr__(self):
        return f"{type(self.model).__name__}.{self.method}"

    def _check_signature(self):
        """Refuse a method that takes something else than a list of texts."""
        method = getattr(self.model, self.method)
        try:
            signature = inspect.signature(method)
        except (TypeError, ValueError):  # of compiled code
            return
        try:
            signature.bind(["text"])
        except TypeError as error:
            name = type(self.model).__name__
            raise TypeError(
                f"The method {self.method} of the encoder {name} takes other arguments "
                f"than a list of texts ({error}): give a function that calls it, such "
                f"as lambda texts: model.{self.method}(texts, ...)."
            ) from error


def _numbers(tensor):
    """Return a tensor, perhaps on a GPU, as an array."""
    if hasattr(tensor, "detach"):
        tensor = tensor.detach().cpu()
    return np.asarray(tensor, dtype=np.float32)
