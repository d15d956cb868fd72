"""What all encoders share: documents in, vectors out, each text encoded once."""

import math
from hashlib import blake2b
from time import perf_counter

import numpy as np

from .._arrays import unit_rows
from .._optional import import_optional
from .._part_output import called, part_vectors
from ._cache_writes import PATIENCE, LenientCache, told_to_write
from ._stateless_encoder import StatelessEncoderMixin
from ._vector_cache import CacheInfo, VectorCache

# Bytes of a digest: of 2**64 texts two might share one by chance.
_DIGEST_SIZE = 16
# Batches that are encoded before a cache is written to for the first time.
_BATCHES = 16
# Twice as many at once while they take fewer seconds than this, so that a crash costs
# about a second, and other processes wait about as long.
_SECONDS = 0.5
# How often a model may turn out to be another than its files said before.
_ATTEMPTS = 3


class ModelChanged(Exception):
    """What was loaded is not what its files were when the cache was chosen."""


class EncoderMixin(StatelessEncoderMixin):
    """For encoders of texts that keep vectors in a cache, and encode each text once.

    A subclass has the parameters `batch_size`, `cache_dir`, `normalize` and
    `show_progress`, and defines `_encode(documents, fingerprint)` and `_fingerprint()`.
    """

    def cache_info(self) -> CacheInfo:
        """Count the vectors in the cache.

        Returns
        -------
        info : CacheInfo
            The number of documents that this encoder need not encode again, and the
            size of its file in bytes. Both 0 if there is no cache.
        """
        cache = self._cache()
        return CacheInfo(0, 0) if cache is None else cache.info()

    def clear_cache(self) -> None:
        """Forget the vectors of this encoder.

        Those of encoders with other parameters stay in `cache_dir`.
        """
        cache = self._cache()
        if cache is not None:
            cache.clear()

    def _vectors(self, documents, *, fitted=False):
        """Return the vectors that the cache keeps, before they are finished."""
        return self._kept(self._encode, documents, text_key, len, fitted=fitted)

    def _kept(self, encode, items, key, size, *, fitted):
        """Return vectors of documents or images, from the cache where they are there.

        Parameters
        ----------
        encode : callable
            Takes a list of items and the fingerprint of what should encode them.
        items : list
        key : callable
            Gives the key of an item.
        size : callable
            Items of the same size are encoded together.
        fitted : bool
            Whether a model is at work that was fitted before: its cache may be gone.
        """
        for _ in range(_ATTEMPTS):
            fingerprint = None if self.cache_dir is None else self._fingerprint()
            try:
                return encode_distinct(
                    [key(item) for item in items],
                    items,
                    lambda part, fingerprint=fingerprint: self._checked(
                        encode(part, fingerprint), part
                    ),
                    cache=self._cache_in_use(fingerprint, fitted),
                    at_once=_BATCHES * self.batch_size,
                    size=size,
                    show_progress=self.show_progress,
                )
            except ModelChanged:
                continue
        raise RuntimeError("The model's files change faster than it can be loaded.")

    def _checked(self, output, items):
        """Return what a model or a function gave as vectors; the first batch tells."""
        vectors = as_vectors(output, items, self._whom())
        self._check_width(vectors.shape[1])
        return vectors

    def _whom(self):
        """Return what encodes, for messages."""
        return called("encoder", self)

    def _check_width(self, n_dimensions):
        """Refuse vectors that are too short to be finished."""

    def _cache(self, fingerprint=None):
        if self.cache_dir is None:
            return None
        return VectorCache(self.cache_dir, fingerprint or self._fingerprint())

    def _cache_in_use(self, fingerprint, fitted):
        """Return the cache, one that is done without if it is not to be an error."""
        if self.cache_dir is None:
            return None
        writes = told_to_write() is not False
        if writes and not fitted:
            return self._cache(fingerprint)
        # Who writes waits for whoever encodes the same; who reads is not in the way.
        patience = math.inf if writes else PATIENCE
        cache = VectorCache(self.cache_dir, fingerprint, patience=patience)
        return LenientCache(cache, writes)

    def _finished(self, vectors):
        """Return the vectors as `transform` gives them."""
        return unit_rows(vectors) if self.normalize else vectors


def text_key(text):
    """Return the key of a text in a cache."""
    data = text.encode("utf-8", "surrogatepass")
    return blake2b(data, digest_size=_DIGEST_SIZE, person=b"text").digest()


def image_key(data):
    """Return the key in a cache of an image, given as bytes."""
    return blake2b(data, digest_size=_DIGEST_SIZE, person=b"image").digest()


def encode_distinct(keys, items, encode, *, cache, at_once, size, show_progress):
    """Encode items, those with the same key once, and none that is in the cache.

    Parameters
    ----------
    keys : list of bytes
        A digest of each item.
    items : list
        Documents or images.
    encode : callable
        Takes a list of items and returns as many vectors of float32, checked.
    cache : VectorCache, LenientCache or None
    at_once : int
        Most items that are encoded in a call. With a cache more and more of them, while
        that is fast: the fewer it is given at once, the longer it takes to write.
    size : callable
        Items of the same size are encoded together: models fill shorter ones up.
    show_progress : bool

    Returns
    -------
    vectors : ndarray of shape (n_items, n_dimensions), float32
    """
    distinct = dict(zip(keys, items, strict=True))
    vectors = {} if cache is None else cache.get(list(distinct))
    missing = [key for key in distinct if key not in vectors]
    missing.sort(key=lambda key: size(distinct[key]), reverse=True)

    def compute(part):
        return encode([distinct[key] for key in part])

    with EncodingProgress(len(missing), show_progress) as advance:
        start = 0
        while part := missing[start : start + at_once]:
            start += len(part)
            begun = perf_counter()
            # Without a cache always the same batches, which vectors are rounded by.
            if cache is None or not cache.writes:
                vectors.update(zip(part, compute(part), strict=True))
            else:
                vectors.update(cache.fill(part, compute))
                if perf_counter() - begun < _SECONDS:
                    at_once *= 2
            advance(len(part))
    return np.stack([vectors[key] for key in keys])


def as_vectors(output, items, whom):
    """Return what an encoder gave for `items` as an array of float32."""
    vectors = part_vectors(output, len(items), whom, texts=items)
    return vectors.astype(np.float32, copy=False)


class EncodingProgress:
    """A bar of progress, or none."""

    def __init__(self, total, shown):
        self.bar = None
        if shown and total:
            tqdm = import_optional("tqdm.auto", "embeddings").tqdm
            self.bar = tqdm(total=total, desc="Encoding", unit=" documents")

    def __enter__(self):
        return (lambda n: None) if self.bar is None else self.bar.update

    def __exit__(self, *_):
        if self.bar is not None:
            self.bar.close()
