"""Which of two models is better: what labels say, and what told-apart and NPMI say.

    python benchmarks/bench_told_apart.py corpus.jsonl.gz [corpus2.jsonl.gz ...] \
        --encoder MODEL --limit 2000

BERTopic and LDA of sktopics find K topics in one half of each corpus, where K is the
number of labels, and give topics to the other half. Labels of that half say by ARI and
NMI which of the two is better. Told-apart, NPMI and positive NPMI look at the ten words
of the topics and at the same half, and at no label. Corpora and other options are as
for `bench_quality.py`.
"""

import argparse
import os
from pathlib import Path

import numpy as np
from _measure import surroundings
from bench_quality import Corpus, Results, measure, read_stop_words

PAIR = ("sktopics BERTopic, K", "sktopics LDA, K")
SHORT = ("BERTopic", "LDA")
JUDGES = ("ARI", "NMI", "told", "NPMI", "NPMI+")


def judge(corpus, row, seed):
    """What labels say of new documents, and what the words are worth to them."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    from sktopics.metrics import told_apart_score, topic_coherences

    _, new = corpus.halves(seed)
    texts = [corpus.texts[i] for i in new]
    labels, found = corpus.labels[new], np.array(row["new_labels"])
    options = {"analyzer": CountVectorizer().build_analyzer()}
    npmi, positive = (
        topic_coherences(row["words"], texts, measure=name, **options).mean
        for name in ("c_npmi", "c_npmi_positive")
    )
    return (
        adjusted_rand_score(labels, found),
        normalized_mutual_info_score(labels, found),
        told_apart_score(row["words"], texts, found, **options),
        npmi,
        positive,
    )


def show(corpus, rows, seeds):
    """Print the values of both models, and return how much the first is above."""
    values = np.array(
        [[judge(corpus, rows[way, seed], seed) for seed in seeds] for way in PAIR]
    ).mean(axis=1)
    print(f"\n{corpus.name}: {len(corpus.texts)} documents, K = {corpus.n_topics}")
    print(f"{'':10}" + "".join(f"{name:>8}" for name in JUDGES))
    for name, own in zip(SHORT, values, strict=True):
        print(f"{name:10}" + "".join(f"{value:8.3f}" for value in own))
    lead = values[0] - values[1]
    better = [SHORT[0] if value > 0 else SHORT[1] for value in lead]
    print(f"{'better':10}" + "".join(f"{name:>9}"[-8:] for name in better), flush=True)
    return lead


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="*", help="jsonl or jsonl.gz, with labels")
    parser.add_argument("--limit", type=int, default=2000, help="documents, at random")
    parser.add_argument("--encoder", help="by default TF-IDF and a truncated SVD")
    parser.add_argument("--cache-dir", type=Path, help="where its vectors are kept")
    parser.add_argument("--vectors", type=Path, help="folder of vectors made before")
    parser.add_argument("--n-topics", type=int, help="by default the number of labels")
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1])
    parser.add_argument("--results", type=Path, help="JSON file of rows to keep")
    parser.add_argument("--stop-words", help="file of function words, one a line")
    arguments = parser.parse_args()
    arguments.stop_words = read_stop_words(arguments.stop_words)
    return arguments


def main():
    arguments = parse_arguments()
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    print(surroundings("sktopics", "scikit-learn"))
    results, leads = Results(arguments.results), []
    for path in arguments.corpora or [None]:
        corpus = Corpus(path, arguments)
        for way in PAIR:
            absent = measure(way, [corpus], arguments, results)
            if absent:
                raise SystemExit(f"{way}: {absent}")
        leads.append(show(corpus, results.of(corpus), arguments.seeds))
    leads = np.array(leads)
    print(f"\nthe same model is better as by ARI, of {len(leads)} corpora")
    for name, lead in zip(JUDGES[1:], leads.T[1:], strict=True):
        print(f"{name:6}{np.sum(np.sign(lead) == np.sign(leads[:, 0])):3}")


if __name__ == "__main__":
    main()
