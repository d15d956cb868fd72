"""N-grams of a text in reading order, found one place after the other."""

import re


def slow_ngrams(text, kind, ngram_range, stop_words=None):
    """Return [(first place, last place, n-gram), ...] by first place, then by length.

    Words are those of ``token_pattern=r"\\w+"``.
    """
    smallest, largest = ngram_range
    text = text.lower()
    found, start = [], 0
    if kind == "word":
        words = re.findall(r"\w+", text)
        runs, join = [[word for word in words if word not in (stop_words or ())]], " "
    elif kind == "char":
        runs, join = [list(re.sub(r"\s\s+", " ", text))], ""
    else:
        runs, join = [[" ", *word, " "] for word in text.split()], ""
    for run in runs:
        for first in range(len(run)):
            for n in range(smallest, largest + 1):
                if first + n <= len(run):
                    ngram = join.join(run[first : first + n])
                    found.append((start + first, start + first + n - 1, ngram))
        if kind == "char_wb" and len(run) < smallest:  # a short word is a term
            found.append((start, start + len(run) - 1, "".join(run)))
        start += len(run)
    return found


def n_places(text, kind, stop_words=None):
    """Return how many words, or characters, a text has."""
    size = (1, 1)
    return len(slow_ngrams(text, kind, size, stop_words))
