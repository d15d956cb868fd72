"""What a user waits for: imports, and the first fit with and without a cache.

    python benchmarks/bench_start_up.py [--repeats 7] [--n-components 20]

Imports are timed in fresh processes, ours and scikit-learn's by turns. The first fit
is timed in a process with an empty cache of compiled code (all kernels are compiled),
then in one with the cache that the first has left; in both beside the fits that
follow in the same process. Half of the documents are short, so that the kernels for
short and for long documents are both needed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from statistics import median

from _corpora import read_documents
from _measure import surroundings

IMPORTS = (
    ("import sklearn.decomposition", "import sktopics"),
    (
        "from sklearn.decomposition import LatentDirichletAllocation",
        "from sktopics import LatentDirichletAllocation",
    ),
)
# Documents, and the words that every other one is cut to.
N_DOCUMENTS, N_WORDS = 1000, 10


def run_fresh(*arguments, **environment):
    """Return what a fresh process of Python prints, as JSON."""
    printed = subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    ).stdout
    return json.loads(printed)


def time_import(statement):
    """Seconds that an import takes in a fresh process."""
    clock = "import time; start = time.perf_counter(); "
    return run_fresh("-c", f"{clock}{statement}; print(time.perf_counter() - start)")


def print_imports(repeats):
    print(f"{'import, median of ' + str(repeats):64}{'seconds':>8}{'ratio':>7}")
    for statements in IMPORTS:
        for statement in statements:
            time_import(statement)
        seconds = [[time_import(s) for s in statements] for _ in range(repeats)]
        theirs, ours = map(median, zip(*seconds, strict=True))
        print(f"{statements[0]:64}{theirs:8.3f}{1:7.2f}")
        print(f"{statements[1]:64}{ours:8.3f}{ours / theirs:7.2f}")


def time_fits(inference, n_components):
    """(Wall, CPU) seconds of a first fit, of a later one, and of transform, likewise.

    Runs in a process of its own.
    """
    from sklearn.feature_extraction.text import CountVectorizer

    documents = list(read_documents(limit=N_DOCUMENTS))
    documents[::2] = (" ".join(text.split()[:N_WORDS]) for text in documents[::2])
    counts = CountVectorizer(stop_words="english", min_df=5).fit_transform(documents)

    def seconds(function):
        start = time.perf_counter(), time.process_time()
        function()
        return time.perf_counter() - start[0], time.process_time() - start[1]

    def fit():
        # What is only loaded once it is asked for belongs to the first fit.
        from sktopics import LatentDirichletAllocation

        nonlocal model
        model = LatentDirichletAllocation(
            n_components, inference=inference, random_state=0
        ).fit(counts)

    def transform():
        model.transform(counts)

    model = None
    first = [seconds(fit), seconds(transform)]
    later = [
        [median(times) for times in zip(*(seconds(f) for _ in range(5)), strict=True)]
        for f in (fit, transform)
    ]
    return first, later


def print_fits(n_components):
    print(
        f"{'inference':13}{'cache':8}{'call':11}{'first':>7}{'later':>8}{'more':>8}"
        f"{'first CPU':>12}{'later':>8}{'more':>8}   seconds"
    )
    for inference in ("collapsed", "variational"):
        with tempfile.TemporaryDirectory() as cache:
            for state in ("empty", "filled"):
                one = ("--one", inference, "--n-components", str(n_components))
                results = run_fresh(__file__, *one, NUMBA_CACHE_DIR=cache)
                for call, first, later in zip(
                    ("fit", "transform"), *results, strict=True
                ):
                    row = f"{inference:13}{state:8}{call:11}"
                    for width, once, again in zip((7, 12), first, later, strict=True):
                        row += f"{once:{width}.2f}{again:8.2f}{once - again:8.2f}"
                    print(row, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=7, help="of each import")
    parser.add_argument("--n-components", type=int, default=20)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    args = parser.parse_args()

    if args.one:
        print(json.dumps(time_fits(args.one, args.n_components)))
        return
    print(surroundings("sktopics", "scikit-learn", "numba", "numpy"))
    print_imports(args.repeats)
    print(f"\n{N_DOCUMENTS} documents, {args.n_components} topics")
    print_fits(args.n_components)


if __name__ == "__main__":
    main()
