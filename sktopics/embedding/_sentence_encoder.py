"""SentenceEncoder: vectors of documents by a pretrained model of sentences."""

import inspect
import os
from numbers import Integral
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator

from .._sklearn import HasMethods, Interval, _fit_context
from ._fingerprints import digest, object_fingerprint, releases
from ._piece_limits import piece_limit_of
from ._sentence_models import LOCK, fingerprint, load
from ._text_encoder import EncoderMixin, ModelChanged, image_key
from .images import check_images, image_bytes, opened


class SentenceEncoder(EncoderMixin, BaseEstimator):
    """Vectors of documents by a pretrained model of sentences.

    Needs ``pip install 'sktopics[embeddings]'`` for models given by name. Read more in
    the :ref:`user guide <encoders>`.

    Parameters
    ----------
    model : str, path or object, default="all-MiniLM-L6-v2"
        What encodes. The name of a model of sentence-transformers on Hugging Face's
        hub, which is downloaded on first use, or the folder of one: it is loaded when
        first needed, and once in a process. One that was downloaded before needs no
        network; otherwise a hub that does not answer is an OSError within two seconds.
        Or any object whose method `encode` takes a list of `str` and returns as many
        vectors: a `SentenceTransformer`, a `StaticModel` of model2vec, ... Clones share
        it.
    batch_size : int, default=32
        Documents that the model takes at once.
    device : str, default=None
        Where a model given by name computes: ``"cpu"``, ``"cuda"``, ``"mps"``, ... None
        is the GPU where there is one. An object stays where it is.
    normalize : bool, default=False
        Whether to make vectors of length 1. Many models do so anyway.
    prompt : str, default=None
        Text put before each document, for models trained with one. None: what the model
        puts there by itself, mostly nothing.
    truncate_dim : int, default=None
        Keep the first so many numbers of each vector, for models trained for that
        (Matryoshka). `normalize` comes after.
    cache_dir : str or path, default=None
        Folder to keep vectors in, so that no document is encoded twice, by this or
        another encoder of the same model and prompt, in this or another process. None:
        keep none.
    show_progress : bool, default=False
        Whether to show a bar.

    Attributes
    ----------
    n_features_out_ : int
        Number of dimensions of a vector.

    See Also
    --------
    FunctionEncoder : By any function, or a pipeline of transformers.

    Notes
    -----
    The vector of a document does not depend on others, but for the rounding of the last
    digits (about 1e-7), which changes with the length of the longest document in a
    batch, and from one device to another.

    The cache is one file for each model and prompt. It knows a model by the contents of
    its files or by its weights, so that another one of the same name is another (those
    of an object are read at every call, in a fifth of a second for 100 MB).
    Vectors are kept as the model gives them: encoders that differ in `normalize` or
    `truncate_dim` share them. Processes that share a cache take turns at encoding. A
    vector damaged on disk is made again. Only you can read a new file. A cache that
    cannot be used is an error in `fit`, and a warning in `transform` of an encoder that
    was fitted before. See :func:`~sktopics.embedding.cache_writes`.

    An encoder of a model by name holds no weights: pickles and copies of it are small,
    and whoever loads one needs the model.

    Examples
    --------
    Any object that encodes will do:

    >>> from sktopics.embedding import SentenceEncoder
    >>> class Lengths:
    ...     def encode(self, sentences):
    ...         return [[len(text), text.count(" ")] for text in sentences]
    >>> SentenceEncoder(Lengths()).fit_transform(["rain and snow", "hail"])
    array([[13.,  2.],
           [ 4.,  0.]], dtype=float32)

    With a model from Hugging Face's hub:

    >>> encoder = SentenceEncoder("all-MiniLM-L6-v2", cache_dir="~/vectors")
    >>> encoder.fit_transform(["rain and snow", "hail"]).shape  # doctest: +SKIP
    (2, 384)
    """

    _parameter_constraints = {
        "model": [str, os.PathLike, HasMethods("encode")],
        "batch_size": [Interval(Integral, 1, None, closed="left")],
        "device": [str, None],
        "normalize": ["boolean"],
        "prompt": [str, None],
        "truncate_dim": [Interval(Integral, 1, None, closed="left"), None],
        "cache_dir": [str, os.PathLike, None],
        "show_progress": ["boolean"],
    }

    def __init__(
        self,
        model: Any = "all-MiniLM-L6-v2",
        *,
        batch_size=32,
        device=None,
        normalize=False,
        prompt=None,
        truncate_dim=None,
        cache_dir=None,
        show_progress=False,
    ):
        self.model = model
        self.batch_size = batch_size
        self.device = device
        self.normalize = normalize
        self.prompt = prompt
        self.truncate_dim = truncate_dim
        self.cache_dir = cache_dir
        self.show_progress = show_progress

    @_fit_context(prefer_skip_nested_validation=True)
    def transform_images(self, images) -> np.ndarray:
        """Encode images, with a model of texts and images such as CLIP.

        Parameters
        ----------
        images : iterable of str, path or PIL.Image.Image, of shape (n_images,)
            Files or images of Pillow.

        Returns
        -------
        vectors : ndarray of shape (n_images, n_dimensions), float32
            In the space of the vectors of documents that `transform` gives.

        Raises
        ------
        TypeError
            If `images` is one image or holds something else.
        ValueError
            If there are no images, a file holds none, or the model takes none.
        OSError
            If a file cannot be read.
        """
        self._check_parameters()
        images = check_images(images, whom="transform_images")
        fitted = hasattr(self, "n_features_out_")
        vectors = self._kept(
            self._encode_images, images, _image_key, lambda image: 0, fitted=fitted
        )
        return self._finished(vectors)

    def _named(self):
        """Return the model's name or path, None if it is an object."""
        named = isinstance(self.model, (str, os.PathLike))
        return os.path.expanduser(self.model) if named else None

    def _check_parameters(self):
        if self._named() is None and self.device is not None:
            raise ValueError(
                f"device={self.device!r} is for models given by name: a "
                f"{type(self.model).__name__} stays where it is."
            )

    def _fingerprint(self):
        name = self._named()
        known = object_fingerprint(self.model) if name is None else None
        return digest(known or fingerprint(name, self.device), self.prompt, releases())

    def _loaded(self, fingerprint):
        """Return the model, which has to be that of the fingerprint if there is one."""
        name = self._named()
        if name is None:
            return self.model
        loaded = load(name, self.device)
        if fingerprint is not None and fingerprint != digest(
            loaded.fingerprint(), self.prompt, releases()
        ):
            raise ModelChanged
        return loaded.model

    def _piece_limit(self):
        """Return how much of a text the model reads, None if that is not known."""
        with LOCK:
            model = self._loaded(None)
        prompt = self.prompt
        if prompt is None:
            prompts = getattr(model, "prompts", None) or {}
            prompt = prompts.get(getattr(model, "default_prompt_name", None))
        longest = getattr(model, "max_seq_length", None)
        return piece_limit_of(getattr(model, "tokenizer", None), longest, prompt)

    def _encode(self, documents, fingerprint):
        with LOCK:
            model = self._loaded(fingerprint)
            options = self._options(model)
            if self.prompt is not None and "prompt" not in options:
                documents = [self.prompt + document for document in documents]
            return model.encode(documents, **options)

    def _encode_images(self, images, fingerprint):
        images = [opened(image) for image in images]
        with LOCK:
            model = self._loaded(fingerprint)
            if "image" not in getattr(model, "modalities", ["image"]):
                raise ValueError(
                    f"The model {self.model!r:.80} takes no images: use one of texts "
                    'and images, such as "clip-ViT-B-32".'
                )
            options = self._options(model)
            options.pop("prompt", None)
            return model.encode(images, **options)

    def _options(self, model):
        """Return the keyword arguments that the model's `encode` takes, of ours."""
        options = {"batch_size": self.batch_size, "show_progress_bar": False}
        if self.prompt is not None:
            options["prompt"] = self.prompt
        try:
            taken = inspect.signature(model.encode).parameters
        except ValueError:  # of compiled code
            taken = {}
        return {name: value for name, value in options.items() if name in taken}

    def _whom(self):
        model = self.model if self._named() else type(self.model).__name__
        return f"The model {model} of the encoder {type(self).__name__}"

    def _check_width(self, n_dimensions):
        if self.truncate_dim is not None and self.truncate_dim > n_dimensions:
            raise ValueError(
                f"truncate_dim is {self.truncate_dim}, and the model gives vectors "
                f"of {n_dimensions} dimensions."
            )

    def _finished(self, vectors):
        if self.truncate_dim is not None:
            self._check_width(vectors.shape[1])  # of a cache, too
            vectors = vectors[:, : self.truncate_dim].copy()
        return super()._finished(vectors)


def _image_key(image):
    return image_key(image_bytes(image))
