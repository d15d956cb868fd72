"""The limit of how often a term occurs, beside those of how many documents hold it."""

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from ._growing import column_sums


class MinCountMixin:
    """For subclasses of `CountVectorizer` with the parameter `min_count`."""

    def _limit_features(self, X, vocabulary, *limits, **named_limits):
        """Leave out terms that occur too rarely, before the other limits."""
        kept = frequent_enough(self, column_sums(X))
        if not kept.all():
            columns = np.cumsum(kept) - 1
            for term, column in list(vocabulary.items()):
                if kept[column]:
                    vocabulary[term] = int(columns[column])
                else:
                    del vocabulary[term]
            X = X[:, np.flatnonzero(kept)]
        return CountVectorizer._limit_features(
            self, X, vocabulary, *limits, **named_limits
        )


def frequent_enough(vectorizer, occurrences):
    """Return the mask of the terms that `min_count` keeps.

    Parameters
    ----------
    vectorizer : CountVectorizer
        One without the parameter keeps all.
    occurrences : ndarray of shape (n_terms,)
        How often each term occurs.

    Raises
    ------
    ValueError
        If there are terms, and none is kept.
    """
    least = getattr(vectorizer, "min_count", 1)
    kept = np.asarray(occurrences) >= least if least > 1 else occurrences >= 0
    if len(kept) and not kept.any():
        raise ValueError(
            f"No term occurs {least} times in the documents, the most frequent one "
            f"{occurrences.max():g} times: no terms remain. Try a lower min_count."
        )
    return kept
