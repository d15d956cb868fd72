r"""BERTopic: topics, seconds and memory beside the original.

    python benchmarks/bench_bertopic.py [corpus.jsonl.gz] --encoder MODEL \
        --parts topics speed

The corpus is a file of one JSON object a line with the key `text`, and `label` where
there is one; by default the State of the Union addresses that ship with sktopics. See
README.md for what the columns are.
"""

import argparse
import os
import time
import warnings
from pathlib import Path

import numpy as np
from _corpora import read_labelled
from _measure import in_own_process, measured, surroundings

# What is compiled on before the clock runs.
FIRST_DOCUMENTS = 500
N_NEW = 10_000
TOPICS_HEADER = (
    f"{'':26}{'topics':>8}{'outliers':>10}{'ARI':>8}{'NMI':>7}{'purity':>8}"
    f"{'NPMI':>8}{'diversity':>11}{'s':>8}"
)


def umap_and_hdbscan(seed):
    """The parts of the original, as it makes them, but for the seed."""
    from hdbscan import HDBSCAN
    from umap import UMAP

    reducer = UMAP(
        n_neighbors=15,
        n_components=5,
        min_dist=0.0,
        metric="cosine",
        random_state=seed,
    )
    clusterer = HDBSCAN(
        min_cluster_size=10,
        metric="euclidean",
        cluster_selection_method="eom",
        prediction_data=True,
        core_dist_n_jobs=1,  # its own processes wait for ever inside of another's
    )
    return reducer, clusterer


def original(seed, **options):
    """The original BERTopic, which is given embeddings."""
    import bertopic

    reducer, clusterer = umap_and_hdbscan(seed)
    return bertopic.BERTopic(
        language=None, umap_model=reducer, hdbscan_model=clusterer, **options
    )


def candidates():
    """Functions of (embeddings, seed, n_jobs) that give clusters, by name."""
    return {
        "BERTopic 0.17 (UMAP, HDBSCAN)": _umap_hdbscan,
        "UMAP + PLSCAN": _umap_plscan,
        "EVoC": _evoc,
        "50 PC + HDBSCAN": _pca_hdbscan,
        "50 PC + 20 means": _pca_kmeans,
        "Leiden, all dimensions": _leiden_on_all,
        "sktopics (50 PC + Leiden)": _default,
        "  resolution 1": lambda E, s, n: _default(E, s, n, resolution=1.0),
        "  resolution 4": lambda E, s, n: _default(E, s, n, resolution=4.0),
        "  25 neighbours": lambda E, s, n: _default(E, s, n, n_neighbors=25),
    }


def _umap_hdbscan(embeddings, seed, n_jobs):
    reducer, clusterer = umap_and_hdbscan(seed)
    return clusterer.fit_predict(reducer.fit_transform(embeddings))


def _umap_plscan(embeddings, seed, n_jobs):
    from fast_hdbscan import PLSCAN

    reducer, _ = umap_and_hdbscan(seed)
    return PLSCAN().fit_predict(reducer.fit_transform(embeddings))


def _evoc(embeddings, seed, n_jobs):
    from evoc import EVoC

    return EVoC(base_min_cluster_size=10, random_state=seed).fit_predict(embeddings)


def _pca_hdbscan(embeddings, seed, n_jobs):
    from hdbscan import HDBSCAN
    from sklearn.decomposition import PCA

    reduced = PCA(50, random_state=seed).fit_transform(embeddings)
    return HDBSCAN(min_cluster_size=10).fit_predict(reduced)


def _pca_kmeans(embeddings, seed, n_jobs):
    from sklearn.cluster import KMeans
    from sklearn.decomposition import PCA

    reduced = PCA(50, random_state=seed).fit_transform(embeddings)
    return KMeans(20, n_init=1, random_state=seed).fit_predict(reduced)


def _leiden_on_all(embeddings, seed, n_jobs):
    from sktopics import LeidenClustering

    clusterer = LeidenClustering(resolution=2.0, random_state=seed, n_jobs=n_jobs)
    return clusterer.fit_predict(embeddings)


def _default(embeddings, seed, n_jobs, resolution=2.0, **options):
    from sklearn.decomposition import PCA

    from sktopics import LeidenClustering

    if min(embeddings.shape) > 50:
        embeddings = PCA(50, random_state=seed).fit_transform(embeddings)
    clusterer = LeidenClustering(
        resolution=resolution, random_state=seed, n_jobs=n_jobs, **options
    )
    return clusterer.fit_predict(embeddings)


def embed(texts, encoder, cache_dir):
    """Vectors of texts: of a model of sentence-transformers, or TF-IDF and SVD."""
    if encoder is None:
        from sklearn.decomposition import TruncatedSVD
        from sklearn.feature_extraction.text import TfidfVectorizer

        weights = TfidfVectorizer(min_df=5, sublinear_tf=True, stop_words="english")
        vectors = TruncatedSVD(100, random_state=0).fit_transform(
            weights.fit_transform(texts)
        )
        return vectors.astype(np.float32)
    from sktopics import SentenceEncoder

    encoder = SentenceEncoder(encoder, normalize=True, cache_dir=cache_dir)
    return encoder.fit_transform(texts)


