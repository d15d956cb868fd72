"""AttentiveARTM: what its options do, beside PLSA; time of a pass beside ARTM; memory.

    python benchmarks/bench_attentive.py [corpus.jsonl.gz] [--split-whitespace]

The corpus is a file of one JSON object a line with the key `text`; by default the
State of the Union passages that ship with sktopics. See README.md for what the columns
are.
"""

import argparse
import time
from statistics import median

import numpy as np
import scipy.sparse as sp
from _corpora import read_documents, split_corpus
from _measure import in_own_process, measured, surroundings
from bench_artm import Clock, judge

PARTS = ("options", "boundaries", "speed", "memory")
# One token in so many is predicted from the others at a time, as by the model.
N_MASKS = 8
# Prior of the mixture that a document's other tokens are folded into, for PLSA.
PRIOR = 0.1
GROWTH = (1, 2, 4, 8)

OPTIONS = {
    "default": {},
    "n_sweeps=1": {"n_sweeps": 1},
    "n_sweeps=2": {"n_sweeps": 2},
    "n_sweeps=4": {"n_sweeps": 4},
    "n_sweeps=16": {"n_sweeps": 16},
    "context=5": {"context": 5},
    "context=10": {"context": 10},
    "context=50": {"context": 50},
    "context=100": {"context": 100},
    "context=inf": {"context": np.inf},
    "context=(10, 40)": {"context": (10, 40)},
    "context=(40, 10)": {"context": (40, 10)},
    "balance=0": {"balance": 0.0},
    "balance=0.25": {"balance": 0.25},
    "balance=0.75": {"balance": 0.75},
    "balance=1": {"balance": 1.0},
    "context_prior=0": {"context_prior": 0.0},
    "context_prior=1": {"context_prior": 1.0},
    "context_prior=4": {"context_prior": 4.0},
    "edges='first'": {"edges": "first"},
    "edges='first', prior 0": {"edges": "first", "context_prior": 0.0},
    "include_self": {"include_self": True},
    "substitute": {"substitute": True},
    "gradient='exact'": {"gradient": "exact"},
    "gradient='exact', 1 sweep": {"gradient": "exact", "n_sweeps": 1},
    "topic_prior='uniform'": {"topic_prior": "uniform"},
    "context=[10, inf]": {"context": [10, np.inf]},
    "[10, inf], concatenated": {"context": [10, np.inf], "heads": "concatenate"},
    "learning_method='online'": {"learning_method": "online"},
}
HEADER = (
    f"{'':26}{'perplexity':>20}{'NPMI':>21}{'diversity':>11}{'completion':>12}"
    f"{'training':>10}{'CPU s':>8}"
)
NOTES = f"""\
perplexity  of held-out tokens given the others: of their contexts (AttentiveARTM), of
            their documents (PLSA, folded in with a prior of {PRIOR}); one in {N_MASKS}
            hidden at a time where that is needed. Mean over seeds [least-greatest]
NPMI        of the top 10 words in whole training documents, in the same way
diversity   share of distinct words among the topics' top 10
completion  perplexity by document completion of p(word | topic), the same for all
training    the model's own perplexity_, whose contexts have seen the tokens
CPU s       of a fit"""


def leave_one_out_perplexity(topic_word, X):
    """Perplexity of tokens given the other tokens of their documents, for PLSA."""
    from sktopics.kernels.fold_in import fold_in

    smooth = (1 - 1e-3) * topic_word + 1e-3 / topic_word.shape[1]
    word_topic = np.ascontiguousarray(smooth.T, dtype=np.float64)
    prior = np.full(len(topic_word), PRIOR)
    document = np.repeat(np.arange(len(X)), X.lengths)
    place = np.arange(X.n_tokens) - np.repeat(X.offsets[:-1], X.lengths)
    likelihood = 0.0
    for turn in range(N_MASKS):
        hidden = place % N_MASKS == turn
        seen = document[~hidden], X.ids[~hidden]
        counts = sp.csr_array((np.ones(len(seen[0])), seen), shape=X.shape)
        counts.sum_duplicates()
        mixtures = np.empty((len(X), len(prior)))
        rows = counts.indptr, counts.indices, counts.data
        fold_in(*rows, word_topic, prior, 100, 1e-3, mixtures)
        p = (word_topic[X.ids[hidden]] * mixtures[document[hidden]]).sum(axis=1)
        likelihood += np.log(p).sum()
    return float(np.exp(-likelihood / X.n_tokens))


