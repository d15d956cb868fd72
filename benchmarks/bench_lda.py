"""LDA beside scikit-learn, gensim and tomotopy: time, memory and quality.

    python benchmarks/bench_lda.py [corpus.jsonl.gz] [--n-components 20 100] [--seeds 3]

The corpus is a file of one JSON object a line with the key `text`; by default the
State of the Union passages that ship with sktopics. 85% of the documents train,
15% are held out. Each row is a process of its own, which has fitted a few documents
before anything is timed, so that nothing is compiled then. See README.md for what
the columns are.
"""

import argparse

import numpy as np
from _corpora import read_documents, split_corpus
from _fitted_prior import fitted_prior
from _measure import in_own_process, measured, surroundings
from _peers import PASSES, PEERS

# So many documents are fitted before the clock runs.
FIRST_DOCUMENTS = 100
TOP_WORDS = 10

HEADER = (
    f"{'model':21}{'jobs':>4}{'K':>5}{'wall s':>9}{'CPU s':>9}{'x wall':>8}{'x CPU':>7}"
    f"{'peak MB':>9}{'fit MB':>8}{'perplexity':>12}{'±':>6}{'own prior':>11}{'±':>6}"
    f"{'NPMI':>8}{'±':>6}"
    f"{'NPMI 10':>9}{'diversity':>11}"
)
NOTES = f"""\
wall s, CPU s   medians over the seeds; CPU of all threads and workers
x wall, x CPU   times the sktopics default of the same K, first of --n-jobs
peak MB         memory of the process while it trained (without gensim's workers)
fit MB          of that, what training added
perplexity      document completion on the held-out documents, with a prior of topics
                fitted to training documents, alike for all; mean over seeds, ± std
own prior       the same, with the prior that the model was given or has learned itself
NPMI            of the top {TOP_WORDS} words in whole training documents; NPMI 10: in
                windows of 10 tokens
diversity       share of distinct words among the topics' top {TOP_WORDS}
Parameters are each library's defaults, priors too (scikit-learn and gensim: both 1/K;
tomotopy: 0.1, which it learns, and 0.01), but for {PASSES} passes of gensim and
variational (scikit-learn's default), gensim's eval_every=None, tomotopy's sweeps,
and the number of workers."""


def train_models(name, counts, vocabulary, n_components, seeds, n_jobs):
    """Train a model with each seed; return its topics, prior and cost for each.

    Runs in a process of its own.
    """
    prepare = PEERS[name].prepare
    train, _ = prepare(sample(counts), vocabulary, n_components, 0, n_jobs)
    train()
    results = []
    for seed in seeds:
        train, topics = prepare(counts, vocabulary, n_components, seed, n_jobs)
        _, cost = measured(train)
        results.append((*map(np.asarray, topics()), cost))
    return results


def sample(counts):
    """Return a few documents from the shortest to the longest.

    Libraries may have other code for short documents than for long ones.
    """
    order = np.argsort(counts.sum(axis=1), kind="stable")
    return counts[order[np.linspace(0, len(order) - 1, FIRST_DOCUMENTS).astype(int)]]


def judge(topic_word, doc_topic_prior, corpus):
    """Perplexity by two priors, NPMI in documents and in windows of 10, diversity."""
    from sktopics.metrics import coherence_score, completion_perplexity, topic_diversity

    perplexities = (
        completion_perplexity(topic_word, corpus.test_counts, doc_topic_prior=prior)
        for prior in (fitted_prior(topic_word, corpus.train_counts), doc_topic_prior)
    )
    order = np.argsort(-topic_word, axis=1, kind="stable")[:, :TOP_WORDS]
    topics = np.asarray(corpus.vocabulary, dtype=object)[order].tolist()
    npmi = (
        coherence_score(
            topics,
            corpus.train,
            measure="c_npmi",
            n_top_words=TOP_WORDS,
            window=window,
        )
        for window in ("document", "exact")
    )
    return *perplexities, *npmi, topic_diversity(topics, TOP_WORDS)


def print_row(name, n_jobs, n_components, results, corpus, reference):
    """Print one row; return the (wall, CPU) seconds that rows are compared with."""
    costs = np.array([cost for _, _, cost in results])
    wall, cpu = np.median(costs[:, :2], axis=0)
    peak, added = costs[:, 2:].max(axis=0)
    quality = [judge(topic_word, prior, corpus) for topic_word, prior, _ in results]
    perplexity, own, npmi, npmi_10, diversity = np.mean(quality, axis=0)
    spread = np.std(quality, axis=0)
    if name == "sktopics" and reference is None:
        reference = wall, cpu
    ratios = f"{'':15}"
    if reference is not None:
        ratios = f"{wall / reference[0]:8.2f}{cpu / reference[1]:7.2f}"
    print(
        f"{name:21}{n_jobs:4}{n_components:5}{wall:9.2f}{cpu:9.2f}{ratios}"
        f"{peak:9.0f}{added:8.0f}{perplexity:12.1f}{spread[0]:6.1f}"
        f"{own:11.1f}{spread[1]:6.1f}{npmi:8.3f}{spread[2]:6.3f}{npmi_10:9.3f}{diversity:11.3f}",
        flush=True,
    )
    return reference


def print_table(args, corpus):
    """Train and judge every model asked for, printing rows as they come."""
    names = [name for name in PEERS if name in args.models and PEERS[name].is_installed]
    data = corpus.train_counts, corpus.vocabulary
    for name in names:
        # A process that compiles needs more memory than one that finds kernels cached.
        in_own_process(train_models, name, *data, args.n_components[0], (), 1)
    print(HEADER)
    for n_components in args.n_components:
        reference = None
        for name in names:
            fixed = PEERS[name].n_jobs
            for n_jobs in args.n_jobs if fixed is None else (fixed,):
                results = in_own_process(
                    train_models,
                    name,
                    *data,
                    n_components,
                    range(args.seeds),
                    n_jobs,
                )
                reference = print_row(
                    name, n_jobs, n_components, results, corpus, reference
                )
    print(f"\n{NOTES}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", nargs="?", help="jsonl or jsonl.gz with key `text`")
    parser.add_argument("--n-components", type=int, nargs="+", default=[20, 100])
    parser.add_argument("--seeds", type=int, default=3, help="number of seeds")
    parser.add_argument("--n-jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--models", nargs="+", choices=list(PEERS), default=list(PEERS))
    parser.add_argument("--limit", type=int, help="read so many documents only")
    parser.add_argument("--split-seed", type=int, default=0)
    parser.add_argument(
        "--split-whitespace",
        action="store_true",
        help="take the text as tokenised, filtered and separated by white space",
    )
    args = parser.parse_args()

    documents = read_documents(args.corpus, args.limit)
    corpus = split_corpus(documents, args.split_whitespace, seed=args.split_seed)
    print(f"{args.corpus or 'State of the Union'}: {corpus}; {args.seeds} seeds")
    print(
        surroundings("sktopics", "scikit-learn", "gensim", "tomotopy", "numba", "numpy")
    )
    for name in args.models:
        if not PEERS[name].is_installed:
            print(f"{name}: {PEERS[name].package} is not installed, skipped")
    print_table(args, corpus)


if __name__ == "__main__":
    main()
