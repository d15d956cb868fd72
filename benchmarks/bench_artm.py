r"""ARTM beside BigARTM: ingest, time of a pass, quality, memory of online fits.

    python benchmarks/bench_artm.py [corpus.jsonl.gz] \
        --bigartm-python bigartm-env/bin/python

The corpus is a file of one JSON object a line with the key `text`; by default the
State of the Union passages that ship with sktopics. `_bigartm.py` says how to make
the environment that BigARTM needs; without it, ours is measured alone. Each row is a
process of its own, and rows of the two sides take turns. Ours has fitted a few
documents before anything is timed, so that nothing is compiled then. See README.md
for what the columns are.
"""

import argparse
import time
from statistics import median

import _bigartm
import numpy as np
import scipy.sparse as sp
from _corpora import read_documents, split_corpus
from _measure import in_own_process, measured, surroundings

PARTS = ("ingest", "passes", "memory")
TOP_WORDS = 10
# What sktopics compiles on before the clock runs.
FIRST_DOCUMENTS = 100
# What BigARTM sets to 0.
ZERO = 1e-16
# Of the corpus, which is repeated: how many times as many documents to fit.
GROWTH = (1, 2, 4, 8)

# name -> (class, its parameters, what it is compared with).
MODELS = {
    "ARTM batch": ("ARTM", {"learning_method": "batch"}, "BigARTM offline"),
    "ARTM online": ("ARTM", {"learning_method": "online"}, "BigARTM online"),
    "ARTM online 1024": (
        "ARTM",
        # The rate of BigARTM, (1024 + k) ** -0.7 at the k-th update.
        {"learning_method": "online", "learning_offset": 1024, "learning_decay": 0.7},
        "BigARTM online",
    ),
    "ThetalessARTM": ("ThetalessARTM", {}, "BigARTM offline"),
}
HEADER = (
    f"{'model':20}{'K':>5}{'batch':>7}{'passes':>7}{'ms/pass':>9}{'fastest':>9}"
    f"{'CPU ms':>9}{'x':>7}{'x CPU':>7}{'perplexity':>12}{'NPMI':>8}"
    f"{'diversity':>11}{'zeros':>8}"
)
NOTES = f"""\
ms/pass     median over passes and repeats; fastest: the quickest of them
CPU ms      the same of the processor time of all threads
x, x CPU    how many times ms/pass and CPU ms BigARTM takes: offline for batch and
            Theta-less, online (not async) for online
perplexity  document completion on the held-out documents, the same evaluator for all
            (sktopics.metrics.completion_perplexity of p(word | topic), prior 0.1)
NPMI        of the top {TOP_WORDS} words in whole training documents
diversity   share of distinct words among the topics' top {TOP_WORDS}
zeros       share of p(word | topic) up to {ZERO:g}, which BigARTM sets to 0"""


class Clock:
    """A callback that notes when passes begin and end."""

    def __init__(self):
        self.begun, self.ended = [], []

    def setup(self, estimator, context):
        """Do nothing: what comes before the first pass is not a pass."""

    def teardown(self, estimator, context):
        """Do nothing: what comes after the last pass is not a pass."""

    def on_fit_task_begin(self, estimator, context):
        if context.parent is not None:
            self.begun.append((time.perf_counter(), time.process_time()))

    def on_fit_task_end(self, estimator, context):
        if context.parent is not None:
            self.ended.append((time.perf_counter(), time.process_time()))


def new_model(name, **parameters):
    import sktopics

    class_name, fixed, _ = MODELS[name]
    model = getattr(sktopics, class_name)(random_state=0, **fixed)
    # Of those that all models are given, each takes what it has a name for.
    known = model.get_params()
    return model.set_params(**{k: v for k, v in parameters.items() if k in known})


def fit(name, counts, parameters):
    """Seconds before the first pass, (wall, CPU) of each pass, and the topics.

    Runs in a process of its own.
    """
    new_model(name, **parameters).set_params(max_iter=1).fit(counts[:FIRST_DOCUMENTS])
    clock = Clock()
    model = new_model(name, **parameters).set_callbacks(clock)
    start = time.perf_counter()
    model.fit(counts)
    passes = np.subtract(clock.ended, clock.begun)
    return clock.begun[0][0] - start, passes, np.asarray(model.topic_word_)


def fit_memory(name, counts, times, parameters):
    """`Cost` of one pass over the documents, repeated so many times.

    Runs in a process of its own.
    """
    new_model(name, **parameters).fit(counts[:FIRST_DOCUMENTS])
    model = new_model(name, **parameters)
    counts = repeated(counts, times)
    return measured(lambda: model.fit(counts))[1]


