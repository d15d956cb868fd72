"""Whether encoders write to their caches, and caches that models do without."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from .._validation import levels_to_caller
from ._cache_file import CacheDamaged, CacheUnusable

# Seconds that a fitted model waits for others who write to the cache.
PATIENCE = 10.0
_WRITES: ContextVar[bool | None] = ContextVar("cache_writes", default=None)


@contextmanager
def cache_writes(write, *, override=True) -> Iterator[None]:
    """Decide whether encoders write the vectors of new documents to their caches.

    An encoder with `cache_dir` writes what it encodes. A fitted
    :class:`~sktopics.clustering.BERTopic` or :class:`~sktopics.clustering.Top2Vec` only
    reads the cache of its encoder in `transform`, `predict` and `predict_proba`. This
    context manager changes both.

    Parameters
    ----------
    write : bool
        Whether to write. Without, a cache that cannot be read is a warning, and
        documents are encoded.
    override : bool, default=True
        Whether to decide also where an outer `cache_writes` has decided. False is for
        models, whose users come first.

    See Also
    --------
    SentenceEncoder, FunctionEncoder : Encoders with a cache.

    Notes
    -----
    It holds for the current thread, and for tasks of asyncio that are started within,
    not for other threads and processes.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from sktopics.embedding import FunctionEncoder, cache_writes
    >>> def count_letters(texts):
    ...     return [[text.count(letter) for letter in "aeiou"] for text in texts]
    >>> with TemporaryDirectory() as folder:
    ...     encoder = FunctionEncoder(
    ...         count_letters, cache_dir=folder, cache_key="letters, version 1"
    ...     ).fit(["rain"])
    ...     with cache_writes(False):
    ...         vectors = encoder.transform(["snow", "hail"])
    ...     encoder.cache_info().documents
    1
    """
    decides = override or _WRITES.get() is None
    token = _WRITES.set(bool(write)) if decides else None
    try:
        yield
    finally:
        if token is not None:
            _WRITES.reset(token)


def told_to_write():
    """Return what `cache_writes` has decided, None where nothing has."""
    return _WRITES.get()


class LenientCache:
    """A cache that is done without where it cannot be used, with one warning.

    Parameters
    ----------
    cache : VectorCache
    writes : bool
        Whether new vectors are written to it.
    """

    def __init__(self, cache, writes):
        self.writes, self._cache = writes, cache

    def get(self, keys):
        """Return the vectors that are there, in a dict by key."""
        try:
            if not self.writes and not self._cache.path.parent.is_dir():
                raise CacheUnusable(f"There is no folder {self._cache.path.parent}.")
            return self._cache.get(keys)
        except (CacheDamaged, CacheUnusable, RuntimeError) as error:
            self._give_up(error)
            return {}

    def fill(self, keys, compute):
        """Return the vectors of all keys, kept or computed."""
        computed = {}

        def remembered(missing):
            vectors = compute(missing)
            computed.update(zip(missing, vectors, strict=True))
            return vectors

        if self.writes:
            try:
                return self._cache.fill(keys, remembered)
            except (CacheDamaged, CacheUnusable) as error:
                self._give_up(error)
        if missing := [key for key in keys if key not in computed]:
            remembered(missing)
        return computed

    def _give_up(self, error):
        self.writes = False
        warnings.warn(
            f"Documents are encoded without the cache of vectors. {error}",
            UserWarning,
            stacklevel=levels_to_caller(),
        )
