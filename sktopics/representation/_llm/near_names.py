"""Names of topics that are almost the same."""

import re
from difflib import SequenceMatcher
from functools import lru_cache
from unicodedata import normalize

# Least share of letters in common, in their order, of two names that are almost one.
_ALIKE = 0.9


def folded_name(name) -> str:
    """Return what names have in common that differ in case and punctuation alone."""
    return " ".join(_words(name))


@lru_cache(maxsize=4096)
def _words(name):
    return re.findall(r"\w+", normalize("NFKC", name).casefold())


def names_alike(first, second) -> bool:
    """Whether two names are the same, or nearly.

    The same words in another order are, and names with nine letters of ten in common.
    Names with other numbers are not: "World War 1" is not "World War 2".
    """
    words, others = _words(first), _words(second)
    if sorted(words) == sorted(others):
        return True
    if {w for w in words if w.isnumeric()} != {w for w in others if w.isnumeric()}:
        return False
    first, second = " ".join(words), " ".join(others)
    if 2 * min(len(first), len(second)) < _ALIKE * (len(first) + len(second)):
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def groups_alike(names, alike=names_alike) -> list[list[int]]:
    """Return groups of names that are almost the same.

    Parameters
    ----------
    names : list of str
    alike : callable, default=names_alike

    Returns
    -------
    groups : list of list of int
        Positions, in order, of groups of two or more. A name belongs to a group if it
        is like one of its names.
    """
    group_of = list(range(len(names)))
    for i in range(len(names)):
        for j in range(i):
            if group_of[i] != group_of[j] and alike(names[i], names[j]):
                old, new = sorted((group_of[i], group_of[j]), reverse=True)
                group_of = [new if group == old else group for group in group_of]
    groups = {}
    for i, group in enumerate(group_of):
        groups.setdefault(group, []).append(i)
    return [group for group in groups.values() if len(group) > 1]
