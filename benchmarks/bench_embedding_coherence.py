"""Forms of embedding coherence that were tried, planted intruders, and time.

    python benchmarks/bench_embedding_coherence.py ratings.jsonl.gz

The ratings are a file as `bench_agreement.py` reads it, and the columns are Spearman's
correlations with them. The last lines choose the best form on one corpus and say what
it has on the other one.
"""

import argparse
import time

import numpy as np
from bench_agreement import correlations, packaged_encoder, read_ratings, vectors_by
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from sktopics.metrics import embedding_coherence

TEMPLATES = ("a text about {}", "the word {}", "topic: {}", "This is about {}.")
NUMBERS = (5, 10, 15, 20)


def unit_rows_of(array):
    """Return the rows of an array, each divided by its length."""
    return array / np.linalg.norm(array, axis=1, keepdims=True)


def standard(values):
    """Return values of mean 0 and standard deviation 1."""
    return (values - values.mean()) / values.std()


def by_template(encoder, words):
    """Return one array of unit vectors of words for each sentence around a word."""
    return {
        template: unit_rows_of(
            np.asarray(encoder.fit_transform([template.format(w) for w in words]))
        )
        for template in ("{}", *TEMPLATES)
    }


def other_means(topics, vectors):
    """Return values of forms that take no weighted mean of pairs; guard 0.5."""
    words = list(vectors)
    place = {word: i for i, word in enumerate(words)}
    unit = unit_rows_of(np.array(list(vectors.values())))
    functional = unit[[place[word] for word in sorted(ENGLISH_STOP_WORDS)]]
    found = {"median of pairs": [], "mean of the others": [], "three nearest": []}
    for topic in topics:
        rows = unit[[place[word] for word in topic[:10]]]
        near = np.sort(rows @ functional.T, axis=1)[:, -5:].mean(axis=1)
        pairs = rows @ rows.T - 0.5 * np.add.outer(near, near) / 2
        upper = pairs[np.triu_indices(len(rows), 1)]
        others = unit_rows_of(rows.sum(axis=0) - rows)
        np.fill_diagonal(pairs, -np.inf)
        found["median of pairs"].append(np.median(upper))
        found["mean of the others"].append(
            np.mean((rows * others).sum(axis=1) - 0.5 * near)
        )
        found["three nearest"].append(np.sort(pairs, axis=1)[:, -3:].mean())
    return {name: np.array(values) for name, values in found.items()}


def forms_of(rows, words, arrays):
    """Return the values of all forms, by name."""
    topics = [row["words"] for row in rows]
    bare = dict(zip(words, arrays["{}"], strict=True))
    forms = {"default": embedding_coherence(topics, bare).values}
    for guard in (0.0, 0.25, 0.75, 1.0):
        forms[f"guard {guard}"] = embedding_coherence(topics, bare, guard=guard).values
    for template in TEMPLATES:
        vectors = dict(zip(words, arrays[template], strict=True))
        forms[f'"{template}"'] = embedding_coherence(topics, vectors).values
    mean = dict(zip(words, np.mean(list(arrays.values()), axis=0), strict=True))
    forms["mean of five sentences"] = embedding_coherence(topics, mean).values
    centred = dict(zip(words, arrays["{}"] - arrays["{}"].mean(axis=0), strict=True))
    forms["vectors centred"] = embedding_coherence(topics, centred).values
    forms |= other_means(topics, bare)
    numbers = [embedding_coherence(topics, bare, n_top_words=n).values for n in NUMBERS]
    forms["5, 10, 15, 20 words"] = np.mean([standard(v) for v in numbers], axis=0)
    npmi = standard(np.array([row["c_npmi_10_full"] for row in rows]))
    forms["default + NPMI / 2"] = standard(forms["default"]) + npmi / 2
    return forms


def show_forms(rows, forms):
    """Print the correlations of each form, and what is chosen on one corpus."""
    corpora = np.unique([row["corpus"] for row in rows])
    found = {name: correlations(values, rows) for name, values in forms.items()}
    columns = "".join(f"{name[:10]:>11}" for name in corpora)
    print(f"{'form':26}    all{columns}  within  intrusion")
    for name, values in found.items():
        by_corpus = "".join(f"{value:11.2f}" for value in values[1:-2])
        print(
            f"{name:26} {values[0]:6.2f}{by_corpus} {values[-2]:7.2f}"
            f" {values[-1]:10.2f}"
        )
    for here, there in ((1, 2), (2, 1)):
        best = max(found, key=lambda name: found[name][here])
        print(
            f"best on {corpora[here - 1]}: {best} ({found[best][here]:.2f}); "
            f"on {corpora[there - 1]} it has {found[best][there]:.2f}"
        )


def show_intruders(rows, vectors, n_draws=20):
    """Print how often one foreign word lowers the value, by the rating of the topic."""
    rng = np.random.RandomState(0)
    topics = [row["words"][:10] for row in rows]
    rating = np.array([row["rating"] for row in rows])
    values = embedding_coherence(topics, vectors).values
    lower = np.zeros(len(rows))
    for _ in range(n_draws):
        planted = []
        for i, topic in enumerate(topics):
            other = topics[(i + rng.randint(1, len(topics))) % len(topics)]
            place = rng.randint(10)
            planted.append([*topic[:place], other[0], *topic[place + 1 :]])
        lower += embedding_coherence(planted, vectors).values < values
    for low, high in ((1, 2), (2, 2.5), (2.5, 3.01)):
        chosen = (rating >= low) & (rating < high)
        print(
            f"rated {low} to {min(high, 3)}: {chosen.sum()} topics, "
            f"lower with an intruder {lower[chosen].mean() / n_draws:.1%}"
        )


def main():
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ratings")
    rows = read_ratings(parser.parse_args().ratings)
    encoder = packaged_encoder()
    topics = [row["words"] for row in rows]
    vectors = vectors_by(encoder, topics)
    show_forms(rows, forms_of(rows, list(vectors), by_template(encoder, list(vectors))))
    show_intruders(rows, vectors)
    start = time.perf_counter()
    embedding_coherence(topics, encoder)
    encoded = time.perf_counter() - start
    start = time.perf_counter()
    embedding_coherence(topics, vectors)
    print(
        f"{len(topics)} topics of 10 words: {encoded:.1f} s with encoding, "
        f"{time.perf_counter() - start:.2f} s with vectors at hand"
    )


if __name__ == "__main__":
    main()
