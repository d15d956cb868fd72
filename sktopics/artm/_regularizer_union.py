"""Regularizers composed by name, and bound to the topics and terms they are for."""

from dataclasses import dataclass
from numbers import Integral
from typing import Self

import numpy as np

from .._parameters import all_or_nothing
from .._sklearn import HasMethods, _BaseComposition
from ._named_regularizers import (
    named_regularizers,
    parameters_of_list,
    picklable_or_refused,
    with_parameters,
)

HOOKS = ("grad", "grad_theta", "grad_ptdw")
# What an object must have to be a regularizer or a union of them.
LIKE_REGULARIZERS = [HasMethods([name]) for name in ("get_params", *HOOKS)]


class RegularizerUnion(_BaseComposition):
    """Sum of named regularizers, like a `FeatureUnion`.

    Parameters
    ----------
    regularizers : list of (str, regularizer) tuples or of regularizers
        A regularizer without a name is called by its class in lower case, and -1, -2
        and so on is added where there are several. A regularizer is an object with
        `grad(phi, n_wt, n_t)`, with `grad_theta(theta, n_td)` or with
        `grad_ptdw(ptdw, offsets)` (see :class:`Regularizer`), or a function (also one
        compiled by numba) that is called as ``function(phi, n_wt, n_t)`` and returns
        what is to be added to `n_wt`. ``"drop"`` or None leaves a regularizer out.

    Raises
    ------
    TypeError
        If an entry is neither a regularizer nor a function nor ``"drop"``.
    ValueError
        If names repeat, contain ``"__"`` or hide a parameter of the union.

    See Also
    --------
    make_regularizer_union : The same without names.

    Examples
    --------
    >>> from sktopics.artm import Decorrelator, RegularizerUnion, SmoothSparsePhi
    >>> union = RegularizerUnion([
    ...     ("decorrelator", Decorrelator(tau=100)),
    ...     ("sparse", SmoothSparsePhi(tau=-0.1)),
    ... ])
    >>> union.set_params(decorrelator__tau=50, sparse="drop")
    RegularizerUnion(regularizers=[('decorrelator', Decorrelator(tau=50)),
                                   ('sparse', 'drop')])
    """

    def __init__(self, regularizers):
        self.regularizers = regularizers

    def get_params(self, deep=True) -> dict:
        """Return the parameters, with `deep` also those of the regularizers.

        Parameters
        ----------
        deep : bool, default=True
            Whether to add the regularizers by name and their parameters.

        Returns
        -------
        params : dict
        """
        params = super().get_params(deep=False)
        if deep:
            params |= parameters_of_list(self.regularizers)
        return params

    def set_params(self, **params) -> Self:
        """Set parameters of the union, of a regularizer, or a regularizer itself.

        Parameters
        ----------
        **params : dict
            For instance ``decorrelator__tau=10`` or ``decorrelator="drop"``.

        Returns
        -------
        self : RegularizerUnion
            As it was, if there is no such parameter.
        """
        with all_or_nothing(self, params):
            if "regularizers" in params:
                self.regularizers = params.pop("regularizers")
            known = self.get_params()
            inside = {k: params[k] for k in params if k.partition("__")[0] in known}
            if inside:
                whom = type(self).__name__
                self.regularizers = with_parameters(self.regularizers, inside, whom)
            others = {k: params[k] for k in params if k not in inside}
            return super().set_params(**others)

    def __getstate__(self):
        picklable_or_refused(self.regularizers)
        return super().__getstate__()

    def bind(self, feature_names, n_components, modalities=None) -> Self:
        """Return the regularizers in use, bound to a vocabulary.

        Parameters
        ----------
        feature_names : array-like of shape (n_terms,) or None
            Names of the rows of phi; None for a vocabulary without names.
        n_components : int
            Number of topics.
        modalities : dict of str to (slice or array of int), default=None
            The rows of phi that belong to each modality. None: only one.

        Returns
        -------
        bound : BoundRegularizers
            Holds clones: the regularizers of the union stay as they are.
        """
        return BoundRegularizers(
            [
                _bind(name, item, feature_names, n_components, modalities)
                for name, item in self._checked_entries()
                if item is not None and not isinstance(item, str)
            ]
        )

    def _checked_entries(self):
        """Pairs of name and regularizer, after a look at each."""
        entries = named_regularizers(self.regularizers)
        for entry in entries:
            if len(entry) != 2:
                raise TypeError(
                    "regularizers must be a list of (name, regularizer) tuples; "
                    f"got {entry!r} in it."
                )
            name, item = entry
            if not isinstance(name, str):
                raise TypeError(f"The name of a regularizer must be a str: {name!r}.")
            dropped = item is None or (isinstance(item, str) and item == "drop")
            if not dropped and not _is_regularizer(item):
                raise TypeError(
                    f"The regularizer {name!r} must be a function, 'drop', None or an "
                    f"object with one of the methods {', '.join(HOOKS)}; got {item!r}."
                )
        self._validate_names([name for name, _ in entries])
        return entries


