"""Training of topics by EM: what it takes, and what makes a fitted model of it."""

from dataclasses import dataclass

import numpy as np
from sklearn.utils import check_random_state

from .._fit_loop import make_passes
from .._fitted import commit
from .._sklearn import with_callbacks
from ._document_rows import DocumentRows
from ._em_parameters import checked_update_weights
from ._em_passes import batch_em_passes, online_em_passes, online_pass
from ._modalities import Modalities
from ._texts import Texts
from ._training_tables import TrainingTables

# `tol` is not looked at before.
_FEWEST_PASSES = 10


@dataclass(frozen=True)
class Updates:
    """When and how online learning updates the topics; see `ARTM`."""

    batch_size: int
    learning_offset: float
    learning_decay: float
    update_every: int = 1
    decay_weight: object = None
    apply_weight: object = None

    @classmethod
    def of(cls, model):
        """Return the parameters of a model that has all of them."""
        given = {name: getattr(model, name) for name in cls.__annotations__}
        for name in ("decay_weight", "apply_weight"):
            given[name] = checked_update_weights(name, given[name])
        return cls(**given)

    @property
    def n_documents(self):
        """Number of documents from one update to the next."""
        return self.batch_size * self.update_every

    def weights(self, n_updates):
        """Weights of the old and the new counters at an update, counted from 1."""
        rate = (float(self.learning_offset) + n_updates) ** -float(self.learning_decay)
        decay = _weight_of(self.decay_weight, n_updates, 1 - rate)
        return decay, _weight_of(self.apply_weight, n_updates, rate)


def _weight_of(given, n_updates, usual):
    """Weight at an update, counted from 1, by a number, a list of numbers or None."""
    if given is None:
        return usual
    if np.ndim(given) == 0:
        return given
    return float(given[min(n_updates, len(given)) - 1])


@dataclass(frozen=True)
class EMTraining:
    """What it takes to train topics: documents, and how to learn from them.

    Attributes
    ----------
    documents : DocumentRows or Texts
    sample_weight : ndarray of shape (n_documents,)
    n_tokens : float
        Weighted number of the tokens of all documents.
    modalities : Modalities
    inference : Mixtures, TermMixtures or Contexts
        Its `e_step` counts how often terms are drawn from topics.
    updates : Updates
        When and how topics are updated online.
    online : bool
        Whether `fit` learns online too, as `partial_fit` does.
    max_iter : int
        Most passes of `fit` over the documents.
    spread : float
        How far apart the random topics are where training starts: from 0, all alike,
        to 1.
    """

    documents: DocumentRows | Texts
    sample_weight: np.ndarray
    n_tokens: float
    modalities: Modalities
    inference: object
    updates: Updates
    online: bool
    max_iter: int
    spread: float


@with_callbacks
def fit_topics(model, training, X, y):
    """Train topics until perplexity stands still or a callback asks to stop.

    At the end the model is given the attributes of the new topics, all at once.

    Parameters
    ----------
    model : estimator with `CallbackSupportMixin`
        Its `n_components`, `tol`, `verbose` and `random_state` are honoured.
    training : EMTraining
    X, y : object
        What callbacks are given as training data.
    """
    topics, perplexities = _random_topics(model, training), []
    passes = online_em_passes if training.online else batch_em_passes
    fewest = _FEWEST_PASSES
    if model.tol:
        # What a schedule does to the topics shows in the perplexity of the next pass.
        change = training.inference.regularizers.last_change(training.max_iter)
        fewest = max(fewest, change + 2)

    def assess(n_iter, likelihood):
        now = float(np.exp(-likelihood / max(training.n_tokens, 1e-300)))
        perplexities.append(now)
        if model.verbose:
            print(
                f"iteration: {n_iter} of max_iter: {training.max_iter}, "
                f"perplexity: {now:.4f}"
            )
        # Random topics may be alike for a few passes: no reason to stop.
        return n_iter >= fewest and abs(perplexities[-2] - now) < model.tol * now

    def attributes():
        fitted = _attributes_of(topics, n_iter=len(perplexities))
        return fitted | {"perplexity_": perplexities[-1]}

    make_passes(
        model,
        passes(training, topics),
        X,
        y,
        max_iter=training.max_iter,
        attributes=attributes,
        assess=assess,
    )
    commit(model, attributes())


def update_topics(model, training):
    """Make one online pass, from the topics of a model or from random ones.

    At the end the model is given the attributes of the new topics, all at once.

    Parameters
    ----------
    model : estimator
        If it has no topics yet, its `n_components` and `random_state` are honoured.
    training : EMTraining
        Of the new documents.
    """
    if hasattr(model, "components_"):
        dtype = training.documents.dtype
        topics = TrainingTables.fitted(model, training.modalities, dtype)
        n_iter = model.n_iter_
    else:
        topics, n_iter = _random_topics(model, training), 0
    online_pass(training, topics, n_iter)
    commit(model, _attributes_of(topics, n_iter=n_iter + 1))


def _random_topics(model, training):
    """Return the topics that training starts from."""
    return TrainingTables.random(
        model.n_components,
        training.modalities,
        training.documents.dtype,
        check_random_state(model.random_state),
        training.spread,
    )


def _attributes_of(topics, n_iter):
    """Return the fitted attributes of a model with these topics after some passes."""
    return {
        "components_": topics.components(topics.phi),
        "topic_word_counts_": topics.components(topics.counts),
        "n_iter_": n_iter,
        "n_batch_iter_": topics.n_updates,
    }
