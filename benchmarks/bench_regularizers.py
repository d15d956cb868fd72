"""What each regularizer of ARTM does at several values of tau.

    python benchmarks/bench_regularizers.py
    python benchmarks/bench_regularizers.py --only Decorrelator TopicPrior

Three quarters of the passages of the State of the Union since 1945 are learned, and the
others judge. For regularizers of years, the year of a passage is a modality of weight
10. The table of typical values in the guide was made so.
"""

import argparse

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import train_test_split

from sktopics import ARTM
from sktopics.artm import (
    Biterms,
    Decorrelator,
    ImproveCoherence,
    LabelRegularization,
    NetPLSA,
    SmoothPtdw,
    SmoothSparsePhi,
    SmoothSparseTheta,
    SmoothTimeInTopics,
    SpecifiedSparse,
    TopicPrior,
    TopicSelection,
    term_cooccurrences,
)
from sktopics.datasets import load_sotu
from sktopics.metrics import coherence_score, completion_perplexity, topic_diversity

N_TOPICS = 20
LATE = [0] * 10 + [1]


def regularizers(X):
    """Yield regularizers of words and documents, and what makes the tables differ."""
    together = term_cooccurrences(X, measure="documents")
    frequencies = np.asarray((X > 0).sum(axis=0)).ravel()
    shares = together @ sp.diags_array(1 / np.maximum(frequencies, 1))
    pairs = term_cooccurrences(X)
    sizes = 1 / np.arange(1, N_TOPICS + 1)
    yield None
    yield from (Decorrelator(tau) for tau in (1e4, 5e4, 1e5))
    yield from (Decorrelator(tau, relative=True) for tau in (0.03, 0.1, 0.15, 0.3))
    yield from (SmoothSparsePhi(tau, schedule=LATE) for tau in (-0.03, -0.3, -1))
    for tau in (-0.01, -0.1, -0.3):
        yield SmoothSparsePhi(tau, schedule=LATE, relative=True)
    yield from (SmoothSparsePhi(tau) for tau in (0.01, 0.1, 0.3, 1))
    yield from (SmoothSparsePhi(tau, relative=True) for tau in (0.01, 0.1))
    yield from (SmoothSparseTheta(tau, schedule=LATE) for tau in (-0.03, -0.3))
    yield from (SmoothSparseTheta(tau) for tau in (0.03, 0.3, 1))
    yield from (SpecifiedSparse(tau, n_top=100, schedule=LATE) for tau in (0.3, 1))
    yield from (TopicSelection(tau, schedule=LATE) for tau in (0.1, 0.3, 0.5))
    yield from (TopicPrior(tau, topic_prior=sizes) for tau in (0.1, 0.3, 1, 3))
    yield from (ImproveCoherence(tau, cooccurrence=shares) for tau in (1e-4, 1e-3, 0.1))
    for tau in (0.03, 0.1):
        yield ImproveCoherence(tau, cooccurrence=shares, relative=True)
    yield from (Biterms(tau, cooccurrence=pairs) for tau in (0.3, 3, 10))
    yield from (SmoothPtdw(tau) for tau in (0.1, 0.3))


def regularizers_of_years(n_years):
    """Yield regularizers of the modality of years."""
    beside = np.ones(n_years - 1)
    chain = sp.diags_array([beside, beside], offsets=[-1, 1]).tocsr()
    yield None
    for tau in (1e4, 3e4, 1e5):
        yield LabelRegularization(tau, modalities="year")
    for tau in (300, 500, 1000):
        yield SmoothTimeInTopics(tau, modalities="year")
    for tau in (100, 200, 1000):
        yield NetPLSA(tau, graph=chain, modalities="year")


def name_of(regularizer):
    """Name a regularizer by its class and weight."""
    if regularizer is None:
        return "none"
    name = f"{type(regularizer).__name__} {regularizer.tau:g}"
    return f"{name}, relative" if getattr(regularizer, "relative", False) else name


def chosen(found, only):
    """Yield the regularizers of the classes to be shown; without any, too."""
    for regularizer in found:
        if regularizer is None or not only or type(regularizer).__name__ in only:
            yield regularizer


def print_words(train, test, terms, texts, given):
    """Print what regularizers of words and of mixtures do."""
    print(
        f"{'regularizer':34}{'perplexity':>11}{'diversity':>11}{'NPMI':>8}{'zeros':>7}"
        f"{'of theta':>10}{'topics':>8}"
    )
    for regularizer in chosen(regularizers(train), given.only):
        rows = []
        for seed in range(given.seeds):
            model = ARTM(N_TOPICS, regularizer, random_state=seed).fit(train)
            npmi = coherence_score(
                model, texts, measure="c_npmi", window="document", feature_names=terms
            )
            rows.append(
                (
                    completion_perplexity(model, test),
                    topic_diversity(model),
                    npmi,
                    (model.components_ == 0).mean(),
                    (model.transform(test) < 1e-6).mean(),
                    model.components_.any(axis=1).sum(),
                )
            )
        row = np.mean(rows, axis=0)
        print(
            f"{name_of(regularizer):34}{row[0]:11.0f}{row[1]:11.2f}{row[2]:8.3f}"
            f"{row[3]:7.0%}{row[4]:10.0%}{row[5]:8.0f}",
            flush=True,
        )


def print_years(X, years, given):
    """Print what regularizers of years do to them."""
    n_terms, n_years = X.shape[1], years.shape[1]
    both = sp.hstack([X, years]).tocsr()
    modalities = {
        "text": (slice(0, n_terms), 1.0),
        "year": (slice(n_terms, n_terms + n_years), 10.0),
    }
    print(f"\n{'regularizer':34}{'changes':>9}{'from even':>11}")
    for regularizer in chosen(regularizers_of_years(n_years), given.only):
        rows = []
        for seed in range(given.seeds):
            model = ARTM(
                N_TOPICS, regularizer, modalities=modalities, random_state=seed
            ).fit(both)
            of_years = model.components_[:, n_terms:]
            counts = model.topic_word_counts_[:, n_terms:].sum(axis=1)
            shares = counts @ of_years / counts.sum()
            rows.append(
                (
                    np.abs(np.diff(of_years, axis=1)).sum(axis=1).mean(),
                    np.abs(shares - 1 / n_years).sum(),
                )
            )
        row = np.mean(rows, axis=0)
        print(f"{name_of(regularizer):34}{row[0]:9.2f}{row[1]:11.2f}", flush=True)


def main():
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--only", nargs="*", help="names of classes")
    given = parser.parse_args()
    sotu = load_sotu()
    vectorizer = CountVectorizer(stop_words="english", min_df=5, max_df=0.3)
    X = vectorizer.fit_transform(sotu.documents).tocsr()
    rows, held_out = train_test_split(
        np.arange(X.shape[0]), test_size=0.25, random_state=0
    )
    terms = vectorizer.get_feature_names_out()
    print_words(X[rows], X[held_out], terms, X, given)
    numbers = np.unique(sotu.date, return_inverse=True)[1]
    cells = np.ones(len(numbers), int), (np.arange(len(numbers)), numbers)
    print_years(X[rows], sp.csr_array(cells)[rows], given)


if __name__ == "__main__":
    main()
