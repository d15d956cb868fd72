"""What the parameters of latent Dirichlet allocation may be."""

from collections.abc import Mapping
from numbers import Integral, Real

from .._sklearn import HasMethods, Interval, StrOptions

LDA_CONSTRAINTS = {
    "n_components": [Interval(Integral, 0, None, closed="neither")],
    "inference": [StrOptions({"collapsed", "variational"})],
    "doc_topic_prior": [
        None,
        Interval(Real, 0, None, closed="left"),
        StrOptions({"symmetric", "asymmetric", "auto"}),
        "array-like",
    ],
    "topic_word_prior": [
        None,
        Interval(Real, 0, None, closed="left"),
        StrOptions({"symmetric", "auto"}),
        "array-like",
    ],
    "learning_method": [StrOptions({"batch", "online"})],
    "learning_decay": [Interval(Real, 0, 1, closed="both")],
    "learning_offset": [Interval(Real, 1.0, None, closed="left")],
    "max_iter": [None, Interval(Integral, 0, None, closed="left")],
    "batch_size": [Interval(Integral, 0, None, closed="neither")],
    "evaluate_every": [Interval(Integral, None, None, closed="neither")],
    "total_samples": [Interval(Real, 0, None, closed="neither")],
    "perp_tol": [None, Interval(Real, 0, None, closed="left")],
    "mean_change_tol": [Interval(Real, 0, None, closed="left")],
    "max_doc_update_iter": [Interval(Integral, 0, None, closed="left")],
    "n_jobs": [None, Integral],
    "verbose": ["verbose"],
    "random_state": ["random_state"],
    "init": [StrOptions({"random"}), "array-like", HasMethods(["fit"])],
    "n_init": [Interval(Integral, 0, None, closed="neither")],
    "warm_start": ["boolean"],
    "seed_topics": [None, Mapping, "array-like"],
    "seed_weight": [Interval(Real, 0, None, closed="left")],
}
