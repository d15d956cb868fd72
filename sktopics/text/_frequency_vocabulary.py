"""A vocabulary from frequencies that are known before any document is read."""

from collections.abc import Mapping
from numbers import Integral, Real

import numpy as np


def vocabulary_of_frequencies(
    frequencies, *, min_count=1, max_features=None
) -> list[str]:
    """Choose the terms of a vocabulary by how often they occur in some corpus.

    For the parameter `vocabulary` of vectorizers: counts of a large corpus are often
    there, or quickly made by another tool, where its texts are not.

    Parameters
    ----------
    frequencies : mapping of str to number, or iterable of (str, number)
        How often each term occurs: a dict, a Counter, a Series.
    min_count : int, default=1
        Leave out terms that occur less often.
    max_features : int, default=None
        Keep this many terms, the most frequent ones, of equally frequent ones the first
        by name. None keeps all.

    Returns
    -------
    vocabulary : list of str
        Sorted, as vectorizers sort terms.

    Raises
    ------
    TypeError
        If `frequencies` is no mapping and no pairs, or a term is no `str`.
    ValueError
        If a frequency is negative or no finite number, a term comes twice, or no term
        is left.

    Examples
    --------
    >>> from sktopics import SequenceVectorizer
    >>> from sktopics.text import vocabulary_of_frequencies
    >>> frequencies = {"rain": 12, "snow": 7, "sleet": 1}
    >>> vocabulary = vocabulary_of_frequencies(frequencies, min_count=5)
    >>> SequenceVectorizer(vocabulary=vocabulary).transform(["sleet, snow, rain"]).ids
    array([1, 0], dtype=int32)
    """
    for name, value in (("min_count", min_count), ("max_features", max_features)):
        is_int = isinstance(value, Integral) and not isinstance(value, bool)
        if not (is_int and value >= 0) and not (name[1] == "a" and value is None):
            raise ValueError(f"{name} must be an int, 0 or more, got {value!r}.")
    counts = _checked_frequencies(frequencies)
    kept = [term for term, count in counts.items() if count >= min_count]
    if max_features is not None:
        kept = sorted(kept, key=lambda term: (-counts[term], term))[:max_features]
    if not kept:
        raise ValueError(
            f"No term is left of {len(counts)}: min_count is {min_count}, and "
            f"max_features {max_features}."
        )
    return sorted(kept)


def _checked_frequencies(frequencies):
    """Return frequencies as a dict, or say what is wrong with them."""
    is_mapping = isinstance(frequencies, Mapping)
    if not is_mapping and hasattr(frequencies, "items"):  # a Series
        frequencies = frequencies.items()
    counts = {}
    for pair in frequencies.items() if is_mapping else frequencies:
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise TypeError(
                "frequencies must be a mapping from terms to numbers, or pairs of a "
                f"term and a number, and hold {pair!r:.60}."
            )
        term, count = pair
        if not isinstance(term, str):
            raise TypeError(f"Terms must be str, and one is {term!r:.60}.")
        if not isinstance(count, Real) or not 0 <= count < np.inf:
            raise ValueError(
                f"The frequency of {term!r} must be a number, 0 or more, got {count!r}."
            )
        if term in counts:
            raise ValueError(f"The term {term!r} comes twice in frequencies.")
        counts[term] = count
    return counts
