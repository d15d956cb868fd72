"""Seconds of a fit, apart from encoding: vectors of documents and words are known.

Each system runs in a process of its own. A whole fit goes before those that are timed:
it compiles what has to be compiled, and makes the vectors of words known.
"""

import numpy as np
from _measure import in_own_process, measured
from _top2vec_systems import SYSTEMS, fitted, quietly

# All systems are compared with the first.
TIMED = (
    "top2vec, vectors",
    "turftopic Top2Vec",
    "BERTopic",
    "sktopics Top2Vec, vectors, paper",
    "sktopics Top2Vec, vectors",
)
WIDTH = 40


def run(corpus, options):
    """Print the seconds of each system, and how they are to those of the first."""
    print(
        f"{'':{WIDTH}}{'seconds':>9}{'CPU s':>9}{'MB added':>10}{'times':>7}{'CPU':>7}"
    )
    first = None
    for name in TIMED:
        if missing := SYSTEMS[name].missing:
            print(f"{name:{WIDTH}}  {', '.join(missing)} not installed")
            continue
        seeds = [options.seeds[0], *options.seeds]
        costs = in_own_process(costs_of_fits, name, corpus.documents, seeds)
        seconds = np.median([cost.seconds for cost in costs])
        cpu_seconds = np.median([cost.cpu_seconds for cost in costs])
        added = max(cost.added_megabytes for cost in costs)
        cells = f"{seconds:9.1f}{cpu_seconds:9.1f}{added:10.0f}"
        first = first or (seconds, cpu_seconds)
        ratios = f"{first[0] / seconds:7.1f}{first[1] / cpu_seconds:7.1f}"
        print(f"{name:{WIDTH}}" + cells + ratios, flush=True)


def costs_of_fits(name, documents, seeds):
    """Fit a system once for each seed; return the costs, but for the first."""
    costs = []
    with quietly():
        for seed in seeds:
            model, cost = measured(lambda s=seed: fitted(name, documents, s))
            del model  # the next one is not to share its memory with it
            costs.append(cost)
    return costs[1:]
