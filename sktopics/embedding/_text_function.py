"""Functions from texts to vectors that know what to do with blank texts."""

import numpy as np

from ._text_encoder import as_vectors

# What a model is asked for to know how long its vectors are.
_ANY_TEXT = "text"


class TextFunction:
    """A function from texts to vectors, by an object of another library.

    A text of nothing but spaces is not given to it: services refuse such texts. Its
    vector is zeros, which say that nothing is known of it.

    A subclass defines ``_read(texts)``, which is never given a blank text.

    Parameters
    ----------
    model : object
    """

    def __init__(self, model):
        self.model = model

    def __call__(self, texts):
        """Return an array of shape (n_texts, n_dimensions)."""
        rows = [i for i, text in enumerate(texts) if text.strip()]
        if len(rows) == len(texts):
            return self._read(texts)
        said = [texts[i] for i in rows] or [_ANY_TEXT]
        vectors = as_vectors(self._read(said), said, self._whom())
        found = np.zeros((len(texts), vectors.shape[1]), vectors.dtype)
        found[rows] = vectors[: len(rows)]
        return found

    def _read(self, texts):
        raise NotImplementedError(f"{type(self).__name__} defines no _read(texts).")

    @property
    def __name__(self):
        return repr(self)  # what messages of FunctionEncoder call it

    def _whom(self):
        return f"The function {self.__name__}"

    def __repr__(self):
        return f"{type(self).__name__}({type(self.model).__name__})"
