"""How often do intervals of `topic_effects` hold planted effects, and how biased is it?

    python benchmarks/bench_effects.py
    python benchmarks/bench_effects.py --simulations 100 --refits 0

Each simulation draws documents whose shares of topics depend on one covariate, and
estimates its effects by each way to estimate shares. Topics are those that made the
documents. In the last rows they are learned from the same documents by LDA: topics of
words of their own as before, and topics that are more alike.
"""

import argparse
import time
import warnings

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.special import softmax

from sktopics import LatentDirichletAllocation
from sktopics.effects import topic_effects

N_TOPICS, N_TERMS, N_GROUPS = 5, 200, 40
# Of the Dirichlet distribution that topics are drawn from: the larger, the more alike.
APART, ALIKE = 0.1, 0.5
WAYS = ("words", "posterior", "model")
COVARIATES = ("number", "classes", "groups")
# Mean shares at 0, and what the covariate adds to them.
MEANS = np.array([0.1, 0.15, 0.2, 0.25, 0.3])
EFFECTS = np.array([0.3, 0.1, 0.0, -0.15, -0.25])
# The like for logistic-normal shares, before the exponential.
CENTRES = np.log(MEANS)
SLOPES = np.array([1.5, 0.5, 0.0, -0.5, -1.0])


def draw_covariate(rng, kind, n_documents):
    """Return the covariate of each document, and the group of each or None."""
    if kind == "number":
        return rng.uniform(size=n_documents), None
    if kind == "classes":
        return (rng.random(n_documents) < 0.4).astype(float), None
    groups = np.arange(n_documents) % N_GROUPS
    return rng.uniform(size=N_GROUPS)[groups], groups


def dirichlet_rows(rng, sizes):
    """Return a draw of each Dirichlet distribution, rows of `sizes`."""
    # Shares of topics that hardly occur may all round to 0.
    draws = np.maximum(rng.standard_gamma(sizes), 1e-100)
    return draws / draws.sum(axis=1, keepdims=True)


def draw_shares(rng, kind, x, groups):
    """Return shares of topics whose mean depends on x, and on the group."""
    if kind == "LDA":
        means = MEANS + x[:, np.newaxis] * EFFECTS
        if groups is not None:
            first = np.unique(groups, return_index=True)[1]
            means = dirichlet_rows(rng, 8 * means[first])[groups]
        return dirichlet_rows(rng, np.maximum(2 * means, 1e-3))
    logits = CENTRES + x[:, np.newaxis] * SLOPES
    if groups is not None:
        logits = logits + 0.7 * rng.normal(size=(groups.max() + 1, N_TOPICS))[groups]
    return softmax(logits + rng.normal(size=logits.shape), axis=1)


def planted_effects(kind, covariate):
    """Return the effect of x on each share: of the line that fits shares best."""
    if kind == "LDA":
        return EFFECTS
    rng = np.random.default_rng(12345)
    n = 2_000_000
    x, _ = draw_covariate(rng, covariate, n)
    logits = CENTRES + x[:, np.newaxis] * SLOPES
    scale = 1.0
    if covariate == "groups":  # each document stands for a group
        x, scale = rng.uniform(size=n), np.sqrt(1 + 0.7**2)
        logits = CENTRES + x[:, np.newaxis] * SLOPES
    shares = softmax(logits + scale * rng.normal(size=logits.shape), axis=1)
    centred = x - x.mean()
    return centred @ shares / (centred @ centred)


def draw_counts(rng, shares, topics, n_words):
    """Return counts of words of documents of about `n_words` words."""
    lengths = np.maximum(rng.poisson(n_words, size=len(shares)), 1)
    return rng.multinomial(lengths, shares @ topics)


def model_of(topics):
    """Return an LDA that has these topics."""
    model = LatentDirichletAllocation(N_TOPICS, max_iter=1, random_state=0)
    model.fit(np.ones((2, N_TERMS), dtype=int))
    model.components_ = topics * 10_000
    return model


def learned(X, topics, seed):
    """Return an LDA learned from documents, and which of its topics each topic is."""
    model = LatentDirichletAllocation(N_TOPICS, random_state=seed).fit(X)
    found = np.sqrt(model.topic_word_)
    return model, linear_sum_assignment(-np.sqrt(topics) @ found.T)[1]


def simulate(cell, n_simulations, n_documents, alike=APART, refit=False):
    """Return coverage, effect found per effect planted, and width for each way."""
    kind, covariate, n_words = cell
    truth = planted_effects(kind, covariate)
    held, slopes, widths = (np.zeros((len(WAYS), n_simulations)) for _ in range(3))
    for seed in range(n_simulations):
        rng = np.random.default_rng(seed)
        topics = rng.dirichlet(np.full(N_TERMS, alike), size=N_TOPICS)
        x, groups = draw_covariate(rng, covariate, n_documents)
        shares = draw_shares(rng, kind, x, groups)
        X = draw_counts(rng, shares, topics, n_words)
        if refit:
            model, order = learned(X, topics, seed)
        else:
            model, order = model_of(topics), np.arange(N_TOPICS)
        for i, way in enumerate(WAYS):
            found = topic_effects(model, X, x, groups=groups, shares=way)
            lower, upper = found.lower[order, 1], found.upper[order, 1]
            held[i, seed] = np.mean((lower <= truth) & (truth <= upper))
            slopes[i, seed] = found.coefficients[order, 1] @ truth / (truth @ truth)
            widths[i, seed] = np.mean(upper - lower)
    return held.mean(axis=1), slopes.mean(axis=1), widths.mean(axis=1)


def print_row(name, cell, measured):
    """Print coverage and effect of all ways, and width of the first."""
    kind, covariate, n_words = cell
    held, slopes, widths = measured
    print(
        f"{name:8} {kind:15} {covariate:8} {n_words:5}  "
        + "  ".join(f"{100 * value:9.1f}" for value in held)
        + "    "
        + "  ".join(f"{value:9.3f}" for value in slopes)
        + f"    {widths[0]:.3f}",
        flush=True,
    )


def main():
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--simulations", type=int, default=500)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--words", type=int, nargs="+", default=[9, 20, 80])
    parser.add_argument("--refits", type=int, default=100)
    parser.add_argument("--refit-documents", type=int, default=600)
    args = parser.parse_args()
    started = time.process_time()
    print(
        f"{args.simulations} simulations of {args.documents} documents, {N_TOPICS} "
        f"topics of {N_TERMS} words; refitted: {args.refits} of "
        f"{args.refit_documents} documents"
    )
    print(f"{'':42}coverage of 95 % intervals, in %     found / planted effect")
    ways = "  ".join(f"{way:>9}" for way in WAYS)
    print(f"{'topics':8} {'shares':15} {'x':8} {'words':>5}  {ways}    {ways}    width")
    kinds = ("LDA", "logistic-normal")
    for cell in [(k, c, n) for k in kinds for c in COVARIATES for n in args.words]:
        print_row("known", cell, simulate(cell, args.simulations, args.documents))
    if args.refits:
        for name, alike in (("refitted", APART), ("alike", ALIKE)):
            for cell in [("LDA", "number", n_words) for n_words in args.words]:
                measured = simulate(
                    cell, args.refits, args.refit_documents, alike, refit=True
                )
                print_row(name, cell, measured)
    print(f"{time.process_time() - started:.0f} CPU seconds")


if __name__ == "__main__":
    warnings.simplefilter("ignore", UserWarning)
    main()
