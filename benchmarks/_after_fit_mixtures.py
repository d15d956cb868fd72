"""Mixtures of topics in documents, here and in the package BERTopic.

Both are given the same clusters, and words are weighed alike. Each side is measured in
a process of its own, whose memory is the resident one (RSS): its peak during the call,
less what was held before. What is compiled is compiled before.

The quality of both ways of sktopics to compare windows is measured on documents that
are put together from segments of three others with known labels: the share of words
that are placed in the topic of their segment, and the distance (half the sum of
absolute differences) of mixtures from the true ones.
"""

import warnings

import numpy as np
from _measure import in_own_process, measured
from sklearn.cluster import KMeans
from sklearn.feature_extraction.text import CountVectorizer

_N_TOPICS = 50
_SEGMENT = 50  # words
_MOST_LABELS = 100


def run(documents, vectors, labels, seed=0):
    """Compare mixtures of documents and of their tokens, and measure the quality.

    Parameters
    ----------
    documents : list of str
    vectors : ndarray of shape (n_documents, n_dimensions)
    labels : ndarray of str of shape (n_documents,)
    seed : int, default=0
    """
    clusters = KMeans(_N_TOPICS, n_init=1, random_state=seed).fit_predict(vectors)
    print(f"{'':24}{'BERTopic':>27}{'sktopics':>27}{'ratios':>24}  difference")
    for ngrams in ((1, 1), (1, 2)):
        for tokens in (False, True):
            given = documents, vectors, clusters, ngrams, tokens
            theirs, their_cost = in_own_process(_run_theirs, *given)
            ours, our_cost = in_own_process(_run_ours, *given)
            what = f"{'tokens' if tokens else 'documents'}, n-grams to {ngrams[1]}"
            print(
                f"{what:24}{_shown(their_cost)}{_shown(our_cost)}"
                f"{their_cost.seconds / our_cost.seconds:8.1f}"
                f"{their_cost.cpu_seconds / our_cost.cpu_seconds:8.1f}"
                f"{their_cost.added_megabytes / our_cost.added_megabytes:8.1f}"
                f"  {_difference(theirs, ours):.0e}"
            )
    print(
        "seconds, processor seconds and added megabytes; the ratios of these; the "
        "largest difference of shares (n-grams of the original cross the borders of "
        "documents)"
    )
    names, known = np.unique(labels, return_inverse=True)
    if 1 < len(names) <= _MOST_LABELS:
        _print_quality(documents, known, seed)


def _shown(cost):
    times = f"{cost.seconds:8.2f}{cost.cpu_seconds:8.2f} s"
    return f"{times}{cost.added_megabytes:6.0f} MB"


def _difference(theirs, ours):
    return float(np.abs(theirs - ours).max())


def _run_theirs(documents, vectors, clusters, ngrams, tokens):
    """Return shares by the original, and what they cost."""
    import bertopic

    model = _fit_theirs(bertopic, documents, vectors, clusters, ngrams)
    model.approximate_distribution(documents[:20], calculate_tokens=tokens)
    (shares, _), cost = measured(
        lambda: model.approximate_distribution(documents, calculate_tokens=tokens)
    )
    return shares, cost


def _fit_theirs(bertopic, documents, vectors, clusters, ngrams):
    model = bertopic.BERTopic(
        umap_model=bertopic.dimensionality.BaseDimensionalityReduction(),
        hdbscan_model=bertopic.cluster.BaseCluster(),
        vectorizer_model=CountVectorizer(ngram_range=ngrams, stop_words="english"),
        language="multilingual",
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.fit(documents, vectors.copy(), y=clusters)


def _run_ours(documents, vectors, clusters, ngrams, tokens):
    """Return the shares of the same topics here, and what they cost."""
    from sktopics import BERTopic, ClassTfidfTransformer

    # Topics in the order of the original: the largest is the first.
    order = np.argsort(np.argsort(-np.bincount(clusters), kind="stable"))
    model = BERTopic(
        None,
        None,
        None,
        vectorizer=CountVectorizer(ngram_range=ngrams, stop_words="english"),
        weighting=ClassTfidfTransformer(),
    ).fit(documents, order[clusters], embeddings=vectors)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of documents without a topic
        model.approximate_distribution(documents[:20], calculate_tokens=tokens)
        found, cost = measured(
            lambda: model.approximate_distribution(documents, calculate_tokens=tokens)
        )
    return found.shares.toarray(), cost


def _print_quality(documents, known, seed):
    """Print how well segments of known labels are found, by ways to weigh words."""
    from sktopics import BERTopic, ClassTfidfTransformer

    random_state = np.random.RandomState(seed)
    order = random_state.permutation(len(documents))[:6000]
    train, test = np.array_split(order, 2)
    texts, truth = _planted(documents, known, test, random_state)
    print(f"\nsegments of {len(texts)} documents; words placed right, distance")
    given = [documents[i] for i in train]
    for name, weighting in (
        ("ClassTfidfTransformer (cosine)", ClassTfidfTransformer()),
        ("KeynessTransformer (shares of words)", None),
    ):
        model = BERTopic(None, None, None, weighting=weighting).fit(
            given, known[train], embeddings=np.eye(known.max() + 1)[known[train]]
        )
        for window in (4, 10, 20):
            right, distance, n_none = _quality(model, texts, truth, window)
            print(
                f"{name:38} window {window:2d} {right:8.3f} {distance:8.3f}"
                f"  {n_none} without a topic"
            )


def _planted(documents, known, rows, random_state):
    """Return texts of three segments each, and the labels of their words."""
    tokenize = CountVectorizer().build_tokenizer()
    words = [(tokenize(documents[row]), known[row]) for row in rows]
    words = [each for each in words if len(each[0]) > 3]
    texts, truth = [], []
    for start in range(0, min(len(words) - 2, 900), 3):
        text, labels = [], []
        for found, label in words[start : start + 3]:
            begin = random_state.randint(max(len(found) - _SEGMENT, 0) + 1)
            segment = found[begin : begin + _SEGMENT]
            text += segment
            labels += [label] * len(segment)
        texts.append(" ".join(text))
        truth.append(np.array(labels))
    return texts, truth


def _quality(model, texts, truth, window):
    """Return the share of words placed right, the distance, and texts without topic."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = model.approximate_distribution(
            texts, window=window, calculate_tokens=True
        )
    right, distances, n_topics = [], [], found.shares.shape[1]
    for i, labels in enumerate(truth):
        tokens = found.tokens(i).similarities.toarray()
        right.append((tokens.argmax(axis=1) == labels) & (tokens.max(axis=1) > 0))
        true = np.bincount(labels, minlength=n_topics) / len(labels)
        distances.append(np.abs(found.shares[[i]].toarray()[0] - true).sum() / 2)
    n_none = int(found.without_topic.sum())
    return np.concatenate(right).mean(), np.mean(distances), n_none