def fit_plsa(corpus, args, seed):
    """Row of the table for PLSA."""
    from sktopics import PLSA

    start = time.process_time()
    model = PLSA(
        args.n_components, max_iter=args.max_iter, tol=0, random_state=seed
    ).fit(corpus.train_counts)
    seconds = time.process_time() - start
    completion, npmi, diversity, _ = judge(model.components_, corpus)
    perplexity = leave_one_out_perplexity(model.components_, corpus.test)
    return perplexity, npmi, diversity, completion, model.perplexity_, seconds


def fit_attentive(corpus, args, seed, options):
    """Row of the table for AttentiveARTM with some options."""
    from sktopics import AttentiveARTM

    start = time.process_time()
    model = AttentiveARTM(
        args.n_components, max_iter=args.max_iter, tol=0, random_state=seed, **options
    ).fit(corpus.train)
    seconds = time.process_time() - start
    completion, npmi, diversity, _ = judge(model.components_, corpus)
    perplexity = model.perplexity(corpus.test)
    return perplexity, npmi, diversity, completion, model.perplexity_, seconds


def print_row(name, rows):
    rows = np.asarray(rows)
    low, high, mean = rows.min(axis=0), rows.max(axis=0), rows.mean(axis=0)
    perplexity = f"{mean[0]:.0f} [{low[0]:.0f}-{high[0]:.0f}]"
    npmi = f"{mean[1]:.3f} [{low[1]:.3f}-{high[1]:.3f}]"
    print(
        f"{name:26}{perplexity:>20}{npmi:>21}{mean[2]:11.2f}{mean[3]:12.0f}"
        f"{mean[4]:10.0f}{mean[5]:8.1f}",
        flush=True,
    )


def print_options(args, corpus):
    """Options of AttentiveARTM, one changed at a time, beside PLSA."""
    print(f"\n{HEADER}")
    seeds = range(args.seeds)
    print_row("PLSA", [fit_plsa(corpus, args, seed) for seed in seeds])
    for name, options in OPTIONS.items():
        if args.options and not any(part in name for part in args.options):
            continue
        print_row(name, [fit_attentive(corpus, args, seed, options) for seed in seeds])


def print_boundaries(args):
    """Contexts that end with sentences and paragraphs, of raw text."""
    print(f"\n{HEADER}")
    for boundaries in (None, "sentence", "paragraph"):
        corpus = read_corpus(args, boundaries)
        rows = [fit_attentive(corpus, args, seed, {}) for seed in range(args.seeds)]
        print_row(f"boundaries={boundaries!r}", rows)


def timed_passes(name, X, parameters):
    """(Wall, CPU) seconds of each pass of a model; runs in a process of its own."""
    import sktopics

    model = getattr(sktopics, name)(random_state=0, tol=0, **parameters)
    model.set_params(max_iter=1).fit(X[:50])  # compiled before the clock runs
    clock = Clock()
    model.set_params(max_iter=12).set_callbacks(clock).fit(X)
    return np.subtract(clock.ended, clock.begun)


