"""TokenEncoder: vectors of tokens in their context, by a pretrained model."""

import os
from collections.abc import Iterator
from numbers import Integral
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator

from .._sklearn import HasMethods, Interval
from ._fingerprints import digest
from ._sentence_encoder import SentenceEncoder
from ._static_tables import PieceTable, is_static_model, table_of_static_model
from ._text_encoder import EncoderMixin, EncodingProgress, ModelChanged
from ._token_vectors import TokenVectors, mean_vector
from ._transformer_tokens import TransformerTokens


class TokenEncoder(EncoderMixin, BaseEstimator):
    """Vectors of the tokens of texts in their context, by a pretrained model.

    Needs ``pip install 'sktopics[embeddings]'``. Read more in the :ref:`user guide
    <token_vectors>`.

    Parameters
    ----------
    model : str, path or object, default="all-MiniLM-L6-v2"
        What encodes: the name of a model of sentence-transformers on Hugging Face's
        hub, the folder of one, a `SentenceTransformer`, or a `SentenceEncoder`, whose
        model is taken. Clones share an object.
    max_length : int, default=None
        Most tokens that the model reads at once, with the special ones that it adds.
        None: as many as it can. Longer texts are read in windows that overlap.
    overlap : int, default=64
        Tokens that a window has in common with the next one, at least. Where that is
        half of what the model reads at once or more, just less than half.
    batch_size : int, default=32
        Windows that the model takes at once.
    device : str, default=None
        Where a model given by name computes: ``"cpu"``, ``"cuda"``, ``"mps"``, ... None
        is the GPU where there is one. An object stays where it is.
    cache_dir : str or path, default=None
        Folder to keep the vectors that `transform` gives in, as for `SentenceEncoder`.
        Vectors of tokens are not kept. None: keep none.
    show_progress : bool, default=False
        Whether to show a bar.

    Attributes
    ----------
    n_features_out_ : int
        Number of dimensions of a vector.

    See Also
    --------
    StaticTokenEncoder : Vectors of words, the same in every text; much faster.
    as_token_encoder : Makes one of these of anything that has vectors of tokens.
    SentenceEncoder : Vectors of whole documents.

    Notes
    -----
    The vector of a token is what the last layer of the model says of it. The special
    tokens that the model adds, such as [CLS], are left out, and so are tokens of
    nothing but spaces. Prompts are not used.

    Nothing of a long text is dropped. It is cut into as few windows of one length as
    `overlap` allows, and a token takes its vector from the window in which it has the
    most context on the side on which it has less. So at least half of `overlap` tokens
    are on either side of it, where the text has as many.

    Documents are read in groups of about ``4096 * batch_size`` characters, and the
    vectors of one group are in memory at a time, however many documents there are.

    A vector does not depend on other documents. On a CPU no window is filled up to the
    length of another one. On a GPU some are, which changes the rounding of the last
    digits. An encoder of a model by name holds no weights: pickles and copies of
    it are small, and whoever loads one needs the model.

    Examples
    --------
    >>> from sktopics.embedding import TokenEncoder
    >>> encoder = TokenEncoder("all-MiniLM-L6-v2")
    >>> texts = ["The bank of the river.", "Money in the bank."]
    >>> for tokens in encoder.encode_tokens(texts):  # doctest: +SKIP
    ...     print(tokens.vectors.shape, tokens.spans[:2].tolist())
    (6, 384) [[0, 3], [4, 8]]
    (5, 384) [[0, 5], [6, 8]]
    """

    _parameter_constraints = {
        "model": [str, os.PathLike, HasMethods("encode"), SentenceEncoder],
        "max_length": [Interval(Integral, 1, None, closed="left"), None],
        "overlap": [Interval(Integral, 0, None, closed="left")],
        "batch_size": [Interval(Integral, 1, None, closed="left")],
        "device": [str, None],
        "cache_dir": [str, os.PathLike, None],
        "show_progress": ["boolean"],
    }

    def __init__(
        self,
        model: Any = "all-MiniLM-L6-v2",
        *,
        max_length=None,
        overlap=64,
        batch_size=32,
        device=None,
        cache_dir=None,
        show_progress=False,
    ):
        self.model = model
        self.max_length = max_length
        self.overlap = overlap
        self.batch_size = batch_size
        self.device = device
        self.cache_dir = cache_dir
        self.show_progress = show_progress

    def encode_tokens(self, X) -> Iterator[TokenVectors]:
        """Find the tokens of documents and their vectors.

        Parameters
        ----------
        X : iterable of str of shape (n_documents,)
            Documents. Empty ones are documents too.

        Returns
        -------
        tokens : iterator of TokenVectors
            The vectors and spans of each document, in order. Documents are encoded
            while it is read. Equal documents may share arrays.

        Raises
        ------
        TypeError
            If `X` is a single text or no list of texts, or if a document is no `str`.
        ValueError
            If there are no documents, parameters contradict each other, the tokenizer
            of the model does not say where tokens stand, or the model gives no vector
            for each token, or NaN.
        OSError
            If there is no such model, or it is not here and the hub cannot be reached.
        """
        self._validate_params()
        self._check_parameters()
        documents = self._check_documents(X)
        return self._shown(self._reader().read(documents), len(documents))

    def _shown(self, tokens, n_documents):
        """Yield the vectors of documents, with a bar if that is wanted."""
        with EncodingProgress(n_documents, self.show_progress) as advance:
            for each in tokens:
                yield each
                advance(1)

    def _reader(self, fingerprint=None):
        """Return what reads tokens by the model.

        The model has to be that of the fingerprint if there is one.
        """
        own = self._of_sentences()
        if fingerprint is not None:
            known = own._fingerprint()
            if self._of_tokens(known) != fingerprint:
                raise ModelChanged
            model = own._loaded(known)
        else:
            model = own._loaded(None)
        if is_static_model(model):
            return table_of_static_model(model)
        if not hasattr(model, "tokenizer"):
            raise ValueError(
                f"{self._whom()} has no tokenizer, and gives no vectors of tokens: "
                "TokenEncoder needs a model of sentence-transformers."
            )
        if hasattr(model.tokenizer, "encode_batch"):  # of vectors without a context
            weights = model[0].embedding.weight.detach().float().cpu().numpy()
            return PieceTable(model.tokenizer, weights)
        return TransformerTokens(
            model,
            self._whom(),
            max_length=self.max_length,
            overlap=self.overlap,
            batch_size=self.batch_size,
        )

    def _of_sentences(self):
        """Return the encoder of sentences that has the same model."""
        given, device = self.model, self.device
        if isinstance(given, SentenceEncoder):
            device = given.device if device is None else device
            given = given.model
        return SentenceEncoder(given, device=device)

    def _of_tokens(self, fingerprint):
        """Return the fingerprint of means of tokens by a model."""
        return digest("mean of tokens", self.max_length, self.overlap, fingerprint)

    def _fingerprint(self):
        return self._of_tokens(self._of_sentences()._fingerprint())

    def _check_parameters(self):
        self._of_sentences()._check_parameters()

    def _whom(self):
        own = self._of_sentences()
        model = own.model if own._named() else type(own.model).__name__
        return f"The model {model} of the encoder {type(self).__name__}"

    def _encode(self, documents, fingerprint):
        tokens = self._reader(fingerprint).read(documents)
        return np.stack([mean_vector(each.vectors) for each in tokens])

    def _finished(self, vectors):
        return vectors
