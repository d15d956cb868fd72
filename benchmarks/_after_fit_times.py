"""Topics over time and by class, here and in BERTopic: the same clusters and words."""

import warnings

import numpy as np
from _measure import measured

N_TOPICS = 30
N_BINS = 100
CLASSES = 5, 50


def run(documents, vectors):
    """Print what 100 bins with bigrams take, and classes with single words.

    Both sides get the same clusters of k-means, a tenth of the documents being
    outliers, and days drawn at random from ten years.
    """
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(0)
    documents = list(documents)
    labels = _clusters(vectors, rng)
    days = np.datetime64("2010-01-01") + rng.integers(0, 3650, len(documents))
    print(f"{len(documents)} documents, {labels.max() + 1} topics; CPU seconds")
    for ngram_range in ((1, 1), (1, 2)):
        theirs, ours = _fitted(documents, vectors, labels, ngram_range)
        words = "bigrams" if ngram_range[1] == 2 else "words"
        same = _over_time(theirs, ours, documents, days, words)
        print(f"    four of five words are the same in {same:.1%} of topics and bins")
        if words == "bigrams":
            print("    (n-grams of BERTopic go from one document into the next)")
        for n_classes in CLASSES:
            classes = rng.integers(0, n_classes, len(documents)).astype(str).tolist()
            line = _per_class(theirs, ours, documents, classes)
            print(f"{n_classes} classes, {words}: {line}")


def _per_class(theirs, ours, documents, classes):
    line, _, _ = _beside(
        lambda: theirs.topics_per_class(documents, classes),
        lambda: ours.topics_per_class(documents, classes, global_tuning=True),
    )
    return line


def _clusters(vectors, rng):
    from sklearn.cluster import KMeans

    labels = KMeans(N_TOPICS, n_init=1, random_state=0).fit_predict(vectors)
    labels[rng.random(len(labels)) < 0.1] = -1
    return labels


def _fitted(documents, vectors, labels, ngram_range):
    from bertopic import BERTopic as Theirs
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction
    from sklearn.feature_extraction.text import CountVectorizer

    from sktopics import BERTopic, ClassTfidfTransformer

    words = CountVectorizer(stop_words="english", ngram_range=ngram_range)
    theirs = Theirs(
        embedding_model=None,
        umap_model=BaseDimensionalityReduction(),
        hdbscan_model=BaseCluster(),
        vectorizer_model=words,
        language="multilingual",  # which leaves the texts as they are
    ).fit(documents, embeddings=vectors, y=labels)
    ours = BERTopic(
        None, None, None, vectorizer=words, weighting=ClassTfidfTransformer()
    ).fit(documents, theirs.topics_, embeddings=vectors)
    return theirs, ours


def _over_time(theirs, ours, documents, days, words):
    """Print the times, and return how often the words are the same."""
    import pandas

    stamps = pandas.to_datetime(days).tolist()
    text, frame, table = _beside(
        lambda: theirs.topics_over_time(documents, stamps, nr_bins=N_BINS),
        lambda: ours.topics_over_time(
            documents, days, n_bins=N_BINS, global_tuning=True
        ),
    )
    print(f"{N_BINS} bins, {words}: {text}")
    rows = sorted(
        (row.start, row.topic, set(row.terms)) for row in table if row.frequency
    )
    frame = frame.sort_values(["Timestamp", "Topic"])
    their_words = [set(text.split(", ")) for text in frame["Words"]]
    pairs = zip(rows, their_words, strict=True)
    return np.mean([len(mine & their) >= 4 for (_, _, mine), their in pairs])


def _beside(theirs, ours):
    """Return a line of times, and both results."""
    their_result, their_cost = measured(theirs)
    our_result, our_cost = measured(ours)
    line = (
        f"BERTopic {their_cost.cpu_seconds:.2f}, sktopics {our_cost.cpu_seconds:.2f}, "
        f"{their_cost.cpu_seconds / our_cost.cpu_seconds:.1f} times as fast"
    )
    return line, their_result, our_result
