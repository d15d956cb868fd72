"""What the parameters of the author-topic model may be."""

from collections.abc import Mapping
from numbers import Integral, Real

from .._sklearn import HasMethods, Interval, StrOptions

AUTHOR_CONSTRAINTS = {
    "n_components": [Interval(Integral, 0, None, closed="neither")],
    "init": [StrOptions({"lda", "random"}), "array-like", HasMethods(["fit"])],
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
    "missing_authors": [StrOptions({"error", "ignore", "own"})],
    "unknown_authors": [StrOptions({"error", "ignore"})],
    "learning_method": [StrOptions({"batch", "online"})],
    "learning_decay": [Interval(Real, 0, 1, closed="both")],
    "learning_offset": [None, Interval(Real, 0, None, closed="left")],
    "max_iter": [Interval(Integral, 0, None, closed="left")],
    "batch_size": [Interval(Integral, 0, None, closed="neither")],
    "evaluate_every": [Interval(Integral, None, None, closed="neither")],
    "total_samples": [Interval(Real, 0, None, closed="neither")],
    "perp_tol": [None, Interval(Real, 0, None, closed="left")],
    "mean_change_tol": [Interval(Real, 0, None, closed="left")],
    "max_doc_update_iter": [None, Interval(Integral, 1, None, closed="left")],
    "n_jobs": [None, Integral],
    "verbose": ["verbose"],
    "random_state": ["random_state"],
    "n_init": [Interval(Integral, 1, None, closed="left")],
    "warm_start": ["boolean"],
    "seed_topics": [None, Mapping, "array-like"],
    "seed_weight": [Interval(Real, 0, None, closed="left")],
}
