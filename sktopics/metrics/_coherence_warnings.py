"""Warnings and errors that say what a coherence does not rest on."""

import warnings
from itertools import chain, islice

import numpy as np

from .._reading import warn_of_left_out
from .._validation import levels_to_caller
from ..sequences import TokenSequences
from ._coherence_measures import MEASURES
from ._coherence_texts import CountMatrix

# Scorers that have warned of whole documents. They are copied for each candidate of a
# search and to its workers, so they are known by a name, which their copies have too.
_HAVE_SAID = set()


class CoherenceWarning(UserWarning):
    """Some terms of the topics are not in the texts that judge them."""


def check_some_known(terms, unknown, evidence, whose="the topics"):
    """Refuse topics all of whose terms are unknown: their value would say nothing.

    Parameters
    ----------
    terms : list
        All terms; if there are none, there is nothing to know.
    unknown : collection
        Those that are unknown.
    evidence : as `read_texts` gives them, or list of words
        What does not know them. If it holds no word at all, nothing is refused.
    whose : str, default="the topics"
        For the error message.

    Raises
    ------
    ValueError
        It names some of the terms and some of the words that there are.
    """
    if not terms or len(unknown) < len(terms):
        return
    words = [repr(word) for word in islice(_words(evidence), 10)]
    if not words:
        return
    more = ", ..." if len(words) == 10 else ""
    raise ValueError(
        f"None of the {some_terms(terms)} of {whose} is among the words that are to "
        f"judge them ({', '.join(words)}{more}). Terms and words must be written "
        "alike (capitals, stems, prefixes, n-grams): give a Pipeline and documents "
        "that it takes, an analyzer that makes such terms, or feature_names."
    )


def _words(evidence):
    """Yield the different words that occur, in order."""
    if isinstance(evidence, TokenSequences):
        columns = np.unique(evidence.ids[evidence.ids >= 0])
        return iter(_named(columns, evidence.terms))
    if isinstance(evidence, CountMatrix):
        return iter(_named(np.unique(evidence.matrix.indices), evidence.names))
    words = chain.from_iterable([t] if isinstance(t, str) else t for t in evidence)
    return iter(dict.fromkeys(word for word in words if word is not None))


def _named(columns, names):
    return columns.astype(str) if names is None else names[columns].tolist()


def warn_of_unknown(result):
    """Warn of the terms that `TopicCoherences` could not judge, if there are any."""
    unknown = dict.fromkeys(term for terms in result.unknown for term in terms)
    bare = np.flatnonzero((result.support == 0) & ~result.is_empty).tolist()
    if not unknown and not bare:
        return
    where = "Without a vector" if result.measure == "c_w2v" else "Not in the texts"
    message = f"{where} and left out: {some_terms(list(unknown))}." if unknown else ""
    if bare:
        message += (
            f" Fewer than two terms are left of topics {bare}, whose {result.measure} "
            f"is set to {MEASURES[result.measure].floor:.4g}."
        )
    # Past this function, coherence_score and the wrapper that validates it.
    warnings.warn(message.strip(), CoherenceWarning, stacklevel=4)


def warn_of_empty(result):
    """Warn of the topics that the mean of `TopicCoherences` leaves out, if any."""
    n_empty, n_topics = int(result.is_empty.sum()), len(result.is_empty)
    if 0 < n_empty < n_topics:
        warn_of_left_out(n_empty, n_topics)


def some_terms(terms, most=10):
    """Return how many terms there are, and the first of them, for messages."""
    shown = ", ".join(repr(term) for term in terms[:most])
    more = f" and {len(terms) - most} more" if len(terms) > most else ""
    return f"{len(terms)} term{'s' * (len(terms) != 1)} ({shown}{more})"


def warn_of_whole_documents(measure, texts, asker=None):
    """Warn that `measure` is counted in whole documents, once for each asker.

    Parameters
    ----------
    measure : str
    texts : as `read_texts` gives them
        Counts that users gave are known to have no order: nothing is said of them.
    asker : str, default=None
        What a scorer and its copies are known by. None asks each time.
    """
    if not isinstance(texts, CountMatrix) or not texts.why or asker in _HAVE_SAID:
        return
    if asker is not None:
        _HAVE_SAID.add(asker)
    warnings.warn(
        f"{measure} is counted in whole documents here, not in windows of "
        f"{MEASURES[measure].window} tokens: {texts.why}, so the order of the tokens "
        "is not known. Compare such scores only with each other. Give an analyzer to "
        'count windows of texts, or window="document" if whole documents are meant.',
        UserWarning,
        stacklevel=levels_to_caller(),
    )
