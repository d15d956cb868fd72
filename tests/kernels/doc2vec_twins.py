"""Slow NumPy twins of the kernels of Doc2Vec, given the same random numbers."""

import numpy as np

GOLDEN, MIX_1, MIX_2 = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
MASK, LOW = 2**64 - 1, 2**32 - 1


def mix64(x):
    """splitmix64's finalizer in Python's own integers."""
    x = (x ^ (x >> 30)) * MIX_1 & MASK
    x = (x ^ (x >> 27)) * MIX_2 & MASK
    return x ^ (x >> 31)


class Draws:
    """Random numbers of 64 bits, one after the other."""

    def __init__(self, seed, number=None):
        self.state = int(seed)
        if number is not None:
            self.state = mix64((self.state + (number + 1) * MIX_1) & MASK)

    def next(self):
        self.state = (self.state + GOLDEN) & MASK
        return mix64(self.state)


def list_noise(draws, noise, words, weights):
    """Rows, labels and weights of words to predict and of noise words."""
    n_terms = len(noise.threshold)
    rows, out = list(words), list(weights)
    for _ in range(noise.n_negative):
        r = draws.next()
        a = (r >> 32) * n_terms >> 32
        v = int(noise.pairs[a, int(r & LOW >= int(noise.threshold[a]))])
        rows.append(v)
        out.append(sum(c for w, c in zip(words, weights, strict=True) if w != v))
    labels = [1.0] * len(words) + [0.0] * noise.n_negative
    return rows, labels, out


def list_path(tree, word, weight):
    path = slice(tree.offsets[word], tree.offsets[word + 1])
    rows = tree.nodes[path].tolist()
    return rows, (1.0 - tree.codes[path]).tolist(), [weight] * len(rows)


def learn(h, outputs, listed, alpha, frozen=False):
    """Change of the input `h`, and loss; output rows learn in place."""
    rows, labels, weights = map(np.asarray, listed)
    change, loss = np.zeros_like(h), 0.0
    if not len(rows):
        return change, loss
    x = outputs[rows] @ h
    gains = alpha * weights * (labels - 1 / (1 + np.exp(-x)))
    loss = (weights * np.logaddexp(0, (1 - 2 * labels) * x)).sum()
    for gain, row in zip(gains, rows, strict=True):
        change += gain * outputs[row]
        if not frozen:
            outputs[row] += gain * h
    return change, loss


def learn_word(h, word, weight, draws, layer, alpha, frozen=False):
    """Change of the input and loss, by negative sampling and down the tree."""
    change, loss = np.zeros_like(h), 0.0
    if layer.noise.n_negative:
        listed = list_noise(draws, layer.noise, [word], [weight])
        change, loss = learn(h, layer.outputs, listed, alpha, frozen)
    listed = list_path(layer.tree, word, weight)
    step, cost = learn(h, layer.nodes, listed, alpha, frozen)
    return change + step, loss + cost


def kept_words(text, d, draws, keep):
    """(word, weight) of the tokens that are not passed over, without unknown ones."""
    kept = []
    for t in range(text.offsets[d], text.offsets[d + 1]):
        r, w = draws.next(), int(text.ids[t])
        if w >= 0 and text.weights[t] > 0 and (r >> 32) < int(keep[w]):
            kept.append((w, float(text.weights[t])))
    return kept


def kept_windows(text, d, draws, keep, window, span):
    """Words, weights, and ends of windows of the tokens that are not passed over."""
    words, weights, reaches, pieces, piece = [], [], [], [], 0
    for t in range(text.offsets[d], text.offsets[d + 1]):
        r, w = draws.next(), int(text.ids[t])
        piece += int(text.boundaries[t])
        if w < 0 or (r >> 32) < int(keep[w]):
            words.append(w)
            weights.append(float(text.weights[t]))
            reaches.append(window - ((r & LOW) * span >> 32))
            pieces.append(piece)
    n, lefts, rights = len(words), [], []
    for i in range(n):
        inside = [
            j for j in range(n) if abs(i - j) <= reaches[i] and pieces[j] == pieces[i]
        ]
        lefts.append(inside[0])
        rights.append(inside[-1] + 1)
    return words, weights, lefts, rights


def sharing(n_words):
    return 1 + (n_words >= 32)


