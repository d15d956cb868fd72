"""How often intervals of shares hold the true share, and trends are found by chance."""

import warnings

import numpy as np

N_BINS = 1000


def run(seed=0):
    """Print the coverage of intervals of 95 %, and the errors of tests of trends.

    Parameters
    ----------
    seed : int, default=0
    """
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(seed)
    print("documents in a bin; clusters: Wilson, bootstrap; mixtures: bootstrap")
    for n in (5, 10, 20, 50, 200):
        print(f"{n:4d}" + "".join(f"{share:8.0%}" for share in _coverage(n, rng)))
    print("p <= 0.05 without a trend: linear, Mann-Kendall")
    for name, draw in (
        ("200 documents each", _equal),
        ("200 documents each, in bursts", _bursts),
        ("5 to 400 documents, topic of 1 %", _growing),
    ):
        found = [_by_chance(test, draw, rng) for test in ("linear", "mann-kendall")]
        print(f"{name:36}" + "".join(f"{share:8.1%}" for share in found), flush=True)


def _coverage(n, rng):
    """Return the shares of intervals that hold the true share."""
    from sktopics.analysis import topics_over_time

    bins = np.repeat(np.arange(N_BINS), n)
    p, concentration = np.array([0.1, 0.3, 0.6]), np.array([0.2, 0.5, 1.0])
    labels = rng.choice(3, len(bins), p=p)
    shares = rng.dirichlet(concentration, len(bins))
    mean = concentration / concentration.sum()
    for model, truth, kind in (
        (labels, p, "wilson"),
        (labels, p, "bootstrap"),
        (shares, mean, "bootstrap"),
    ):
        table = topics_over_time(model, None, bins, interval=kind, n_bootstrap=400)
        rows = table.topics >= 0
        true = truth[table.topics[rows]]
        yield np.mean((table.lower[rows] <= true) & (true <= table.upper[rows]))


def _by_chance(test, draw, rng, n_runs=100):
    """Return how often a topic without a trend has a p-value of at most 0.05."""
    from sktopics.analysis import emerging_topics

    found = []
    for _ in range(n_runs):
        bins, labels, wanted = draw(rng)
        table = emerging_topics(labels, None, bins, test=test)
        found += [row.p_value <= 0.05 for row in table if row.topic in wanted]
    return np.mean(found)


def _equal(rng, n_topics=20):
    bins = np.repeat(np.arange(24), 200)
    return bins, rng.integers(0, n_topics, len(bins)), range(n_topics)


def _bursts(rng, n_topics=20):
    bins = np.repeat(np.arange(24), 200)
    shares = rng.dirichlet(np.ones(n_topics), 24)
    labels = [rng.choice(n_topics, 200, p=of_bin) for of_bin in shares]
    return bins, np.concatenate(labels), range(n_topics)


def _growing(rng, n_rare=20):
    """Draw rare topics of 1 % each beside one that has the rest."""
    bins = np.repeat(np.arange(24), np.linspace(5, 400, 24).astype(int))
    shares = np.append(np.full(n_rare, 0.01), 1 - 0.01 * n_rare)
    return bins, rng.choice(n_rare + 1, len(bins), p=shares), range(n_rare)
