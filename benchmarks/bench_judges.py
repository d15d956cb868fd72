"""How many judges and topics are needed to tell topics and models by people.

    python benchmarks/bench_judges.py

Nothing is measured with people: intervals of shares are exact formulas, and judges who
rate are simulated.
"""

import argparse

import numpy as np

from sktopics.judging import (
    Answers,
    JudgingTask,
    JudgingTasks,
    krippendorff_interval,
    score_answers,
)

WORDS = ("a", "b", "c", "d", "e", "f")
# 1.96 + 0.84: a difference is found at the level of 5 % in 80 % of the studies.
SUM_OF_QUANTILES = 2.802


def print_topics(n_judges):
    """Print the interval of one topic whose intruder is found by 80 % of the judges."""
    task = JudgingTask("intrusion-0", "intrusion", 0, WORDS, key="f")
    tasks = JudgingTasks((task,), ("topic",))
    print("one topic, intruder found by 80 %\njudges  interval")
    for n in n_judges:
        given = [("intrusion-0", str(i), "f" if i < 0.8 * n else "a") for i in range(n)]
        found = score_answers(tasks, Answers(given))
        lower, upper = found.intrusion_lower[0], found.intrusion_upper[0]
        print(f"{n:6d}  {lower:.2f} to {upper:.2f}")


def print_models(n_judges, n_topics, mean, deviation):
    """Print the difference of two models that 80 % of studies find."""
    print(
        f"\ntwo models, shares of topics {mean} on average with the standard deviation "
        f"{deviation}: difference found by 80 % of studies"
    )
    print("topics of each  " + "".join(f"{n:4d} judges" for n in n_judges))
    for n in n_topics:
        # Of a share of j judges: how topics differ, and chance within a topic.
        within = mean * (1 - mean) - deviation**2
        found = [
            SUM_OF_QUANTILES * np.sqrt(2 * (deviation**2 + within / j) / n)
            for j in n_judges
        ]
        print(f"{n:14d}  " + "".join(f"{one:11.2f}" for one in found))


def print_agreement(n_judges, n_topics, share, n_studies):
    """Print how wide the interval of alpha is, for simulated ratings from 1 to 3."""
    rng = np.random.default_rng(0)
    print(
        f"\nratings that are the true one with probability {share}, else any: mean "
        f"width of the 95 % interval of alpha, {n_studies} studies"
    )
    print("topics  " + "".join(f"{n:4d} judges" for n in n_judges))
    for n in n_topics:
        widths = []
        for j in n_judges:
            own = []
            for seed in range(n_studies):
                truth = rng.integers(1, 4, n)
                any_rating = rng.integers(1, 4, (j, n))
                ratings = np.where(rng.random((j, n)) < share, truth, any_rating)
                own.append(
                    np.ptp(
                        krippendorff_interval(
                            ratings, "ordinal", n_bootstrap=300, random_state=seed
                        )
                    )
                )
            widths.append(np.mean(own))
        print(f"{n:6d}  " + "".join(f"{one:11.2f}" for one in widths), flush=True)


def main():
    """Print three tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--judges", type=int, nargs="+", default=[2, 3, 5, 10])
    parser.add_argument("--topics", type=int, nargs="+", default=[20, 50, 100])
    parser.add_argument("--mean", type=float, default=0.75)
    parser.add_argument("--deviation", type=float, default=0.25)
    parser.add_argument("--share", type=float, default=0.7)
    parser.add_argument("--studies", type=int, default=20)
    given = parser.parse_args()
    print_topics([5, 10, 20, 40])
    print_models(given.judges, given.topics, given.mean, given.deviation)
    print_agreement(given.judges, given.topics, given.share, given.studies)


if __name__ == "__main__":
    main()
