"""Means of vectors, and which vectors are nearer than another one."""

from typing import Any

import numpy as np

from .._neighbors import additive, best_rows, unit
from .._sklearn import StrOptions, validate_params
from ._query_keys import KINDS, as_list, is_name, look_up, rows_of_known

_KIND = {"keys": [StrOptions({"auto", *KINDS})]}


class KeyRanksMixin:
    """Questions about the order of keys, and about several as one; see `table_of`."""

    @validate_params(
        {
            **_KIND,
            "norm": ["boolean"],
            "unknown": [StrOptions({"error", "skip"})],
        },
        prefer_skip_nested_validation=True,
    )
    def mean_vector(
        self, group, weights=None, *, norm=True, unknown="error", keys="auto"
    ) -> np.ndarray:
        """Compute the weighted mean of the vectors of several keys.

        Parameters
        ----------
        group : list of keys
            Words, tags of documents and vectors, in any mixture; with repetitions.
        weights : array-like of shape (n_keys,), default=None
            How much each key counts; the mean is divided by the sum of their absolute
            values. By default all count the same.
        norm : bool, default=True
            Whether to scale each vector to length 1 before, so that long ones do not
            count for more. The mean itself is left as it is.
        unknown : {"error", "skip"}, default="error"
            What becomes of names that are not known.
        keys : {"auto", "words", "documents"}, default="auto"
            What names are the names of, see `most_similar`.

        Returns
        -------
        mean : ndarray of shape (vector_size,), float32

        Raises
        ------
        TypeError
            As `most_similar`.
        ValueError
            If a key is not known, or none is, or if weights are not as many as keys,
            not finite, or all 0.

        Examples
        --------
        >>> import numpy as np
        >>> from sktopics.embedding import WordVectors
        >>> words = WordVectors(np.array(["sea", "ship"], dtype=object), 2 * np.eye(2))
        >>> words.mean_vector(["sea", "ship"], weights=[3, 1])
        array([0.75, 0.25], dtype=float32)
        """
        group = as_list(group)
        weights = np.ones(len(group)) if weights is None else np.asarray(weights, float)
        if weights.shape != (len(group),) or not np.isfinite(weights).all():
            raise ValueError(
                f"weights must be a finite number for each of {len(group)} keys, got "
                f"{weights!r:.60}."
            )
        kept = list(range(len(group)))
        if unknown == "skip":
            known = self._known_names(group, keys)
            kept = [i for i in kept if not is_name(group[i]) or group[i] in known]
        found = look_up(self, [group[i] for i in kept], keys)
        weights = weights[kept]
        if not weights.any():
            raise ValueError(
                "A mean needs at least one key that is known and has a weight: none of "
                f"{len(group)} is."
            )
        vectors = np.array([key.vector for key in found], dtype=np.float32)
        vectors = unit(vectors) if norm else vectors
        return (weights / np.abs(weights).sum() @ vectors).astype(np.float32)

    def _known_names(self, group, kind):
        """Return which names of some keys are known."""
        names, known = [key for key in group if is_name(key)], set()
        for one in KINDS if kind == "auto" else (kind,):
            table, _ = self._names_and_vectors(one)
            if table is not None:
                known.update(rows_of_known(table, names))
        return known

    @validate_params(_KIND, prefer_skip_nested_validation=True)
    def closer_than(
        self, first, second, *, among: str | list | None = None, keys="auto"
    ) -> list[Any]:
        """Find what is more like one key than another key is.

        Parameters
        ----------
        first : key
            What to be like: a word, the tag of a document or a vector.
        second : key
            What to be beaten.
        among : {"words", "documents"} or list of keys, default=None
            What to look among. None is what `second` is one of, or `first` where that
            is a vector; words if both are vectors.
        keys : {"auto", "words", "documents"}, default="auto"
            What names are the names of, see `most_similar`.

        Returns
        -------
        names : list
            Those whose cosine with `first` is larger than that of `second`, the most
            similar first, without `first` itself.

        Raises
        ------
        TypeError, ValueError
            As `most_similar`.

        Examples
        --------
        >>> import numpy as np
        >>> from sktopics.embedding import WordVectors
        >>> names = np.array(["sea", "ship", "sail", "tax"], dtype=object)
        >>> words = WordVectors(names, np.array([[4, 0], [4, 1], [4, 2], [0, 4]]))
        >>> words.closer_than("sea", "tax")
        ['ship', 'sail']
        >>> words.rank("sea", "tax")
        3
        """
        query = look_up(self, [first, second], keys)
        if among is None:
            among = query[1].kind or query[0].kind or "words"
        names, candidates, own = self._candidates(among, keys, query[:1])
        _, _, rows = self._candidates(among, keys, query[1:])
        n_jobs = getattr(self, "n_jobs", None)
        scores = additive(candidates, [query[0].vector], [1.0], n_jobs)
        # From the same product: a sum in another order has other last digits.
        beaten = [scores[row] for row in rows] or additive(
            query[1].vector[np.newaxis], [query[0].vector], [1.0]
        )
        others = np.delete(np.arange(len(scores)), own)
        n_closer = int(np.count_nonzero(scores[others] > beaten[0]))
        return names[best_rows(scores, n_closer, without=own)].tolist()

    def rank(
        self, first, second, *, among: str | list | None = None, keys="auto"
    ) -> int:
        """Count the place of a key among what is most like another one.

        Parameters
        ----------
        first, second : key
            See `closer_than`.
        among : {"words", "documents"} or list of keys, default=None
            See `closer_than`.
        keys : {"auto", "words", "documents"}, default="auto"
            See `closer_than`.

        Returns
        -------
        rank : int
            1 if nothing is more like `first` than `second` is.

        Raises
        ------
        TypeError, ValueError
            As `most_similar`.
        """
        return 1 + len(self.closer_than(first, second, among=among, keys=keys))
