"""What the parameters of a model that clusters embeddings may be."""

from numbers import Integral, Real

from ..._sklearn import HasMethods, Interval, StrOptions

CONSTRAINTS = {
    "encoder": [
        str,
        HasMethods(["transform"]),
        HasMethods(["encode"]),
        callable,
        None,
    ],
    "reducer": [
        StrOptions({"auto", "umap"}),
        HasMethods(["fit"]),
        HasMethods(["fit_transform"]),
        None,
    ],
    "clusterer": [
        StrOptions({"auto", "hdbscan"}),
        HasMethods(["fit"]),
        HasMethods(["fit_predict"]),
        None,
    ],
    "vectorizer": [HasMethods(["fit", "transform"]), None],
    "weighting": [HasMethods(["fit", "transform"]), None],
    "representation": [callable, HasMethods(["refine"]), list, dict, None],
    "n_topics": [
        Interval(Integral, 1, None, closed="left"),
        StrOptions({"auto"}),
        None,
    ],
    "min_topic_size": [Interval(Integral, 2, None, closed="left")],
    "n_top_words": [Interval(Integral, 1, None, closed="left")],
    "n_representative": [Interval(Integral, 0, None, closed="left")],
    "assign": [StrOptions({"cluster", "centroid"})],
    "calculate_probabilities": ["boolean"],
    "seed_topics": ["array-like", None],
    "zeroshot_topics": ["array-like", None],
    "zeroshot_min_similarity": [Interval(Real, -1, 1, closed="both")],
    "supervision": [StrOptions({"auto"}), None],
    "memory": [str, HasMethods(["cache"]), None],
    "n_jobs": [Integral, None],
    "random_state": ["random_state"],
}
