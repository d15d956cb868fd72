"""Where n-grams stand in a text, and in how many windows of it they occur.

A document of n places (words, or characters) has max(1, n - size + 1) windows, numbered
by their first place. A window holds an n-gram that lies wholly in it, which is what it
would hold as a text of its own. So the windows that hold an n-gram are numbered from
last - size + 1 to first, and n-grams that are longer than a window are in none.

Of n-grams of one place these functions give what those of `windows` give.
"""

import numpy as np

from ._jit import jit


@jit
def placed_ngrams(ids, counts, smallest, lengths, n_runs):
    """Return the n-grams that are counted, in the order of their last places.

    Parameters
    ----------
    ids : ndarray of int of shape (n_tokens,)
        Terms, -1 for n-grams that are not counted: run by run, in a run size by size,
        those of one size by their first places.
    counts : ndarray of int of shape (n_sizes, n_all_runs)
        How many n-grams of the smallest size each run has, of the next size, ...;
        `n_tokens` of them.
    smallest : int
        The smallest size. An n-gram that is longer than its run is as long as the run.
    lengths : ndarray of int of shape (n_all_runs,)
        Number of places in each run.
    n_runs : ndarray of int of shape (n_documents,)
        Number of runs of each document.

    Returns
    -------
    ids : ndarray of the type of `ids`, of shape (n_ngrams,)
    firsts, lasts : ndarray of int64 of shape (n_ngrams,)
        Where they begin and end, counted over all documents.
    offsets : ndarray of int64 of shape (n_documents + 1,)
        The n-grams of document d are ``offsets[d]`` to ``offsets[d + 1]``.
    places : ndarray of int64 of shape (n_documents + 1,)
        The places of document d are ``places[d]`` to ``places[d + 1]``.

    Notes
    -----
    In NumPy, for a document of one run of n places ::

        first = np.concatenate([np.arange(count) for count in counts[:, 0]])
        size = np.repeat(np.minimum(smallest + np.arange(len(counts)), n), counts[:, 0])
        order = np.argsort(first + size - 1, kind="stable")
        order = order[ids[order] >= 0]
        ids[order], first[order], (first + size - 1)[order]
    """
    n = 0
    for i in range(len(ids)):
        n += ids[i] >= 0
    found = np.empty(n, dtype=ids.dtype)
    firsts = np.empty(n, dtype=np.int64)
    lasts = np.empty(n, dtype=np.int64)
    offsets = np.zeros(len(n_runs) + 1, dtype=np.int64)
    places = np.zeros(len(n_runs) + 1, dtype=np.int64)
    n_found = begin = start = run = 0
    for d in range(len(n_runs)):
        for r in range(run, run + n_runs[d]):
            for last in range(lengths[r]):
                token = begin
                for k in range(len(counts)):
                    first = last - min(smallest + k, lengths[r]) + 1
                    if 0 <= first < counts[k, r] and ids[token + first] >= 0:
                        found[n_found] = ids[token + first]
                        firsts[n_found] = start + first
                        lasts[n_found] = start + last
                        n_found += 1
                    token += counts[k, r]
            start += lengths[r]
            for k in range(len(counts)):
                begin += counts[k, r]
        run += n_runs[d]
        offsets[d + 1] = n_found
        places[d + 1] = start
    return found, firsts, lasts, offsets, places


