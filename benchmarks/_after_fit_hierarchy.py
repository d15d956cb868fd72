"""Hierarchies of topics here and in the package BERTopic, on the same clusters."""

import time

import numpy as np
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import CountVectorizer


def run(documents, vectors, n_topics=300, seed=0):
    """Make hierarchies of the same topics, and compare times and merges.

    Parameters
    ----------
    documents : list of str
    vectors : ndarray of shape (n_documents, n_dimensions)
    n_topics : int, default=300
        The clusters of KMeans that are the topics.
    seed : int, default=0

    Returns
    -------
    rows : list of dict
        With what was done, the seconds of both and their ratio, and what share of the
        merges are of the same topics, with the largest difference of their distances.
    """
    # Blank texts are in no mean here, and in one of BERTopic.
    rows = [row for row, text in enumerate(documents) if text.strip()]
    documents, vectors = [documents[row] for row in rows], vectors[rows]
    labels = KMeans(n_topics, n_init=1, random_state=seed).fit_predict(vectors)
    ours = _fit_ours(documents, vectors, labels)
    theirs = _fit_theirs(documents, vectors, ours.labels_)
    number = dict(zip(theirs.topics_, ours.labels_.tolist(), strict=True))
    found_rows = []
    for on, use_ctfidf in (("words", True), ("embeddings", False)):
        expected, their_seconds = _timed(
            theirs.hierarchical_topics, documents, use_ctfidf=use_ctfidf
        )
        found, our_seconds = _timed(
            ours.hierarchical_topics, on=on, linkage="ward", distance="cosine"
        )
        expected = expected.iloc[::-1]
        same = [
            sorted(number[topic] for topic in topics) == list(merge.topics)
            for topics, merge in zip(expected.Topics, found, strict=True)
        ]
        distances = np.array([merge.distance for merge in found])
        found_rows.append(
            {
                "what": f"hierarchy of {n_topics} topics on {on}",
                "theirs_seconds": their_seconds,
                "ours_seconds": our_seconds,
                "ratio": their_seconds / our_seconds,
                "same_merges": float(np.mean(same)),
                "largest_difference": float(
                    np.abs(expected.Distance.to_numpy(float) - distances).max()
                ),
            }
        )
    for row in found_rows:
        print(
            f"{row['what']:45s} {row['theirs_seconds']:8.2f} s "
            f"{row['ours_seconds']:8.3f} s {row['ratio']:7.1f} x  same merges "
            f"{row['same_merges']:.1%}, distances to {row['largest_difference']:.0e}"
        )
    return found_rows


def _fit_ours(documents, vectors, labels):
    from sktopics import BERTopic, ClassTfidfTransformer

    order = np.argsort(np.argsort(-np.bincount(labels), kind="stable"))
    model = BERTopic(None, None, None, CountVectorizer(), ClassTfidfTransformer())
    return model.fit(documents, order[labels], embeddings=vectors)


def _fit_theirs(documents, vectors, labels):
    import bertopic

    model = bertopic.BERTopic(
        umap_model=bertopic.dimensionality.BaseDimensionalityReduction(),
        hdbscan_model=bertopic.cluster.BaseCluster(),
        vectorizer_model=CountVectorizer(),
        language="multilingual",
    )
    return model.fit(documents, vectors.copy(), y=labels)


def _timed(function, *args, **options):
    start = time.perf_counter()
    result = function(*args, **options)
    return result, time.perf_counter() - start
