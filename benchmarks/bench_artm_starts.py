r"""How ARTM starts: mixtures of documents from pass to pass, and several starts.

    python benchmarks/bench_artm_starts.py [corpus.jsonl.gz] --n-components 20 50 100

The corpus is a file of one JSON object a line with the key `text`; by default the
State of the Union passages that ship with sktopics. Each row is a batch fit with the
defaults but for what it names, in one thread. With --planted, the collection of
BigARTM's first test: how many seeds find all ten topics, with one start and with five.
"""

import argparse

import numpy as np
from _corpora import read_documents, split_corpus
from _measure import measured

TOP_WORDS = 10
# Topics are twins at a greater cosine of their distributions.
TWINS = 0.5
# name -> parameters that differ from the defaults.
MODELS = {
    "default": {},
    "previous": {"theta_start": "previous"},
    "uniform": {"theta_start": "uniform"},
    "previous, J = 2": {"theta_start": "previous", "max_doc_update_iter": 2},
    "5 starts": {"n_init": 5},
}
HEADER = (
    f"{'model':18}{'K':>5}{'seed':>6}{'passes':>8}{'CPU s':>8}{'training':>10}"
    f"{'completion':>12}{'NPMI':>8}{'diversity':>11}{'twins':>7}"
)
NOTES = f"""\
training    perplexity of the training documents in the last pass
completion  perplexity of the second halves of held-out documents given the first
            (sktopics.metrics.completion_perplexity of p(word | topic), prior 0.1)
NPMI        of the top {TOP_WORDS} words in whole training documents
diversity   share of distinct words among the topics' top {TOP_WORDS}
twins       share of topics with another one at a cosine above {TWINS}"""


def twin_share(topic_word):
    """Share of topics that have another one at a cosine above TWINS."""
    norms = np.linalg.norm(topic_word, axis=1, keepdims=True)
    unit = topic_word / np.maximum(norms, np.finfo(topic_word.dtype).tiny)
    cosines = unit @ unit.T
    np.fill_diagonal(cosines, 0)
    return float((cosines.max(axis=1) > TWINS).mean())


def judge(topic_word, corpus):
    """Completion perplexity, NPMI, diversity, twins."""
    from sktopics.metrics import (
        coherence_score,
        completion_perplexity,
        topic_diversity,
    )

    order = np.argsort(-topic_word, axis=1, kind="stable")[:, :TOP_WORDS]
    topics = np.asarray(corpus.vocabulary, dtype=object)[order].tolist()
    npmi = coherence_score(
        topics,
        corpus.train,
        measure="c_npmi",
        n_top_words=TOP_WORDS,
        window="document",
    )
    return (
        completion_perplexity(topic_word, corpus.test_counts),
        npmi,
        topic_diversity(topics, TOP_WORDS),
        twin_share(topic_word),
    )


def print_row(name, corpus, n_components, seed, max_iter):
    from sktopics import ARTM

    model = ARTM(n_components, max_iter=max_iter, random_state=seed, **MODELS[name])
    _, cost = measured(lambda: model.fit(corpus.train_counts))
    completion, npmi, diversity, twins = judge(model.topic_word_, corpus)
    print(
        f"{name:18}{n_components:5}{seed:6}{model.n_iter_:8}{cost.cpu_seconds:8.1f}"
        f"{model.perplexity_:10.1f}{completion:12.1f}{npmi:8.3f}{diversity:11.3f}"
        f"{twins:7.2f}",
        flush=True,
    )


def planted_collection():
    """100 documents of BigARTM's first test: ten topics of four words, 20 in all."""
    d, w = np.arange(100)[:, np.newaxis], np.arange(60)
    own = np.where(w % 10 == d % 10, 10, 0)
    return np.where(w < 40, own, (d + w) % 5 + 1)


def print_planted(n_seeds=30):
    from sktopics import ARTM

    X = planted_collection()
    planted = {frozenset(range(t, 40, 10)) for t in range(10)}
    print(f"{'theta_start':14}{'n_init':>7}{'all found':>11}{'fewest':>8}{'mean':>7}")
    for theta_start in ("previous", None, "uniform"):
        for n_init in (1, 5):
            found = []
            for seed in range(n_seeds):
                model = ARTM(
                    10, theta_start=theta_start, n_init=n_init, random_state=seed
                )
                top = model.fit(X).components_.argsort(axis=1)[:, -4:].tolist()
                found.append(len(planted & set(map(frozenset, top))))
            print(
                f"{theta_start!s:14}{n_init:7}{np.mean(np.equal(found, 10)):11.2f}"
                f"{min(found):8}{np.mean(found):7.2f}"
            )


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", nargs="?", help="jsonl or jsonl.gz with key `text`")
    parser.add_argument("--n-components", type=int, nargs="+", default=[20, 50, 100])
    parser.add_argument("--models", nargs="+", choices=list(MODELS), default=[*MODELS])
    parser.add_argument("--seeds", type=int, default=1, help="fits of each kind")
    parser.add_argument("--max-iter", type=int, default=50)
    parser.add_argument("--limit", type=int, help="read so many documents only")
    parser.add_argument("--train-share", type=float, default=0.7)
    parser.add_argument("--split-whitespace", action="store_true")
    parser.add_argument("--planted", action="store_true", help="nothing but these")
    return parser.parse_args()


def main():
    args = parse_arguments()
    if args.planted:
        print_planted()
        return
    corpus = split_corpus(
        read_documents(args.corpus, args.limit),
        args.split_whitespace,
        train_share=args.train_share,
    )
    print(f"{args.corpus or 'State of the Union'}: {corpus}\n\n{HEADER}")
    for n_components in args.n_components:
        for seed in range(args.seeds):
            for name in args.models:
                print_row(name, corpus, n_components, seed, args.max_iter)
    print(f"\n{NOTES}")


if __name__ == "__main__":
    main()