@jit
def exact_ngram_runs(ids, firsts, lasts, offsets, places, n_terms, size):
    """Return the runs of windows that hold each term.

    Parameters
    ----------
    ids : ndarray of int of shape (n_ngrams,)
        Terms, in each document by their last places.
    firsts, lasts : ndarray of int of shape (n_ngrams,)
        Where they begin and end.
    offsets : ndarray of int of shape (n_documents + 1,)
        The n-grams of document d are ``offsets[d]`` to ``offsets[d + 1]``.
    places : ndarray of int of shape (n_documents + 1,)
        The places of document d are ``places[d]`` to ``places[d + 1]``.
    n_terms : int
    size : int
        Length of a window in places.

    Returns
    -------
    terms, starts, ends, run_offsets : ndarray
        As `exact_runs` returns them.

    Notes
    -----
    In NumPy, for one document, window s holds term t where ::

        inside = (s <= firsts) & (lasts < s + size)
        holds[s, t] = np.any(inside & (ids == t))

    with places counted from 0, and the runs of t are the maximal runs of True in
    ``holds[:, t]``. Of a document that is shorter than a window, `inside` is True.
    """
    n = offsets[-1] - offsets[0]
    terms = np.empty(n, dtype=np.int32)
    starts = np.empty(n, dtype=np.int32)
    ends = np.empty(n, dtype=np.int32)
    run_offsets = np.zeros(len(offsets), dtype=np.int64)
    latest = np.full(n_terms, -1, dtype=np.int64)
    n_runs = 0
    for d in range(len(offsets) - 1):
        first_run = n_runs
        last_window = max(places[d + 1] - places[d] - size, 0)
        for i in range(offsets[d], offsets[d + 1]):
            t = ids[i]
            start = max(lasts[i] - places[d] - size + 1, 0)
            end = min(firsts[i] - places[d], last_window)
            if start > end:
                continue  # longer than a window
            run = latest[t]
            if run < first_run or start > ends[run] + 1:
                run = n_runs
                n_runs += 1
                latest[t] = run
                terms[run] = t
                starts[run] = start
                ends[run] = end
            # The same term may be one word and, elsewhere, two: ends may go back.
            ends[run] = max(ends[run], end)
        run_offsets[d + 1] = n_runs
    return terms[:n_runs], starts[:n_runs], ends[:n_runs], run_offsets


@jit
def gensim_ngram_runs(ids, firsts, lasts, offsets, places, n_terms, size):
    """Return the runs of windows in which gensim would see each term.

    gensim knows windows of words. It forgets the word that leaves, although the window
    may hold it a second time. An n-gram leaves with its first word, and enters with its
    last one.

    Parameters and returned values are those of `exact_ngram_runs`.

    Notes
    -----
    In Python, for one document of at least `size` places ::

        inside = lambda s: [i for i in ngrams if s <= firsts[i] and lasts[i] < s + size]
        seen = {ids[i] for i in inside(0)}
        for s in range(1, n_places - size + 1):
            seen -= {ids[i] for i in inside(s - 1) if firsts[i] == s - 1}
            seen |= {ids[i] for i in inside(s) if lasts[i] == s + size - 1}
    """
    n = offsets[-1] - offsets[0]
    terms = np.empty(n, dtype=np.int32)
    starts = np.empty(n, dtype=np.int32)
    ends = np.empty(n, dtype=np.int32)
    run_offsets = np.zeros(len(offsets), dtype=np.int64)
    latest = np.full(n_terms, -1, dtype=np.int64)
    n_runs = 0
    for d in range(len(offsets) - 1):
        first_run = n_runs
        last_window = max(places[d + 1] - places[d] - size, 0)
        for i in range(offsets[d], offsets[d + 1]):
            t = ids[i]
            start = max(lasts[i] - places[d] - size + 1, 0)
            end = min(firsts[i] - places[d], last_window)
            if start > end:
                continue  # longer than a window
            run = latest[t]
            if run >= first_run and start <= ends[run]:
                ends[run] = min(ends[run], end)
                continue
            # Seen from its entry until the first word of one of them leaves.
            j = i - 1
            while j >= offsets[d] and lasts[j] - places[d] >= start:
                if ids[j] == t and firsts[j] - places[d] >= start:
                    end = min(end, firsts[j] - places[d])
                j -= 1
            latest[t] = n_runs
            terms[n_runs] = t
            starts[n_runs] = start
            ends[n_runs] = end
            n_runs += 1
        run_offsets[d + 1] = n_runs
    return terms[:n_runs], starts[:n_runs], ends[:n_runs], run_offsets
