"""Borders between pieces of different texts: AttentiveARTM beside other segmenters.

    python benchmarks/bench_segmentation.py [corpus.jsonl.gz]

The corpus is a file of one JSON object a line with the key `text`, and `label` where
there is one; by default the State of the Union addresses that ship with sktopics. It
is dealt out at random: 60% of its texts to train on, 20% to choose each segmenter's
parameters by, and 20% to test on. Pieces of some sentences of the last two are put
together to documents with known borders. See README.md for what the columns are.
"""

import argparse
import time
from itertools import product

import numpy as np
from _measure import in_own_process, surroundings
from _pieces import cut_sources, make_documents, read_sources, vectorize
from _segmenters import SEGMENTERS

# What is compiled on before the clock runs.
FIRST_SOURCES = 100
# Parameters that tell how many borders there are.
NUMBER = {"cutoff", "penalty"}
HEADER = (
    f"{'segmenter':20}{'borders at':>11}{'number':>9}{'Pk':>8}{'WinDiff':>9}{'F1':>7}"
    f"{'found':>7}{'fit s':>8}{'s':>8}  parameters"
)
NOTES = """\
borders at  any token, or tokens with which sentences start
number      of segments: whether the segmenter is told how many a document has
Pk, WinDiff mean over documents and seeds, k half the mean length of a document's pieces
F1          of borders found within 2 tokens
found       borders found for each true one
fit s, s    seconds to train, and to find the borders of the test documents
parameters  with the lowest Pk + WinDiff on documents of their own, of the first seed"""


def judge(name, train, tuning, test, places, n_components):
    """Seconds to fit, and a dict of results for each place and kind of number.

    Runs in a process of its own.
    """
    segmenter = SEGMENTERS[name]()
    segmenter.fit(train[:FIRST_SOURCES], 2).borders(tuning, "sentence")
    start = time.perf_counter()
    segmenter.fit(train, n_components)
    seconds = time.perf_counter() - start
    results = {}
    for at, known in product(places, (True, False)):
        parameters = best_parameters(segmenter, tuning, at, known)
        results[at, known] = scores(segmenter, test, at, known, parameters)
        results[at, known]["parameters"] = parameters
    return seconds, results


def best_parameters(segmenter, documents, at, known):
    """Those of the segmenter's grid with the lowest Pk + WindowDiff."""
    grid = segmenter.grid
    if known:  # where it is, nothing has to tell how many borders there are
        grid = [{k: v for k, v in p.items() if k not in NUMBER} for p in grid]
        grid = [p for i, p in enumerate(grid) if p not in grid[:i]]
    if len(grid) == 1:
        return grid[0]

    def error(parameters):
        result = scores(segmenter, documents, at, known, parameters)
        return result["pk"] + result["window_diff"]

    return min(grid, key=error)


def scores(segmenter, documents, at, known, parameters):
    """Errors of the borders that are found, and the seconds that it took."""
    from sktopics.metrics import boundary_agreement, pk_error, window_diff_error

    n_segments = documents.n_segments if known else None
    start = time.perf_counter()
    borders = segmenter.borders(documents, at, n_segments, **parameters)
    seconds = time.perf_counter() - start
    X = documents.sequences
    return {
        "pk": pk_error(X, borders),
        "window_diff": window_diff_error(X, borders),
        "f1": boundary_agreement(X, borders, tolerance=2)["f1"],
        "found": sum(map(len, borders)) / (documents.n_segments - 1).sum(),
        "seconds": seconds,
    }


def print_results(name, fits):
    """One line for each place and kind of number, of means over seeds."""
    fit_seconds = np.mean([seconds for seconds, _ in fits])
    for (at, known), first in fits[0][1].items():
        mean = {
            key: np.mean([results[at, known][key] for _, results in fits])
            for key in first
            if key != "parameters"
        }
        parameters = ", ".join(f"{k}={v}" for k, v in first["parameters"].items())
        print(
            f"{name:20}{at:>11}{'known' if known else 'unknown':>9}{mean['pk']:8.3f}"
            f"{mean['window_diff']:9.3f}{mean['f1']:7.2f}{mean['found']:7.2f}"
            f"{fit_seconds:8.2f}{mean['seconds']:8.2f}  {parameters}",
            flush=True,
        )


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", nargs="?", help="jsonl or jsonl.gz with key `text`")
    parser.add_argument("--limit", type=int, help="read so many texts only")
    parser.add_argument("--n-components", type=int, default=50)
    parser.add_argument("--n-documents", type=int, default=100, help="to test on")
    parser.add_argument("--tuning-documents", type=int, default=50)
    parser.add_argument(
        "--pieces", type=int, nargs=2, default=[10, 10], help="of a document, from to"
    )
    parser.add_argument(
        "--sentences", type=int, nargs=2, default=[3, 11], help="of a piece, from to"
    )
    parser.add_argument(
        "--at", nargs="+", choices=["token", "sentence"], default=["token", "sentence"]
    )
    parser.add_argument("--seeds", type=int, nargs="+", default=[0, 1, 2])
    parser.add_argument(
        "--models", nargs="+", choices=[*SEGMENTERS], default=[*SEGMENTERS]
    )
    return parser.parse_args()


def main():
    args = parse_arguments()
    sources = read_sources(args.corpus, args.limit)
    corpora = []
    for seed in args.seeds:
        parts = cut_sources(sources, seed=seed)
        vectorizer, train = vectorize(parts[0])
        made = (
            make_documents(
                part,
                vectorizer,
                n_documents=n_documents,
                n_pieces=args.pieces,
                sentences=args.sentences,
                seed=seed,
            )
            for part, n_documents in zip(
                parts[1:], (args.tuning_documents, args.n_documents), strict=True
            )
        )
        corpora.append((train, *made))
    print(f"{args.corpus or 'State of the Union'}: {corpora[0][0]} to train on")
    print(f"to test on: {corpora[0][2]}; seeds {args.seeds}")
    print(surroundings("sktopics", "scikit-learn", "numba", "numpy"))
    print(f"{args.n_components} topics\n\n{HEADER}")
    for name in args.models:
        fits = [
            in_own_process(judge, name, *corpus, args.at, args.n_components)
            for corpus in corpora
        ]
        print_results(name, fits)
    print(f"\n{NOTES}")


if __name__ == "__main__":
    main()