def make_regularizer_union(*regularizers) -> RegularizerUnion:
    """Make a `RegularizerUnion` of regularizers without giving them names.

    They are called by their classes in lower case, as by `make_pipeline`. Where there
    are several of one class, -1, -2 and so on is added.

    Parameters
    ----------
    *regularizers : regularizer, function, or (str, regularizer) tuple
        What :class:`RegularizerUnion` takes.

    Returns
    -------
    union : RegularizerUnion
        With the names in it.

    Raises
    ------
    TypeError
        If one is no regularizer.
    ValueError
        If two have one name.

    Examples
    --------
    >>> from sktopics.artm import Decorrelator, SmoothSparsePhi, make_regularizer_union
    >>> union = make_regularizer_union(
    ...     Decorrelator(100), SmoothSparsePhi(-0.1), SmoothSparsePhi(1, topics=[-1])
    ... )
    >>> [name for name, _ in union.regularizers]
    ['decorrelator', 'smoothsparsephi-1', 'smoothsparsephi-2']
    >>> union.set_params(decorrelator__tau=50).regularizers[0]
    ('decorrelator', Decorrelator(tau=50))
    """
    return as_union(list(regularizers))


def as_union(regularizers):
    """Return what a user passed as `regularizers` as a `RegularizerUnion`.

    Parameters
    ----------
    regularizers : None, RegularizerUnion, regularizer, function or list
        A list holds regularizers, functions or (name, regularizer) tuples;
        regularizers without a name are called by their class in lower case.

    Returns
    -------
    union : RegularizerUnion
    """
    if isinstance(regularizers, RegularizerUnion):
        return regularizers
    if regularizers is None:
        return RegularizerUnion([])
    if not isinstance(regularizers, list | tuple):
        regularizers = [regularizers]
    union = RegularizerUnion(named_regularizers(regularizers))
    union._checked_entries()
    return union


def bound_regularizers(model, modalities, n_components):
    """Return the regularizers of a model, bound to its columns, modalities and topics.

    A fitted model has `n_components` topics, whatever its parameter has become since.
    """
    names = getattr(model, "feature_names_in_", None)
    rows = modalities.rows or None
    return as_union(model.regularizers).bind(names, n_components, rows)


class BoundRegularizers:
    """Regularizers that know the rows and topics which they are for.

    Attributes
    ----------
    parts : list of BoundRegularizer
    has_phi, has_theta, has_ptdw : bool
        Whether there is anything to be done to phi, to theta, to p(t | d, w).
    """

    def __init__(self, parts):
        self.parts = parts
        self.has_phi, self.has_theta, self.has_ptdw = (
            any(part.does(hook) for part in parts) for hook in HOOKS
        )

    def last_change(self, n_passes):
        """Return the last of `n_passes` in which a schedule changes, 0 if none."""
        changes = (
            number
            for part in self.parts
            if part.get("schedule") is not None
            for number in range(1, n_passes)
            if part.multiplier(number) != part.multiplier(number - 1)
        )
        return max(changes, default=0)

    def removable_topics(self, n_components):
        """Topics that a regularizer is there to remove, a set of int."""
        topics = np.arange(n_components)
        selections = (part for part in self.parts if part.get("removes_topics", False))
        return {topic for part in selections for topic in topics[part.topics].tolist()}


