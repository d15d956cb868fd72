"""Probability of words given the others: no position sees itself."""

from dataclasses import replace

import numpy as np

from ..kernels.em import UNEXPLAINED
from ._contexts import infer_texts

# One token in so many is hidden at once. Hidden tokens are no context of one another
# either, so that perplexity comes out too high: by .2 % on news (32 masks: .02 %).
N_MASKS = 8


def leave_one_out(contexts, texts, tables):
    """Probability of each token given the other tokens, (n_tokens,), float64.

    Where a context holds only what comes straight from the words in it (one sweep), or
    from one side of them, it is enough that it leaves out the position itself. Else
    its neighbours have seen it: then tokens are hidden from all, one in `N_MASKS` at a
    time.

    Parameters
    ----------
    contexts : Contexts
    texts : Texts
    tables : Tables
    """
    attention = contexts.attention
    alone = replace(attention, include_self=False)
    if contexts.n_sweeps == 1:
        return _probabilities(replace(contexts, attention=alone), texts, tables)
    if attention == alone and attention.balance in (0, 1):
        return _probabilities(contexts, texts, tables)
    number = np.arange(texts.n_tokens)
    number -= np.repeat(texts.offsets[:-1], np.diff(texts.offsets))
    out = np.empty(texts.n_tokens)
    for turn in range(N_MASKS):
        hidden = number % N_MASKS == turn
        if hidden.any():
            out[hidden] = _probabilities(contexts, texts, tables, hidden)[hidden]
    return out


def _probabilities(contexts, texts, tables, hidden=None):
    """p(word | context), at least a share of the uniform distribution."""
    words, _, theta = infer_texts(contexts, texts, tables, hidden)
    p = np.einsum("ik,ik->i", tables.phi[words], theta, dtype=np.float64)
    p[words < 0] = 0
    return np.maximum(p, UNEXPLAINED / tables.n_terms)
