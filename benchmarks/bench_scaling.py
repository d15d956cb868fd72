"""How time and memory of every model grow with documents, topics, words and threads.

    python benchmarks/bench_scaling.py [--quick] [--results scaling.json]
    python benchmarks/bench_scaling.py --quick --compare scaling.json --tolerance 1.5
    python benchmarks/bench_scaling.py --documents 10000 50000 200000 \
        --topics 20 200 1000 --terms 5000 50000 200000

Corpora are planted (see `_scaling_corpus.py`), so that there is no file to read. Each
fit is a process of its own, in which a small fit goes before. One size grows at a
time, the others stay at the first that is given. Models learn for a few passes, which
are the same for all sizes.

With `--compare`, the exit status is 1 if a time, the memory or a slope has grown by
more than `--tolerance` since those results were kept. Compare runs of one machine.
"""

import argparse
import json
import sys
from pathlib import Path

from _measure import in_own_process, surroundings
from _scaling_growth import compared, growth, word_of
from _scaling_models import CASES, Point, cost_of_fit, models_without_case

AXES = Point._fields
SIZES = {
    False: Point([10_000, 20_000, 40_000], [20, 100], [5000, 50_000], [1, 2]),
    True: Point([1000, 4000], [10, 40], [2000], [1]),
}
PASSES = {False: 5, True: 2}
WIDTH = 26
HEADER = (
    f"{'model':{WIDTH}}{'grows':>10}  {'CPU s':24}{'wall s':24}{'added MB':24}"
    f"{'time':>6}  {'':12}{'memory':>6}"
)
NOTES = """\
CPU s     of the fit, of all threads, for each size; wall s: on the clock
added MB  peak of memory during the fit, less what was held before it
time      slope: 1 is growth in proportion to the size. Of CPU s; for threads of wall s,
          where -1 is as many times faster as there are threads
memory    slope of added MB, of which the first 10 count as 10. For models of counts it
          holds what `fit` makes of them; a stream also makes its batches"""


def points_of(sizes):
    """Return the points of each axis, a dict from axis to points."""
    first = Point(*(values[0] for values in sizes))
    return {
        axis: [first._replace(**{axis: size}) for size in values]
        for axis, values in zip(AXES, sizes, strict=True)
        if len(values) > 1
    }


def name_of(model, point, passes):
    sizes = ", ".join(f"{size} {axis}" for axis, size in point._asdict().items())
    return f"{model}: {sizes}, {passes} passes"


def measure(models, sizes, passes):
    """Measure and print all models; return the results that are kept."""
    costs, slopes = {}, {}
    print(HEADER)
    for model in models:
        # A process of its own compiles what is not compiled yet.
        first = Point(*(values[0] for values in sizes))
        in_own_process(cost_of_fit, model, first, passes)
        for axis, points in points_of(sizes).items():
            for point in points:
                name = name_of(model, point, passes)
                if name not in costs:
                    costs[name] = in_own_process(cost_of_fit, model, point, passes)
            row = [costs[name_of(model, point, passes)] for point in points]
            grown = [getattr(point, axis) for point in points]
            base = name_of(model, points[0], passes)
            slopes[f"{base}: {axis}"] = {
                "sizes": grown,
                "largest": max(cost["cpu_seconds"] for cost in row),
                **growth(grown, row),
            }
            print_row(model, axis, row, slopes[f"{base}: {axis}"])
    return {"costs": costs, "slopes": slopes}


def print_row(model, axis, costs, slopes):
    cells = [
        " ".join(f"{cost[key]:.{digits}f}" for cost in costs)
        for key, digits in (("cpu_seconds", 2), ("seconds", 2), ("added_megabytes", 0))
    ]
    time = slopes["seconds" if axis == "threads" else "cpu_seconds"]
    word = "" if axis == "threads" else word_of(time)
    print(
        f"{model:{WIDTH}}{axis:>10}  {cells[0]:24}{cells[1]:24}{cells[2]:24}"
        f"{time:6.2f}  {word:12}{slopes['memory']:6.2f}  {word_of(slopes['memory'])}",
        flush=True,
    )


def print_comparison(before, after, tolerance):
    """Print ratios of two runs; return how many of them are above `tolerance`."""
    n_grown = n_compared = 0
    print(f"\nratios to the results before, *: above {tolerance}")
    for name, ratios in compared(before, after):
        n_compared += 1
        n_grown += sum(ratio > tolerance for ratio in ratios.values())
        cells = "".join(
            f"  {key} {ratio:5.2f}{'*' if ratio > tolerance else ' '}"
            for key, ratio in ratios.items()
        )
        print(f"{name:78}{cells}")
    print(f"{n_compared} compared, {n_grown} grown")
    return n_grown


def parsed_arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="small sizes, two passes")
    for axis in AXES:
        parser.add_argument(f"--{axis}", type=int, nargs="+")
    parser.add_argument("--passes", type=int)
    parser.add_argument("--models", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--results", type=Path, help="file that keeps the results")
    parser.add_argument("--compare", type=Path, help="results of an earlier run")
    parser.add_argument("--tolerance", type=float, default=1.5)
    return parser.parse_args()


def main():
    args = parsed_arguments()
    if missing := models_without_case():
        sys.exit(f"no case for {', '.join(missing)}: add them to _scaling_models.py")
    before = json.loads(args.compare.read_text()) if args.compare else None
    sizes = Point(
        *(getattr(args, axis) or getattr(SIZES[args.quick], axis) for axis in AXES)
    )
    passes = args.passes or PASSES[args.quick]
    print(surroundings("sktopics", "scikit-learn", "numba", "numpy"))
    print(", ".join(f"{axis} {sizes[i]}" for i, axis in enumerate(AXES)))
    results = measure(args.models, sizes, passes)
    print(f"\n{NOTES}")
    if args.results:
        args.results.write_text(json.dumps(results, indent=1))
    if before is not None and print_comparison(before, results, args.tolerance):
        sys.exit(1)


if __name__ == "__main__":
    main()