def cluster(name, embeddings, seed, n_jobs):
    """Clusters, and the seconds that they took. Runs in a process of its own."""
    warnings.simplefilter("ignore")
    method = candidates()[name]
    method(embeddings[:FIRST_DOCUMENTS], seed, n_jobs)
    start = time.perf_counter()
    clusters = method(embeddings, seed, n_jobs)
    return np.asarray(clusters), time.perf_counter() - start


def judge(texts, labels, clusters):
    """What the topics that clusters make are worth."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
    from sklearn.metrics.cluster import contingency_matrix

    from sktopics import BERTopic
    from sktopics.metrics import coherence_score, topic_diversity

    given = np.zeros((len(texts), 1), dtype=np.float32)  # nothing is clustered here
    vectorizer = CountVectorizer(stop_words="english")
    model = BERTopic(None, None, None, vectorizer).fit(
        texts, clusters, embeddings=given
    )
    words = model.topics_.top_words
    found = contingency_matrix(labels, clusters)
    return {
        "topics": len(words),
        "outliers": (clusters < 0).mean(),
        "ari": adjusted_rand_score(labels, clusters),
        "nmi": normalized_mutual_info_score(labels, clusters),
        "purity": found.max(axis=0).sum() / len(labels),
        "npmi": coherence_score(
            words, texts, measure="c_npmi", analyzer=vectorizer.build_analyzer()
        ),
        "diversity": topic_diversity(words),
    }


def topics_part(texts, labels, embeddings, arguments):
    """Topics of each way of clustering: means over seeds."""
    print("\n" + TOPICS_HEADER)
    for name in candidates():
        if arguments.ways and not any(way in name for way in arguments.ways):
            continue
        results = []
        for seed in arguments.seeds:
            try:
                clusters, seconds = in_own_process(
                    cluster, name, embeddings, seed, arguments.n_jobs
                )
            except ModuleNotFoundError as error:
                print(f"{name:26}  not measured: {error}")
                break
            results.append(judge(texts, labels, clusters) | {"s": seconds})
        else:
            mean = {key: np.mean([r[key] for r in results]) for key in results[0]}
            print(
                f"{name[:26]:26}{mean['topics']:8.0f}{mean['outliers']:10.3f}"
                f"{mean['ari']:8.3f}{mean['nmi']:7.3f}{mean['purity']:8.3f}"
                f"{mean['npmi']:8.3f}{mean['diversity']:11.2f}{mean['s']:8.1f}",
                flush=True,
            )


def timed(function):
    """Seconds of a call, and what it returned."""
    start = time.perf_counter()
    result = function()
    return time.perf_counter() - start, result


def new_documents(texts, embeddings):
    """Documents that a model has not seen: known ones, a little off."""
    n = min(N_NEW, len(texts))
    off = np.random.RandomState(0).normal(0, 0.01, embeddings[:n].shape)
    return texts[:n], embeddings[:n] + off.astype(np.float32)


def speed_of_original(texts, embeddings, _):
    """Seconds of the original. Runs in a process of its own."""
    warnings.simplefilter("ignore")
    first = original(0)
    first.fit_transform(texts[:FIRST_DOCUMENTS], embeddings[:FIRST_DOCUMENTS].copy())
    first.transform(texts[:50], embeddings[:50] + np.float32(0.01))
    model = original(0)
    fit, (labels, _) = timed(lambda: model.fit_transform(texts, embeddings.copy()))
    new, vectors = new_documents(texts, embeddings)
    transform, (found, _) = timed(lambda: model.transform(new, vectors))
    from hdbscan import all_points_membership_vectors

    probabilities, _ = timed(lambda: all_points_membership_vectors(model.hdbscan_model))
    agreement = np.mean(np.asarray(found) == np.asarray(labels)[: len(found)])
    return fit, transform, probabilities, agreement


def speed_of_ours(texts, embeddings, options):
    """Seconds of sktopics. Runs in a process of its own."""
    from sktopics import BERTopic

    warnings.simplefilter("ignore")
    first = BERTopic(**options).fit(
        texts[:FIRST_DOCUMENTS], embeddings=embeddings[:FIRST_DOCUMENTS]
    )
    first.transform(texts[:50], embeddings[:50] + np.float32(0.01))
    model = BERTopic(**options)
    fit, _ = timed(lambda: model.fit(texts, embeddings=embeddings))
    new, vectors = new_documents(texts, embeddings)
    transform, _ = timed(lambda: model.transform(new, vectors))
    found = model.predict(new, vectors)
    probabilities, _ = timed(lambda: model.transform(texts, embeddings))
    agreement = np.mean(found == model.labels_[: len(found)])
    return fit, transform, probabilities, agreement


def speed_part(texts, labels, embeddings, arguments):
    """Seconds of fit, transform and the probabilities of all documents."""
    n_jobs = arguments.n_jobs
    rows = {
        "BERTopic 0.17": (speed_of_original, None),
        "sktopics": (speed_of_ours, {"random_state": 0, "n_jobs": n_jobs}),
        "  assign='centroid'": (
            speed_of_ours,
            {"random_state": 0, "n_jobs": n_jobs, "assign": "centroid"},
        ),
        "  'umap', 'hdbscan'": (
            speed_of_ours,
            {"random_state": 0, "reducer": "umap", "clusterer": "hdbscan"},
        ),
    }
    print(f"\n{'seconds':22}{'fit':>9}{'transform':>12}{'memberships':>13}{'same':>8}")
    for name, (function, options) in rows.items():
        fit, transform, probabilities, same = in_own_process(
            function, texts, embeddings, options
        )
        print(
            f"{name:22}{fit:9.2f}{transform:12.2f}{probabilities:13.2f}{same:8.3f}",
            flush=True,
        )


def own_code_of_original(texts, labels, embeddings):
    """What the original does beside its parts. Runs in a process of its own."""
    from bertopic import BERTopic
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction

    warnings.simplefilter("ignore")
    model = BERTopic(
        language=None,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
    )
    return measured(lambda: model.fit(texts, embeddings, y=labels))[1]


def own_code_of_ours(texts, labels, embeddings):
    """The same of sktopics. Runs in a process of its own."""
    from sktopics import BERTopic

    model = BERTopic(None, None, None)
    model.fit(
        texts[:FIRST_DOCUMENTS],
        labels[:FIRST_DOCUMENTS],
        embeddings=embeddings[:FIRST_DOCUMENTS],
    )
    return measured(lambda: model.fit(texts, labels, embeddings=embeddings))[1]


def own_code_part(texts, labels, embeddings, arguments):
    """Seconds and memory of what is no sub-model's: words, tables, documents."""
    clusters, _ = in_own_process(
        cluster, "sktopics (50 PC + Leiden)", embeddings, 0, arguments.n_jobs
    )
    print(f"\n{'topics given':22}{'s':>9}{'CPU s':>9}{'added MB':>11}")
    for name, function in (
        ("BERTopic 0.17", own_code_of_original),
        ("sktopics", own_code_of_ours),
    ):
        cost = in_own_process(function, texts, clusters.tolist(), embeddings)
        print(
            f"{name:22}{cost.seconds:9.2f}{cost.cpu_seconds:9.2f}"
            f"{cost.added_megabytes:11.0f}",
            flush=True,
        )


