"""Topics that training by EM starts from: random, given, or those of an earlier fit."""

import warnings
from contextlib import closing
from itertools import islice
from numbers import Integral

import numpy as np
from sklearn.utils import check_random_state

from .._initial_topics import goes_on, initial_topics
from .._validation import levels_to_caller
from ._em_passes import batch_em_passes
from ._training_tables import TrainingTables

# Share of the passes of a fit after which one of several starts is chosen; and updates
# before which random topics are too much alike for the likelihood to tell which are
# good: of five starts on planted topics, all topics were found by 33 % of the seeds
# after 5 updates and by 73 % after 10.
_TRIAL_SHARE = 0.1
_TRIAL_UPDATES = 10


def starting_tables(model, training, streaming=False):
    """Return the tables that training starts from.

    Parameters
    ----------
    model : estimator
        Its `init`, `n_init`, `warm_start` and `random_state` are honoured.
    training : EMTraining
    streaming : bool, default=False
        Whether the documents are the first of a stream, over which there is one pass.

    Returns
    -------
    topics : TrainingTables
    n_iter : int
        Passes that the topics have seen.
    """
    if goes_on(model):
        if training.n_components != len(model.components_):
            raise ValueError(
                f"warm_start=True goes on from {len(model.components_)} topics, and "
                f"n_components is {training.n_components}: set it back, or start from "
                "an array of topics by init and warm_start=False."
            )
        return fitted_tables(model, training), model.n_iter_
    random_state = check_random_state(model.random_state)
    if not isinstance(model.init, str):
        return _given_tables(model, training, random_state), 0
    if model.n_init == 1:
        return _random_tables(training, random_state), 0
    return _best_start(model, training, random_state, streaming), 0


def fitted_tables(model, training):
    """Return the tables of a fitted model, to be trained further."""
    topics = TrainingTables.fitted(model, training.modalities, training.dtype)
    topics.widen(training.modalities)
    topics.start_terms(growth_generator(model), training.spread)
    return topics


def growth_generator(model):
    """Return what draws the start of terms that are new to a fitted model.

    Each time other numbers, if `random_state` is one.
    """
    seed = model.random_state
    if isinstance(seed, Integral):
        return np.random.RandomState([int(seed), model.n_features_in_])
    return check_random_state(seed)


def _random_tables(training, random_state):
    return TrainingTables.random(
        training.n_components,
        training.modalities,
        training.dtype,
        random_state,
        training.spread,
    )


def _given_tables(model, training, random_state):
    if model.n_init > 1:
        warnings.warn(
            f"n_init={model.n_init} starts would be the same start, which init gives: "
            "training starts once.",
            UserWarning,
            stacklevel=levels_to_caller(),
        )
    given = initial_topics(model, model.init)
    topics = TrainingTables.given(given, training.modalities, training.dtype)
    topics.start_terms(random_state, training.spread)
    return topics


def _best_start(model, training, random_state, streaming):
    """Return the random topics that explain the documents best after some passes.

    What is compared is the log-likelihood of the documents. The sum of it and the
    regularizers would not do: entries that are sparsed away leave that sum, so that
    starts would be compared by different sums.
    """
    best, highest = None, -np.inf
    for _ in range(model.n_init):
        topics = _random_tables(training, random_state)
        start = topics.phi.copy()
        # What becomes of a start that is not taken is nothing to warn of.
        topics.emptied.update(range(topics.n_components))
        likelihood = _likelihood_after_trial(training, topics, streaming)
        if best is None or likelihood > highest:
            best, highest = start, likelihood
    counts, seen = np.zeros_like(best), np.zeros(len(best), bool)
    return TrainingTables(
        training.n_components, best, counts, training.modalities, seen=seen
    )


def _likelihood_after_trial(training, topics, streaming):
    """Make the first passes; returns the log-likelihood in the last of them."""
    most = _TRIAL_UPDATES if streaming else training.max_iter
    least = int(np.ceil(_TRIAL_SHARE * most))
    passes = training.passes(topics)
    if streaming:  # one online pass would not tell much
        passes = batch_em_passes(training, topics)
    likelihoods = []
    with closing(passes):
        for likelihood, _ in islice(passes, most):
            likelihoods.append(likelihood)
            if len(likelihoods) >= least and topics.n_updates >= _TRIAL_UPDATES:
                break
    return likelihoods[-1]