def tags_of(text, d):
    return text.tag_rows[text.tag_offsets[d] : text.tag_offsets[d + 1]]


def dbow_pass(text, d, rows, alpha, number, keep, layer, vectors, frozen=False):
    """PV-DBOW on one document, whose vectors are `rows`; loss and weight of words."""
    draws = Draws(text.seeds[d], number)
    kept = kept_words(text, d, draws, keep)
    loss = total = 0.0
    n = sharing(len(kept))
    for row in rows:
        for i in range(0, len(kept), n):
            words, weights = zip(*kept[i : i + n], strict=True)
            change = np.zeros_like(vectors[row])
            if layer.noise.n_negative:
                listed = list_noise(draws, layer.noise, words, weights)
                step, cost = learn(vectors[row], layer.outputs, listed, alpha, frozen)
                change, loss = change + step, loss + cost
            for word, weight in zip(words, weights, strict=True):
                listed = list_path(layer.tree, word, weight)
                step, cost = learn(vectors[row], layer.nodes, listed, alpha, frozen)
                change, loss, total = change + step, loss + cost, total + weight
            vectors[row] += change
    return loss, total


def dbow_words_pass(
    text, d, alpha, number, keep, window, span, layer, vectors, W, locks
):
    draws = Draws(text.seeds[d], number)
    words, weights, lefts, rights = kept_windows(text, d, draws, keep, window, span)
    loss = total = 0.0
    for i, (word, weight) in enumerate(zip(words, weights, strict=True)):
        if word < 0 or weight <= 0:
            continue
        near = [words[j] for j in range(lefts[i], rights[i]) if j != i]
        inputs = [(W, w, locks[w]) for w in near if w >= 0]
        inputs += [(vectors, row, 1.0) for row in tags_of(text, d)]
        for matrix, row, lock in inputs:
            change, cost = learn_word(matrix[row], word, weight, draws, layer, alpha)
            matrix[row] += lock * change
            loss, total = loss + cost, total + weight
    return loss, total


def dm_pass(
    text, d, rows, alpha, number, keep, window, span, mean, layer, vectors, W, locks,
    frozen=False, stretch=32,
):  # fmt: skip
    """PV-DM on one document; words learn after every `stretch` words."""
    draws = Draws(text.seeds[d], number)
    words, weights, lefts, rights = kept_windows(text, d, draws, keep, window, span)
    loss = total = 0.0
    learned = np.zeros_like(W)
    for i, (word, weight) in enumerate(zip(words, weights, strict=True)):
        if i % stretch == 0:
            W += learned
            learned[:] = 0
        near = [
            words[j] for j in range(lefts[i], rights[i]) if j != i and words[j] >= 0
        ]
        n = len(rows) + len(near)
        if word < 0 or weight <= 0 or n == 0:
            continue
        h = vectors[rows].sum(axis=0) + W[near].sum(axis=0)
        change, cost = learn_word(
            h / n if mean else h, word, weight, draws, layer, alpha, frozen
        )
        loss, total = loss + cost, total + weight
        change /= 1 if mean else n
        vectors[rows] += change
        if not frozen:
            for w in near:
                learned[w] += locks[w] * change
    W += learned
    return loss, total


def concat_pass(
    text, d, rows, alpha, number, keep, window, layer, vectors, W, locks, frozen=False
):
    """PV-DM with concatenation on one document."""
    draws = Draws(text.seeds[d], number)
    words, weights, lefts, rights = kept_windows(text, d, draws, keep, window, 1)
    loss = total = 0.0
    for i, (word, weight) in enumerate(zip(words, weights, strict=True)):
        if word < 0 or weight <= 0:
            continue
        places = [(vectors, row, 1.0) for row in rows]
        for j in [*range(i - window, i), *range(i + 1, i + window + 1)]:
            known = lefts[i] <= j < rights[i] and words[j] >= 0
            places.append((W, words[j], locks[words[j]]) if known else None)
        zeros = np.zeros_like(W[0])
        h = np.concatenate([zeros if p is None else p[0][p[1]] for p in places])
        change, cost = learn_word(h, word, weight, draws, layer, alpha, frozen)
        loss, total = loss + cost, total + weight
        for place, part in zip(places, np.split(change, len(places)), strict=True):
            if place is not None and not (frozen and place[0] is W):
                place[0][place[1]] += place[2] * part
    return loss, total