def print_speed(args, corpus):
    """Token-topic-iterations a second, beside those of ARTM's online passes."""
    n_tokens, n_entries = corpus.train.n_tokens, corpus.train_counts.nnz
    print(
        f"\n{'':34}{'K':>5}{'threads':>9}{'ms a pass':>11}{'fastest':>9}"
        f"{'G iterations/s':>16}{'of ARTM':>9}{'G multiply-adds/s':>19}{'of ARTM':>9}"
    )
    for n_components in args.speed_components:
        for n_jobs in (1, 2):
            base = {"n_components": n_components, "n_jobs": n_jobs}
            theirs = base | {"learning_method": "online", "mean_change_tol": 0.0}
            jobs = {
                "ARTM, online, 10 iterations": ("ARTM", corpus.train_counts, theirs)
            }
            for n_sweeps in (1, 4, 8):
                for method in ("batch", "online"):
                    ours = base | {"n_sweeps": n_sweeps, "learning_method": method}
                    name = f"AttentiveARTM, {method}, {n_sweeps} sweeps"
                    jobs[name] = "AttentiveARTM", corpus.train, ours
            seconds = {name: [] for name in jobs}
            for _ in range(args.repeats):
                for name, (cls, X, parameters) in jobs.items():
                    passes = in_own_process(timed_passes, cls, X, parameters)
                    seconds[name].extend(passes[:, 0])
            peer = None
            for name, (cls, _, parameters) in jobs.items():
                L = parameters.get("n_sweeps", 10)
                entries = n_entries if cls == "ARTM" else n_tokens
                adds = 2 * L + 2 if cls == "ARTM" else 3 * L + 2
                typical, fastest = median(seconds[name]), min(seconds[name])
                rates = (
                    entries * n_components * L / typical / 1e9,
                    entries * n_components * adds / typical / 1e9,
                )
                peer = rates if peer is None else peer
                print(
                    f"{name:34}{n_components:5}{n_jobs:9}{1000 * typical:11.1f}"
                    f"{1000 * fastest:9.1f}{rates[0]:16.2f}{rates[0] / peer[0]:9.2f}"
                    f"{rates[1]:19.2f}{rates[1] / peer[1]:9.2f}",
                    flush=True,
                )


def fit_stream(X, times, parameters):
    """`Cost` of reading the documents so many times; runs in a process of its own."""
    from sktopics import AttentiveARTM

    model = AttentiveARTM(random_state=0, **parameters)
    model.partial_fit(X[:50])
    batches = range(0, len(X), 500)

    def read():
        for _ in range(times):
            for start in batches:
                model.partial_fit(X[start : start + 500])

    return measured(read)[1]


def fit_once(X, times, parameters):
    """`Cost` of one pass over the documents, repeated so many times."""
    from sktopics import AttentiveARTM, TokenSequences

    model = AttentiveARTM(random_state=0, max_iter=1, **parameters)
    model.fit(X[:50])
    X = TokenSequences.concatenate([X] * times)
    return measured(lambda: model.fit(X))[1]


def print_memory(args, corpus):
    """Time and memory of a pass, and of a stream, as there are more documents."""
    parameters = {"n_components": 100, "n_sweeps": 1, "n_jobs": args.n_jobs}
    print(
        f"\n{'K = 100, n_sweeps = 1':26}{'tokens':>12}{'seconds':>9}{'peak MB':>10}"
        f"{'added MB':>10}"
    )
    for name, function in (("fit, one pass", fit_once), ("partial_fit", fit_stream)):
        for times in GROWTH:
            cost = in_own_process(function, corpus.train, times, parameters)
            print(
                f"{name:26}{times * corpus.train.n_tokens:12}{cost.seconds:9.2f}"
                f"{cost.peak_megabytes:10.0f}{cost.added_megabytes:10.1f}",
                flush=True,
            )


def read_corpus(args, boundaries=None):
    """The corpus, cut in two."""
    return split_corpus(
        read_documents(args.corpus, args.limit),
        args.split_whitespace,
        train_share=args.train_share,
        seed=args.split_seed,
        boundaries=boundaries,
    )


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", nargs="?", help="jsonl or jsonl.gz with key `text`")
    parser.add_argument("--n-components", type=int, default=20)
    parser.add_argument("--speed-components", type=int, nargs="+", default=[20, 100])
    parser.add_argument("--n-jobs", type=int, default=2, help="of the memory part")
    parser.add_argument("--max-iter", type=int, default=40)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--repeats", type=int, default=3, help="of timed fits")
    parser.add_argument("--options", nargs="+", help="those whose name holds one of it")
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
    corpus = read_corpus(args)
    print(f"{args.corpus or 'State of the Union'}: {corpus}")
    print(f"{surroundings('sktopics', 'scikit-learn', 'numba', 'numpy')}; float32")
    if "options" in args.parts:
        print_options(args, corpus)
    if "boundaries" in args.parts and not args.split_whitespace:
        print_boundaries(args)
    if {"options", "boundaries"} & set(args.parts):
        print(f"\n{NOTES}")
    if "speed" in args.parts:
        print_speed(args, corpus)
    if "memory" in args.parts:
        print_memory(args, corpus)


if __name__ == "__main__":
    main()
