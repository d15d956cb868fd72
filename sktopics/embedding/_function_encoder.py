"""FunctionEncoder: vectors of documents by a function or a pipeline of transformers."""

import os
from numbers import Integral

import numpy as np
from sklearn.base import BaseEstimator

from .._sklearn import Interval
from ._fingerprints import digest, object_fingerprint, releases, tokenizer_fingerprint
from ._piece_limits import piece_limit_of
from ._sentence_models import LOCK
from ._text_encoder import EncoderMixin, as_vectors


class FunctionEncoder(EncoderMixin, BaseEstimator):
    """Vectors of documents by a function, or by a pipeline of transformers.

    Read more in the :ref:`user guide <encoders>`.

    Parameters
    ----------
    function : callable
        Takes a list of `str` and returns as many vectors, as an array, a list, a tensor
        or a generator. The vector of a text should depend on it alone: documents are
        given longest first, and equal ones once. Or a pipeline of transformers for
        ``"feature-extraction"``, whose vectors of tokens are averaged.
    batch_size : int, default=32
        Most documents that the function is given at once.
    normalize : bool, default=False
        Whether to make vectors of length 1.
    cache_dir : str or path, default=None
        Folder to keep vectors in, so that no document is encoded twice. None: keep
        none.
    cache_key : str, default=None
        Name of what the function computes: functions with the same key share vectors,
        so that another model wants another key. A function needs one if there is
        `cache_dir`, since its code does not tell what it will compute. A pipeline is
        known by its weights, and needs none.
    show_progress : bool, default=False
        Whether to show a bar.

    Attributes
    ----------
    n_features_out_ : int
        Number of dimensions of a vector.

    See Also
    --------
    SentenceEncoder : By a model of sentence-transformers, and objects alike.
    as_encoder : Makes an encoder of anything that encodes.

    Notes
    -----
    `as_encoder` makes functions of the objects of other libraries: pipelines of spaCy,
    word vectors, models of FastEmbed and LangChain. `ClientEmbeddings` is one for
    OpenAI's service and its like. For other objects write one, such as ``lambda texts:
    client.embed(texts, model="...").embeddings``. Named functions can be pickled, as
    parallel searches need; lambdas cannot.

    Examples
    --------
    >>> from sktopics.embedding import FunctionEncoder
    >>> def count_letters(texts):
    ...     return [[text.count(letter) for letter in "aeiou"] for text in texts]
    >>> FunctionEncoder(count_letters).fit_transform(["rain and snow", "hail"])
    array([[2., 0., 1., 1., 0.],
           [1., 0., 1., 0., 0.]], dtype=float32)
    """

    _parameter_constraints = {
        "function": [callable],
        "batch_size": [Interval(Integral, 1, None, closed="left")],
        "normalize": ["boolean"],
        "cache_dir": [str, os.PathLike, None],
        "cache_key": [str, None],
        "show_progress": ["boolean"],
    }

    def __init__(
        self,
        function,
        *,
        batch_size=32,
        normalize=False,
        cache_dir=None,
        cache_key=None,
        show_progress=False,
    ):
        self.function = function
        self.batch_size = batch_size
        self.normalize = normalize
        self.cache_dir = cache_dir
        self.cache_key = cache_key
        self.show_progress = show_progress

    def _check_parameters(self):
        unnamed = self.cache_key is None and not is_pipeline(self.function)
        if self.cache_dir is not None and unnamed:
            raise ValueError(
                "A cache needs to know what the function computes: give cache_key, a "
                "name that changes whenever the function's vectors do."
            )

    def _fingerprint(self):
        self._check_parameters()
        if not is_pipeline(self.function):
            return digest("function", self.cache_key)
        return digest(
            object_fingerprint(self.function.model),
            tokenizer_fingerprint(self.function.tokenizer),
            _tokenizing(self.function),
            self.cache_key,
            releases(),
        )

    def _piece_limit(self):
        """Return how much of a text a pipeline reads, None of a function."""
        if not is_pipeline(self.function):
            return None
        longest = _tokenizing(self.function).get("max_length")
        if longest is None:
            longest = self.function.tokenizer.model_max_length
        return piece_limit_of(self.function.tokenizer, longest)

    def _encode(self, documents, fingerprint):
        size = self.batch_size
        batches = [documents[i : i + size] for i in range(0, len(documents), size)]
        whom = self._whom()
        found = [as_vectors(self._batch(part), part, whom) for part in batches]
        lengths = {vectors.shape[1] for vectors in found}
        if len(lengths) > 1:
            raise ValueError(
                f"{whom} must return vectors of one length, and returned some of "
                f"{min(lengths)} and some of {max(lengths)} dimensions."
            )
        return np.vstack(found)

    def _whom(self):
        name = getattr(self.function, "__name__", type(self.function).__name__)
        return f"The function {name} of the encoder {type(self).__name__}"

    def _batch(self, documents):
        if is_pipeline(self.function):
            with LOCK:
                return mean_of_tokens(self.function, documents)
        return self.function(documents)


def is_pipeline(function):
    """Whether `function` is a pipeline of transformers that gives vectors of tokens."""
    return getattr(function, "task", None) == "feature-extraction" and hasattr(
        function, "tokenizer"
    )


def mean_of_tokens(pipeline, documents):
    """Return the means of the vectors of the tokens of each document.

    Parameters
    ----------
    pipeline : transformers.FeatureExtractionPipeline
    documents : list of str
        Cut where they are longer than the model takes.

    Returns
    -------
    vectors : ndarray of shape (n_documents, n_dimensions)
        Special tokens count, those that fill up a batch do not.
    """
    tokenizer = pipeline.tokenizer
    if tokenizer.pad_token is None and len(documents) > 1:  # cannot fill up
        return np.vstack([mean_of_tokens(pipeline, [text]) for text in documents])
    options = {**_tokenizing(pipeline), "padding": len(documents) > 1}
    tokens = tokenizer(documents, return_tensors="pt", **options)
    mask = tokens["attention_mask"].numpy()[..., None].astype(np.float32)
    vectors = pipeline.forward(tokens)[0].float().numpy()
    return (vectors * mask).sum(axis=1) / np.maximum(mask.sum(axis=1), 1)


def _tokenizing(pipeline):
    """Return the options that the pipeline was made with for its tokenizer."""
    return {"truncation": True, **getattr(pipeline, "_preprocess_params", {})}
