"""How costs grow with the size of a corpus, and whether a later run has higher ones."""

import numpy as np

# Slopes up to the first are sublinear, up to the second linear.
LINEAR = (0.85, 1.15)
# Memory of a stream is flat up to this slope.
FLAT = 0.15
# Costs and differences below these are those of the clock and of the allocator.
LEAST_SECONDS, LEAST_MEGABYTES = 0.05, 10.0


def slope(sizes, values, least):
    """Return the slope of a line through the logarithms of sizes and values.

    1 is growth in proportion. Values below `least` count as `least`.
    """
    values = np.maximum(np.asarray(values, dtype=float), least)
    return float(np.polyfit(np.log(sizes), np.log(values), 1)[0])


def growth(sizes, costs):
    """Return the slopes of processor seconds, of the clock and of added memory."""
    return {
        "cpu_seconds": slope(sizes, [c["cpu_seconds"] for c in costs], 1e-3),
        "seconds": slope(sizes, [c["seconds"] for c in costs], 1e-3),
        "memory": slope(sizes, [c["added_megabytes"] for c in costs], LEAST_MEGABYTES),
    }


def word_of(slope):
    """Return what growth of this slope is called."""
    if slope <= FLAT:
        return "flat"
    below, above = LINEAR
    return (
        "sublinear" if slope < below else "linear" if slope <= above else "SUPERLINEAR"
    )


def compared(before, after):
    """Yield what two runs have in common: name, ratios of a fit, and of its growth.

    Parameters
    ----------
    before, after : dict
        Results as `bench_scaling.py` keeps them.

    Yields
    ------
    name : str
    ratios : dict from str to float
        After, divided by before. For a slope it is how many times more a size ten
        times as large costs than it did. Costs too small to be told apart have 1.
    """
    for name in sorted(before["costs"].keys() & after["costs"].keys()):
        old, new = before["costs"][name], after["costs"][name]
        yield (
            name,
            {
                "time": _ratio(old, new, "cpu_seconds", LEAST_SECONDS),
                "memory": _ratio(old, new, "peak_megabytes", LEAST_MEGABYTES),
            },
        )
    for name in sorted(before["slopes"].keys() & after["slopes"].keys()):
        old, new = before["slopes"][name], after["slopes"][name]
        if old["sizes"] == new["sizes"] and old["largest"] >= LEAST_SECONDS:
            times = new["cpu_seconds"] - old["cpu_seconds"]
            yield (
                name,
                {"slope": 10**times, "memory": 10 ** (new["memory"] - old["memory"])},
            )


def _ratio(old, new, key, least):
    if abs(new[key] - old[key]) < least:
        return 1.0
    return new[key] / max(old[key], least)
