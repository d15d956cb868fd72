"""Which number of topics each score would choose, beside the number that is known.

    python benchmarks/bench_topic_numbers.py [corpus.jsonl.gz ...] [--planted 5 10 20]

A corpus is a file of one JSON object a line with the keys `text` and `label`; the
number of its different labels is the number that is known. With --planted, documents of
60 tokens are drawn from so many topics over 1,000 words, with a Dirichlet prior of 0.1
for documents and of 0.05 for words. Models are LDA with the parameters of sktopics but
for the number of topics, in three repeats that hold out a quarter of the documents.

A column is the number that a score would choose: the lowest mean of perplexity, the
highest mean of the others. `recommend` is the rule of TopicNumberTable, `one error` the
one-standard-error rule on told_apart, `renyi` the lowest Rényi entropy of the fits.
The last two are the lowest entropy when the topics of one fit with --most topics are
merged: topics of few words first (`merged`), or topics that are alike.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from _corpora import read_labelled
from _measure import surroundings
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import LatentDirichletAllocation
from sktopics.metrics import renyi_scorer
from sktopics.model_selection import renormalized_entropy, topic_number_table

COLUMNS = ("perplexity", "told_apart", "coherence", "diversity", "stability", "nmi")
RULES = ("recommend", "one error", "renyi", "merged", "alike")
WIDTH = 11


def planted_counts(n_topics, n_documents, seed):
    """Return counts of documents of planted topics, and their largest topics."""
    rng = np.random.RandomState(seed)
    topic_word = rng.dirichlet(np.full(1000, 0.05), n_topics)
    doc_topic = rng.dirichlet(np.full(n_topics, 0.1), n_documents)
    mixtures = doc_topic @ topic_word
    counts = [rng.multinomial(60, row / row.sum()) for row in mixtures]
    return np.array(counts), doc_topic.argmax(axis=1)


def chosen(table):
    """Return the number that each score would choose, a dict."""
    numbers = table.values
    found = {}
    for name in table.names:
        means = table.score(name).mean(axis=1)
        means = -means if name == "perplexity" else means
        found[name] = numbers[int(means.argmax())]
    told = table.score("told_apart")
    means = told.mean(axis=1)
    error = told[means.argmax()].std(ddof=1) / np.sqrt(told.shape[1])
    found["recommend"] = table.recommend()
    found["one error"] = numbers[np.flatnonzero(means >= means.max() - error)[0]]
    return found


def print_row(name, X, labels, args):
    start = time.perf_counter()
    model = LatentDirichletAllocation()
    table = topic_number_table(
        model,
        X,
        args.numbers,
        labels=labels,
        scores={"renyi": renyi_scorer()},
        random_state=args.seed,
        n_jobs=args.n_jobs,
    )
    found = chosen(table)
    large = LatentDirichletAllocation(args.most, random_state=args.seed).fit(X)
    found["merged"] = renormalized_entropy(large).lowest
    found["alike"] = renormalized_entropy(large, pairs="divergence").lowest
    cells = "".join(f"{found[column]:{WIDTH}}" for column in (*COLUMNS, *RULES))
    known = len(set(labels.tolist()))
    print(f"{name:22}{known:6}{cells}{time.perf_counter() - start:8.0f}", flush=True)
    if args.tables:
        print(table)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpora", nargs="*", help="files of jsonl or jsonl.gz")
    parser.add_argument("--planted", nargs="*", type=int, default=[])
    parser.add_argument("--limit", type=int, default=2000, help="documents, at random")
    parser.add_argument(
        "--numbers",
        nargs="+",
        type=int,
        default=[2, 3, 5, 8, 10, 12, 15, 20, 25, 30, 40],
    )
    parser.add_argument("--most", type=int, default=60, help="topics that are merged")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--n-jobs", type=int)
    parser.add_argument("--tables", action="store_true", help="print all scores")
    args = parser.parse_args()
    print(surroundings("sktopics", "scikit-learn", "numpy"))
    header = "".join(f"{column:>{WIDTH}}" for column in (*COLUMNS, *RULES))
    print(f"{'corpus':22}{'known':>6}{header}{'seconds':>8}")
    for n_topics in args.planted:
        print_row(
            f"planted {n_topics}",
            *planted_counts(n_topics, args.limit, args.seed),
            args,
        )
    for path in args.corpora:
        texts, labels, _ = read_labelled(path)
        rows = np.random.RandomState(args.seed).permutation(len(texts))[: args.limit]
        words = CountVectorizer(stop_words="english", min_df=5, max_df=0.5)
        X = words.fit_transform(texts[rows])
        print_row(Path(path).name.partition(".")[0][:21], X, labels[rows], args)


if __name__ == "__main__":
    main()