@dataclass(frozen=True)
class BoundRegularizer:
    """A regularizer with the block of the tables that it sees."""

    name: str
    regularizer: object
    rows: slice | np.ndarray
    topics: slice | np.ndarray

    def get(self, name, default=None):
        return getattr(self.regularizer, name, default)

    @property
    def tau(self):
        return self.get("tau", 1.0)

    @property
    def index(self):
        if isinstance(self.rows, slice) or isinstance(self.topics, slice):
            return self.rows, self.topics
        return np.ix_(self.rows, self.topics)

    def does(self, hook):
        is_function = callable(self.regularizer) and hook == "grad"
        return is_function or hasattr(self.regularizer, hook)

    def call(self, hook, *blocks):
        return getattr(self.regularizer, hook, self.regularizer)(*blocks)

    def blocks(self, phi, n_wt, n_t):
        """Return what the regularizer sees of phi and of the counters."""
        counts = n_wt[self.index]
        whole = self.rows == slice(None) if isinstance(self.rows, slice) else False
        n_t = n_t[self.topics] if whole else counts.sum(axis=0)
        return phi[self.index], counts, n_t

    def document_blocks(self, theta, n_td, n_t):
        """Return what the regularizer sees of theta; with n_t if it asks for that."""
        blocks = theta[:, self.topics], n_td[:, self.topics]
        if not self.get("needs_n_t", False):
            return blocks
        return *blocks, None if n_t is None else n_t[self.topics]

    def score(self, method, blocks):
        known = hasattr(self.regularizer, method) and not self.get("relative", False)
        return getattr(self.regularizer, method)(*blocks) if known else np.nan

    def iteration_weight(self, iteration):
        """Weight of an iteration over documents, by the regularizer's own list."""
        weights = self.get("iteration_weights")
        if weights is None:
            return 1.0
        last = len(weights) - 1
        return float(weights[last if iteration is None else min(iteration, last)])

    def multiplier(self, pass_number):
        """Weight of the pass, by the regularizer's schedule."""
        schedule = self.get("schedule")
        if schedule is None:
            return 1.0
        if not callable(schedule) and not len(schedule):
            raise ValueError(f"The schedule of the regularizer {self.name!r} is empty.")
        if callable(schedule):
            multiplier = float(schedule(pass_number))
        else:
            multiplier = float(schedule[min(pass_number, len(schedule) - 1)])
        if not np.isfinite(multiplier):
            raise ValueError(
                f"The schedule of the regularizer {self.name!r} gives {multiplier} in "
                f"pass {pass_number}."
            )
        return multiplier


def _is_regularizer(item):
    """Whether `item` can be asked for what to add to the counters."""
    if isinstance(item, type):
        return False
    return callable(item) or any(hasattr(item, hook) for hook in HOOKS)


def _bind(name, item, feature_names, n_components, modalities):
    """Bind one regularizer to the rows and topics that it is for."""
    if hasattr(item, "_parameter_constraints"):
        item._validate_params()
    rows = _rows(name, getattr(item, "modalities", None), modalities)
    topics = _topics(name, getattr(item, "topics", None), n_components)
    if hasattr(item, "bind"):
        names = None if feature_names is None else np.asarray(feature_names)[rows]
        item = item.bind(names, len(np.arange(n_components)[topics]))
    return BoundRegularizer(name, item, rows, topics)


def _rows(name, wanted, modalities):
    """Rows of the modalities `wanted`, as a slice where that is possible."""
    if wanted is None:
        return slice(None)
    wanted = [wanted] if isinstance(wanted, str) else list(wanted)
    known = {} if modalities is None else modalities
    unknown = [modality for modality in wanted if modality not in known]
    if unknown or not wanted or len(set(wanted)) < len(wanted):
        raise ValueError(
            f"modalities={wanted!r} of the regularizer {name!r}: the model has "
            f"{list(known) if known else 'no named modalities'}."
        )
    if len(wanted) == 1 and isinstance(known[wanted[0]], slice):
        return known[wanted[0]]
    stop = 1 + max(_last(rows) for rows in known.values())
    return np.concatenate([np.arange(stop)[known[key]] for key in wanted])


def _last(rows):
    """Last row of a modality."""
    return rows.stop - 1 if isinstance(rows, slice) else int(np.max(rows))


def _topics(name, wanted, n_components):
    """Columns of the topics `wanted`, as a slice where that is possible."""
    if wanted is None:
        return slice(None)
    if isinstance(wanted, Integral):
        wanted = [wanted]
    if not isinstance(wanted, slice):
        wanted = list(wanted)
    try:
        topics = np.arange(n_components)[wanted]
    except IndexError as error:
        raise ValueError(
            f"topics={wanted!r} of the regularizer {name!r} do not fit a model with "
            f"n_components={n_components}: {error}"
        ) from error
    if len(topics) == 0 or len(set(topics.tolist())) < len(topics):
        raise ValueError(
            f"topics={wanted!r} of the regularizer {name!r} must name at least one of "
            f"{n_components} topics, and none twice."
        )
    if (np.diff(topics) == 1).all():
        return slice(int(topics[0]), int(topics[-1]) + 1)
    return topics