def repeated(counts, times):
    """Return counts with all their documents so many times, ready to fit."""
    return sp.csr_array(sp.vstack([counts] * times, format="csr"), dtype=np.float32)


def judge(topic_word, corpus):
    """Perplexity, NPMI, diversity, share of zeros."""
    from sktopics.metrics import (
        coherence_score,
        completion_perplexity,
        topic_diversity,
        topic_word_sparsity,
    )

    perplexity = completion_perplexity(topic_word, corpus.test_counts)
    order = np.argsort(-topic_word, axis=1, kind="stable")[:, :TOP_WORDS]
    topics = np.asarray(corpus.vocabulary, dtype=object)[order].tolist()
    npmi = coherence_score(
        topics,
        corpus.train,
        measure="c_npmi",
        n_top_words=TOP_WORDS,
        window="document",
    )
    diversity = topic_diversity(topics, TOP_WORDS)
    return perplexity, npmi, diversity, topic_word_sparsity(topic_word, tol=ZERO)


def fit_theirs(args, counts, method, n_components):
    """(Wall, CPU) seconds of each pass of BigARTM, and its topics."""
    results, arrays = _bigartm.run(
        args.bigartm_python,
        counts,
        task="fit",
        method=method.split()[0],
        asynchronous="async" in method,
        passes=args.passes if method == "offline" else args.online_passes,
        batch_size=batch_size_of(args, method, theirs=True),
        seed=0,
        **shared_parameters(args, n_components),
    )
    return results["seconds"], arrays["topic_word"]


def fit_ours(args, counts, name, n_components):
    """(Wall, CPU) seconds of each pass of a model of sktopics, and its topics."""
    online = "online" in name
    parameters = {"tol": 0.0, "mean_change_tol": 0.0}
    parameters["batch_size"] = batch_size_of(args, name)
    parameters["max_iter"] = args.online_passes if online else args.passes
    parameters |= shared_parameters(args, n_components)
    _, passes, topic_word = in_own_process(fit, name, counts, parameters)
    return passes, topic_word


def shared_parameters(args, n_components):
    return {
        "n_components": n_components,
        "n_jobs": args.n_jobs,
        "max_doc_update_iter": args.doc_passes,
    }


def batch_size_of(args, name, theirs=False):
    return args.offline_batch_size if theirs and name == "offline" else args.batch_size


def print_passes(args, corpus, n_components):
    """Fit and judge both sides for one number of topics, by turns."""
    fits = {}
    if args.bigartm_python is not None:
        for method in ("offline", "online", "online async"):
            fits[f"BigARTM {method}"] = fit_theirs, method
    fits |= {name: (fit_ours, name) for name in args.models}
    seconds, topics = {name: [] for name in fits}, {}
    for _ in range(args.repeats):
        for name, (run, what) in fits.items():
            passes, topics[name] = run(args, corpus.train_counts, what, n_components)
            seconds[name].append(passes)
    milliseconds = {
        name: 1000 * np.median(np.concatenate(seconds[name]), axis=0) for name in fits
    }
    for name, (_, what) in fits.items():
        batch_size = len(corpus.train)
        if "online" in name or name == "BigARTM offline":
            batch_size = batch_size_of(args, what, theirs=name not in MODELS)
        ratios = ("", "")
        if name in MODELS and MODELS[name][2] in milliseconds:
            ratios = milliseconds[MODELS[name][2]] / milliseconds[name]
            ratios = [f"{ratio:.1f}" for ratio in ratios]
        wall, cpu = milliseconds[name]
        fastest = 1000 * np.concatenate(seconds[name])[:, 0].min()
        perplexity, npmi, diversity, zeros = judge(topics[name], corpus)
        print(
            f"{name:20}{n_components:5}{batch_size:7}{len(seconds[name][0]):7}"
            f"{wall:9.1f}{fastest:9.1f}{cpu:9.1f}{ratios[0]:>7}{ratios[1]:>7}"
            f"{perplexity:12.1f}{npmi:8.3f}{diversity:11.3f}{zeros:8.3f}",
            flush=True,
        )


