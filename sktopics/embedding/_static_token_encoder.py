"""StaticTokenEncoder: vectors of words that are the same in every text."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator

from ._stateless_encoder import StatelessEncoderMixin
from ._static_tables import WordTable, is_static_model, table_of_static_model
from ._token_vectors import TokenVectors, mean_vector


class StaticTokenEncoder(StatelessEncoderMixin, BaseEstimator):
    """Vectors of the words of texts, the same in every text.

    Fast, and without torch: a word has the vector that it has in a table. Read more in
    the :ref:`user guide <token_vectors>`.

    Parameters
    ----------
    word_vectors : object
        What has a vector for each word: a fitted `Doc2Vec` that has trained words, a
        Pipeline or search that ends in one, `KeyedVectors` of gensim or a model that
        has such as `wv`, `WordVectors`, a dict of vectors, or a tuple (terms, array).
        Or a `StaticModel` of model2vec, which has a tokenizer of its own. Clones share
        it.
    token_pattern : str, default=None
        Regular expression of what a word looks like; its group, if it has one, is the
        word. None: the vectorizer of a Pipeline says so, and makes of each word what it
        made of words before. Where there is none, a piece of text between spaces is a
        word if it has a vector, and otherwise its runs of letters and digits are.
    lowercase : bool, default=True
        Whether a word that has no vector as it is written is looked up in small
        letters. The vectorizer of a Pipeline, and a `StaticModel`, say so themselves.

    Attributes
    ----------
    n_features_out_ : int
        Number of dimensions of a vector.

    See Also
    --------
    TokenEncoder : Vectors of tokens in their context, by a transformer.
    as_token_encoder : Makes one of these of anything that has vectors of tokens.

    Notes
    -----
    Words without a vector are no tokens. FastText has a vector for every word, by its
    letters.

    Examples
    --------
    >>> from sktopics.embedding import StaticTokenEncoder
    >>> vectors = {"rain": [1, 0], "snow": [0, 1], "hail": [1, 1]}
    >>> encoder = StaticTokenEncoder(vectors)
    >>> texts = ["Rain, then snow!", "Tax."]
    >>> for tokens, text in zip(encoder.encode_tokens(texts), texts):
    ...     print([text[start:stop] for start, stop in tokens.spans])
    ['Rain', 'snow']
    []
    >>> encoder.transform(texts)
    array([[0.5, 0.5],
           [0. , 0. ]], dtype=float32)
    """

    _parameter_constraints = {
        "word_vectors": "no_validation",
        "token_pattern": [str, None],
        "lowercase": ["boolean"],
    }

    def __init__(self, word_vectors: Any, *, token_pattern=None, lowercase=True):
        self.word_vectors = word_vectors
        self.token_pattern = token_pattern
        self.lowercase = lowercase

    def encode_tokens(self, X) -> Iterator[TokenVectors]:
        """Find the words of documents and their vectors.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            Documents. Empty ones are documents too.

        Returns
        -------
        tokens : iterator of TokenVectors
            The vectors and spans of each document, in order.

        Raises
        ------
        TypeError
            If `X` is a single text or no list of texts, if a document is no `str`, or
            if `word_vectors` is none of what it may be.
        NotFittedError
            If the estimator that should have word vectors is not fitted.
        ValueError
            If there are no documents or no words, or if vectors are not of one length
            or not finite.
        """
        self._validate_params()
        self._check_parameters()
        return self._table().read(self._check_documents(X))

    def _table(self):
        if is_static_model(self.word_vectors):
            return table_of_static_model(self.word_vectors)
        return WordTable(
            self.word_vectors, self.token_pattern, lowercase=self.lowercase
        )

    def _check_parameters(self):
        if self.token_pattern is None:
            return
        if is_static_model(self.word_vectors):
            raise ValueError(
                f"token_pattern={self.token_pattern!r} is for vectors of words: a "
                f"{type(self.word_vectors).__name__} has a tokenizer of its own."
            )
        try:
            re.compile(self.token_pattern)
        except re.error as error:
            raise ValueError(
                f"token_pattern={self.token_pattern!r} is no regular expression: "
                f"{error}."
            ) from error

    def _vectors(self, documents, *, fitted=False):
        return np.stack(
            [mean_vector(tokens.vectors) for tokens in self._table().read(documents)]
        )
