"""Training of topics by EM: what it takes, and what makes a fitted model of it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from .._fit_loop import make_passes
from .._fitted import commit
from .._seed_topics import topic_names
from .._sklearn import with_callbacks
from ._em_parameters import checked_update_weights
from ._em_passes import batch_em_passes, online_em_passes, online_pass
from ._modalities import fitted_modalities
from ._seeded_smoothing import with_seeds
from ._starting_topics import fitted_tables, growth_generator, starting_tables

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


@dataclass
class EMTraining:
    """What it takes to train topics: documents, and how to learn from them.

    Attributes
    ----------
    model : estimator
        Knows its columns. Its ``_inference(modalities, n_components)`` returns what has
        an `e_step`: how often terms are drawn from topics.
    parts : iterable of (documents, sample_weight, n_tokens)
        What a pass goes through: one part in memory, or the batches of a stream.
        Documents are `DocumentRows` or `Texts`, `n_tokens` their weighted number.
    n_components : int
    updates : Updates
        When and how topics are updated online.
    online : bool
        Whether `fit` learns online too, as `partial_fit` does.
    max_iter : int
        Most passes of `fit` over the documents.
    spread : float
        How far apart the random topics are where training starts: from 0, all alike,
        to 1.
    n_even_passes : int
        First passes of batch learning in which the mixtures of documents start even.
        Later they start where the last pass left them.
    adapt : callable, default=None
        Returns another inference, given what the model returns.
    stores_theta : bool
        Whether batch learning leaves the last mixtures of the documents.
    streaming : bool
        Whether documents with other columns may follow.
    """

    model: object
    parts: object
    n_components: int
    updates: Updates
    online: bool
    max_iter: int
    spread: float
    n_even_passes: int = 0
    stores_theta: bool = False
    adapt: Callable | None = None
    streaming: bool = False
    _bound: tuple = field(default=(-1, None, None), init=False)

    @property
    def modalities(self):
        """`Modalities` of the columns that the model knows by now."""
        return self._bind()[1]

    @property
    def inference(self):
        """`Mixtures`, `TermMixtures` or `Contexts`, bound to these columns."""
        return self._bind()[2]

    def _bind(self):
        n_terms = self.model.n_features_in_
        if self._bound[0] != n_terms:
            modalities = fitted_modalities(self.model)
            inference = self.model._inference(modalities, self.n_components)
            if self.adapt is not None:
                inference = self.adapt(inference)
            streaming = self.streaming or not isinstance(self.parts, list)
            inference = with_seeds(
                inference, self.model, self.n_components, streaming=streaming
            )
            self._bound = n_terms, modalities, inference
        return self._bound

    @property
    def dtype(self):
        """Floating type of the documents."""
        parts = self.parts
        return parts[0][0].dtype if isinstance(parts, list) else parts.dtype

    def fit_vocabulary(self, topics):
        """Widen topics to the columns that the model knows by now."""
        if len(topics.phi) < self.model.n_features_in_:
            topics.widen(self.modalities)
            topics.start_terms(growth_generator(self.model), self.spread)

    def passes(self, topics, first=0):
        """Return a generator of passes of `fit`, the number of the first given."""
        return (online_em_passes if self.online else batch_em_passes)(
            self, topics, first
        )


@with_callbacks
def fit_topics(model, training, X, y):
    """Train topics until perplexity stands still or a callback asks to stop.

    At the end the model is given the attributes of the new topics, all at once.

    Parameters
    ----------
    model : estimator with `CallbackSupportMixin`
        Its `n_components`, `tol`, `verbose` and `random_state` are honoured, and where
        it says that training starts.
    training : EMTraining
    X, y : object
        What callbacks are given as training data.

    Returns
    -------
    topics : TrainingTables
    """
    topics, done = starting_tables(model, training)
    perplexities, fewest = [], _FEWEST_PASSES
    if model.tol:
        # What a schedule does to the topics shows in the perplexity of the next pass.
        change = training.inference.regularizers.last_change(done + training.max_iter)
        fewest = max(fewest, change - done + 2)

    def assess(n_iter, result):
        likelihood, n_tokens = result
        now = float(np.exp(-likelihood / max(n_tokens, 1e-300)))
        perplexities.append(now)
        if model.verbose:
            print(
                f"iteration: {n_iter} of max_iter: {training.max_iter}, "
                f"perplexity: {now:.4f}"
            )
        # Random topics may be alike for a few passes: no reason to stop.
        return n_iter >= fewest and abs(perplexities[-2] - now) < model.tol * now

    def attributes():
        fitted = _attributes_of(topics, n_iter=done + len(perplexities))
        return fitted | topic_names(model) | {"perplexity_": perplexities[-1]}

    make_passes(
        model,
        training.passes(topics, done),
        X,
        y,
        max_iter=training.max_iter,
        attributes=attributes,
        assess=assess,
    )
    commit(model, attributes())
    return topics


def update_topics(model, training):
    """Make one online pass, from the topics of a model or from new ones.

    At the end the model is given the attributes of the new topics, all at once.

    Parameters
    ----------
    model : estimator
        If it has no topics yet, its `n_components` and `random_state` are honoured, and
        where it says that training starts.
    training : EMTraining
        Of the new documents.
    """
    training = replace(training, streaming=True)
    if hasattr(model, "components_"):
        topics, n_iter = fitted_tables(model, training), model.n_iter_
        # Those of a model merged from several do not follow from its parameters.
        known = vars(model).get("topic_names_")
        names = {} if known is None else {"topic_names_": known}
    else:
        topics, n_iter = starting_tables(model, training, streaming=True)
        names = topic_names(model)
    online_pass(training, topics, n_iter)
    commit(model, _attributes_of(topics, n_iter=n_iter + 1) | names)


def _attributes_of(topics, n_iter):
    """Return the fitted attributes of a model with these topics after some passes."""
    return {
        "components_": topics.components(topics.phi),
        "topic_word_counts_": topics.components(topics.counts),
        "seen_terms_": topics.seen,
        "n_iter_": n_iter,
        "n_batch_iter_": topics.n_updates,
    }