def print_ingest(args, corpus):
    """Seconds from counts in memory to the first pass."""
    counts, ours = corpus.train_counts, None
    print(f"{'ingest':50}{'seconds':>10}{'x':>9}")
    if args.models:
        parameters = {"n_components": args.n_components[0], "max_iter": 1}
        parameters["n_jobs"] = args.n_jobs
        name = args.models[0]
        ours = median(
            in_own_process(fit, name, counts, parameters)[0] for _ in range(3)
        )
        print(f"{'sktopics: from fit(counts) to the first pass':50}{ours:10.4f}{1:9}")
    if args.bigartm_python is None:
        return
    results, _ = _bigartm.run(
        args.bigartm_python, counts, task="ingest", batch_size=args.batch_size
    )
    for key, label in (
        ("batches_of_matrix", "BigARTM: BatchVectorizer, matrix in memory"),
        ("batches", "BigARTM: writing text, BatchVectorizer, text"),
    ):
        ratio = "" if ours is None else f"{results[key] / ours:9.0f}"
        print(f"{label:50}{results[key]:10.4f}{ratio}")


def print_memory(args, corpus):
    """Memory that one online pass adds, as there are more documents."""
    n_components = max(args.n_components)
    job = {"n_components": n_components, "n_jobs": args.n_jobs}
    job |= {"max_doc_update_iter": args.doc_passes, "batch_size": args.batch_size}
    print(
        f"{'online, one pass, K = ' + str(n_components):24}{'documents':>10}"
        f"{'peak MB':>10}{'added MB':>10}{'seconds':>9}"
    )
    for times in GROWTH:
        rows = {}
        if args.bigartm_python is not None:
            counts = repeated(corpus.train_counts, times)
            results, _ = _bigartm.run(
                args.bigartm_python, counts, task="memory", seed=0, **job
            )
            rows["BigARTM online"] = results
        if "ARTM online" in args.models:
            parameters = job | {"max_iter": 1}
            name = "ARTM online"
            cost = in_own_process(
                fit_memory, name, corpus.train_counts, times, parameters
            )
            rows[name] = cost._asdict()
        for name, cost in rows.items():
            print(
                f"{name:24}{times * len(corpus.train):10}{cost['peak_megabytes']:10.0f}"
                f"{cost['added_megabytes']:10.1f}{cost['seconds']:9.2f}",
                flush=True,
            )


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", nargs="?", help="jsonl or jsonl.gz with key `text`")
    parser.add_argument("--bigartm-python", help="the Python of BigARTM's environment")
    parser.add_argument("--n-components", type=int, nargs="+", default=[20, 100])
    parser.add_argument("--n-jobs", type=int, default=2)
    parser.add_argument("--passes", type=int, default=20, help="of offline fits")
    parser.add_argument("--online-passes", type=int, default=5)
    parser.add_argument("--doc-passes", type=int, default=10, help="J, per document")
    parser.add_argument(
        "--batch-size",
        type=int,
        help="of online fits; by default a sixteenth of the documents, 100 to 1000",
    )
    parser.add_argument(
        "--offline-batch-size",
        type=int,
        help="of BigARTM; by default two batches a thread, of 1000 documents at most",
    )
    parser.add_argument("--repeats", type=int, default=3, help="of each fit, by turns")
    parser.add_argument("--models", nargs="*", choices=list(MODELS), default=[*MODELS])
    parser.add_argument("--limit", type=int, help="read so many documents only")
    parser.add_argument("--split-seed", type=int, default=0)
    parser.add_argument("--train-share", type=float, default=0.7)
    parser.add_argument(
        "--split-whitespace",
        action="store_true",
        help="take the text as tokenised, filtered and separated by white space",
    )
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    return parser.parse_args()


def main():
    args = parse_arguments()
    corpus = split_corpus(
        read_documents(args.corpus, args.limit),
        args.split_whitespace,
        train_share=args.train_share,
        seed=args.split_seed,
    )
    if args.batch_size is None:
        args.batch_size = min(max(100, len(corpus.train) // 16 // 100 * 100), 1000)
    if args.offline_batch_size is None:
        balanced = -(-len(corpus.train) // (2 * args.n_jobs))
        args.offline_batch_size = min(balanced, 1000)
    print(f"{args.corpus or 'State of the Union'}: {corpus}")
    theirs = "BigARTM not given, skipped"
    if args.bigartm_python is not None:
        theirs = f"BigARTM {_bigartm.version_of(args.bigartm_python)}"
    print(f"{surroundings('sktopics', 'scikit-learn', 'numba', 'numpy')}; {theirs}")
    print(
        f"float32, {args.n_jobs} threads, {args.doc_passes} iterations a document "
        "where there are any\n"
    )
    if "ingest" in args.parts:
        print_ingest(args, corpus)
    if "passes" in args.parts:
        print(f"\n{HEADER}")
        for n_components in args.n_components:
            print_passes(args, corpus, n_components)
        print(f"\n{NOTES}\n")
    if "memory" in args.parts:
        print_memory(args, corpus)


if __name__ == "__main__":
    main()
