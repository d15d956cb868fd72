"""Parameters of a vectorizer that a batch has no use for."""

from collections.abc import Sized
from numbers import Integral


def check_batch_parameters(vectorizer):
    """Refuse what is for `fit` alone, and a vocabulary that comes too late.

    Parameters
    ----------
    vectorizer : OnlineCountVectorizer or SequenceVectorizer
    """
    limits = {
        # As integers, 1 is a number of documents; else it is all of them.
        "min_df": vectorizer.min_df > isinstance(vectorizer.min_df, Integral),
        "max_df": vectorizer.max_df < 1 or isinstance(vectorizer.max_df, Integral),
        "max_features": vectorizer.max_features is not None,
        "min_count": vectorizer.min_count > 1,
    }
    forgets = hasattr(vectorizer, "delete_min_df")
    advice = "leave it at its default"
    if forgets:
        advice += ", and set delete_min_df to drop rare terms"
    for name in (name for name, is_set in limits.items() if is_set):
        raise ValueError(
            f"{name}={getattr(vectorizer, name)!r} is for fit, which sees all "
            f"documents, and partial_fit sees a batch: {advice}."
        )
    if not hasattr(vectorizer, "term_counts_" if forgets else "vocabulary_"):
        return
    given, known = vectorizer.vocabulary, vectorizer.vocabulary_
    same = (given is not None) == vectorizer.fixed_vocabulary_
    if not same or (isinstance(given, Sized) and len(given) != len(known)):
        raise ValueError(
            f"vocabulary={given!r:.60} comes too late: the batches before were counted "
            f"over another one, of {len(known)} terms. Set it back, or call fit."
        )
