"""A small search for the number of topics, by words that a model has not seen."""

import time
from dataclasses import dataclass

from sklearn.model_selection import KFold, cross_val_score

from ..metrics import perplexity_scorer
from ._user_errors import UserError

_CANDIDATES = (5, 10, 20, 40, 80)
# Documents of the search: more change the order of candidates seldom.
_MOST_DOCUMENTS = 2000
_FEWEST_DOCUMENTS = 20
# A topic should have so many documents, or the search looks at noise.
_DOCUMENTS_OF_A_TOPIC = 10
_FOLDS = 2
_WITHIN = 0.01


@dataclass(frozen=True)
class NumberOfTopics:
    """The number of topics that predicts unseen words well.

    Parameters
    ----------
    best : int
        The smallest number whose perplexity is at most 1% above the lowest one.
    perplexities : dict from int to float
        Of each number that was tried; lower is better.
    n_documents : int
        How many documents the search has looked at.
    out_of_time : bool
        Whether larger numbers were left out for want of time.
    """

    best: int
    perplexities: dict
    n_documents: int
    out_of_time: bool


def search_number(make, documents, *, fit_params=None, seconds=60, seed=0, tell=None):
    """Return a number of topics with a low perplexity of held-out words.

    More topics are harder to read, so among numbers that differ by less than 1% it is
    the smallest.

    Numbers are tried from the smallest on, until the perplexity has risen twice or the
    time is over. All are tried over the same words: perplexities of other words cannot
    be compared.

    Parameters
    ----------
    make : callable
        Takes a number of topics and returns an unfitted Pipeline of texts.
    documents : list of str
    fit_params : dict, default=None
        What `fit` of the model takes beside, a value for each document.
    seconds : float, default=60
        No further number is tried when so much time has passed.
    seed : int, default=0
    tell : callable, default=None
        Is told a line about each number.

    Returns
    -------
    found : NumberOfTopics

    Raises
    ------
    UserError
        If there are too few documents for a search.
    """
    step = -(-len(documents) // _MOST_DOCUMENTS)
    documents = documents[::step]
    if len(documents) < _FEWEST_DOCUMENTS:
        raise UserError(
            f"{_FEWEST_DOCUMENTS} documents are needed to find the number of topics, "
            f"and there are only {len(documents)}: name it, such as --n-topics 2."
        )
    params = {name: values[::step] for name, values in (fit_params or {}).items()}
    most = max(_CANDIDATES[0], len(documents) // _DOCUMENTS_OF_A_TOPIC)
    candidates = [number for number in _CANDIDATES if number <= most]
    folds = KFold(_FOLDS, shuffle=True, random_state=seed)
    start, perplexities = time.monotonic(), {}
    X = make(candidates[0])[:-1].fit_transform(documents)
    for number in candidates:
        scores = cross_val_score(
            make(number)[-1],
            X,
            scoring=perplexity_scorer,
            cv=folds,
            params=params,
            error_score="raise",
        )
        perplexities[number] = float(-scores.mean())
        if tell is not None:
            tell(f"{number} topics: perplexity {perplexities[number]:.0f}")
        if _has_risen_twice(list(perplexities.values())):
            break
        if time.monotonic() - start > seconds:
            break
    limit = min(perplexities.values()) * (1 + _WITHIN)
    best = min(n for n, perplexity in perplexities.items() if perplexity <= limit)
    stopped = len(perplexities) < len(candidates)
    out_of_time = stopped and not _has_risen_twice(list(perplexities.values()))
    return NumberOfTopics(best, perplexities, len(documents), out_of_time)


def _has_risen_twice(figures):
    return len(figures) > 2 and figures[-3] < figures[-2] < figures[-1]
