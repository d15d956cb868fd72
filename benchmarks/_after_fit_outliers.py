"""Outliers that get topics, here and in the package BERTopic.

Both are given the same clusters, vectors and vocabulary; documents are repeated, with
vectors that differ a little, until there are so many outliers. "labels" is the time
until the topics of outliers are known. "model" is the time until the model knows them,
too, with other words: that is `update_topics` there, which leaves means and
probabilities as they were. Each side is measured in a process of its own.
"""

import warnings
from copy import deepcopy
from functools import partial

import numpy as np
from _measure import in_own_process, measured

_SHARE_OF_OUTLIERS = 0.92
_NOISE = 0.002
_STRATEGIES = ("embeddings", "c-tf-idf", "probabilities", "distributions")
_MIN_SIMILARITY = 0.1  # of windows


def run(
    documents,
    vectors,
    n_outliers=277_000,
    all_n_topics=(100, 1000),
    strategies=_STRATEGIES,
    seed=0,
):
    """Compare the time, the memory and the labels of all strategies.

    Parameters
    ----------
    documents : list of str
    vectors : ndarray of shape (n_documents, n_dimensions)
    n_outliers : int, default=277_000
    all_n_topics : tuple of int, default=(100, 1000)
    strategies : tuple of str, by default all
    seed : int, default=0
    """
    for n_topics in all_n_topics:
        given = strategies, documents, vectors, n_outliers, n_topics, seed
        theirs = in_own_process(_run_theirs, *given)
        ours = in_own_process(_run_ours, *given)
        print(f"{n_outliers} outliers, {n_topics} topics", flush=True)
        print(
            f"{'':14}{'BERTopic: labels, model':>28}{'sktopics: labels, model':>28}"
            f"{'ratios of s':>16}  same labels"
        )
        for strategy in strategies:
            (their_labels, *their_costs), (labels, *costs) = (
                side[strategy] for side in (theirs, ours)
            )
            ratios = [
                one.cpu_seconds / other.cpu_seconds
                for one, other in zip(their_costs, costs, strict=True)
            ]
            print(
                f"{strategy:14}{_shown(their_costs)}{_shown(costs)}"
                f"{ratios[0]:9.1f}{ratios[1]:7.1f}"
                f"  {np.mean(their_labels == labels):.5f}"
            )
    print(
        "processor seconds of both, the most megabytes that one of them adds; ratios "
        "of the seconds; the share of documents with the same topic"
    )


def _shown(costs):
    seconds = "".join(f"{cost.cpu_seconds:8.2f}" for cost in costs)
    return f"{seconds} s{max(cost.added_megabytes for cost in costs):7.0f} MB"


def _corpus(documents, vectors, n_outliers, n_topics, seed):
    """Return documents, vectors and topics by size, -1 for outliers."""
    rng = np.random.default_rng(seed)
    n = int(n_outliers / _SHARE_OF_OUTLIERS)
    rows = np.arange(n) % len(documents)
    noise = rng.normal(0, _NOISE, (n, vectors.shape[1])).astype(np.float32)
    vectors = np.add(vectors[rows], noise, out=noise)
    centers = vectors[rng.permutation(len(documents))[:n_topics]]
    labels = (vectors @ centers.T).argmax(axis=1)
    labels[rng.permutation(n)[:n_outliers]] = -1
    found, sizes = np.unique(labels[labels >= 0], return_counts=True)
    number = np.full(n_topics + 1, -1)
    number[found[np.argsort(-sizes, kind="stable")]] = np.arange(len(found))
    return [documents[row] for row in rows], vectors, number[labels]


def _run_theirs(strategies, *given):
    """Return labels by the original, and what they and its new words cost."""
    import bertopic
    from sklearn.metrics.pairwise import cosine_similarity

    documents, vectors, labels = _corpus(*given)
    model = bertopic.BERTopic(
        language="multilingual",
        umap_model=bertopic.dimensionality.BaseDimensionalityReduction(),
        hdbscan_model=bertopic.cluster.BaseCluster(),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(documents, vectors.copy(), y=labels)
    # It numbers topics of equal sizes in another order.
    number = np.full(labels.max() + 2, -1)
    number[np.array(model.topics_)] = labels
    topics, found = list(model.topics_), {}
    shares = cosine_similarity(vectors, model.topic_embeddings_[1:])
    shares = np.maximum(shares, 0).astype(np.float32)
    for strategy in strategies:
        options = {"strategy": strategy, "embeddings": vectors}
        if strategy == "probabilities":
            options["probabilities"] = shares
        if strategy == "distributions":
            options["threshold"] = _MIN_SIMILARITY

        def assign(options=options):
            return model.reduce_outliers(documents, topics, **options)

        new, cost = measured(assign)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            copy = deepcopy(model)
            _, update = measured(
                lambda new=new, m=copy: m.update_topics(documents, new)
            )
        whole = cost._replace(cpu_seconds=cost.cpu_seconds + update.cpu_seconds)
        found[strategy] = number[np.array(new)], cost, whole
    return found


def _run_ours(strategies, *given):
    """Return labels, and what they and a model that knows them cost."""
    from sktopics import BERTopic, ClassTfidfTransformer

    documents, vectors, labels = _corpus(*given)
    model = BERTopic(None, None, None, weighting=ClassTfidfTransformer())
    model.fit(documents, labels, embeddings=vectors)
    found = {}
    for strategy in strategies:
        least = _MIN_SIMILARITY if strategy == "distributions" else 0

        def reduce(model, threshold, strategy=strategy):
            return model.reduce_outliers(
                documents, strategy, threshold=threshold, embeddings=vectors
            )

        reduce(deepcopy(model), least)  # compiles
        copy = deepcopy(model)
        # With the largest threshold topics are found, and next to nothing moves.
        highest = least if strategy == "distributions" else 1
        _, cost = measured(partial(reduce, deepcopy(model), highest))
        reduction, whole = measured(partial(reduce, copy, least))
        found[strategy] = reduction.labels, cost, whole
    return found