def fit_alone(texts, embeddings, options):
    """Cost of one fit. Runs in a process of its own."""
    from sktopics import BERTopic

    model = BERTopic(**options)
    return measured(lambda: model.fit(texts, embeddings=embeddings))[1]


def memory_part(texts, labels, embeddings, arguments):
    """Seconds and the peak of memory of a fit, all included."""
    options = {"random_state": 0, "n_jobs": arguments.n_jobs}
    cost = in_own_process(fit_alone, texts, embeddings, options)
    print(
        f"\n{len(texts)} documents: fit {cost.seconds:.1f} s, CPU "
        f"{cost.cpu_seconds:.1f} s, peak {cost.peak_megabytes:.0f} MB"
    )


PARTS = {
    "topics": topics_part,
    "speed": speed_part,
    "own-code": own_code_part,
    "memory": memory_part,
}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", nargs="?", help="jsonl or jsonl.gz with key `text`")
    parser.add_argument("--limit", type=int, help="read so many texts only")
    parser.add_argument(
        "--encoder",
        help="name or path of a model of sentence-transformers; by default TF-IDF and "
        "a truncated SVD to 100 dimensions",
    )
    parser.add_argument("--cache-dir", type=Path, help="where its vectors are kept")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument("--n-jobs", type=int, default=os.cpu_count())
    parser.add_argument("--ways", nargs="+", help="rows of topics that have these in")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    texts, labels, _ = read_labelled(arguments.corpus, arguments.limit)
    texts = texts.tolist()
    packages = ("sktopics", "bertopic", "umap-learn", "hdbscan", "evoc", "fast_hdbscan")
    print(surroundings(*packages))
    embeddings = embed(texts, arguments.encoder, arguments.cache_dir)
    print(
        f"{len(texts)} documents, {len(set(labels))} labels, embeddings of "
        f"{embeddings.shape[1]} dimensions"
    )
    for part in arguments.parts:
        PARTS[part](texts, labels, embeddings, arguments)


if __name__ == "__main__":
    main()
