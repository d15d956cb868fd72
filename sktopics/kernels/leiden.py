"""Communities of a graph: moving nodes, and splitting communities that fall apart.

A graph is a symmetric CSR matrix of weights that sum to 1; the strength of a node is
the sum of its row, and `totals` are sums of strengths over communities. With
``W[c] = weights[c][:, c].sum()``, the modularity of a partition is ::

    sum(W[c] - resolution * totals[c]**2 for c in communities)

Weights are finite and positive (`as_network` checks it), rows have no column twice.
Floats choose among communities that are there, and never become indices; lists of
communities that a node meets are no longer than its row.
"""

import numpy as np

from ._jit import jit

# Gains below this share of a node's strength are rounding: what is moved for them
# could be moved back and forth forever.
TOLERANCE = 1e-10


@jit
def move_nodes(indptr, indices, weights, strengths, order, resolution, labels):
    """Move nodes to the communities where they raise modularity most, until none does.

    A move of node v to community c, of which it is no member, changes modularity by
    twice what ``gain(v, c) - gain(v, own)`` is, where ::

        gain(v, c) = weights[v][others of c].sum()
                     - resolution * strengths[v] * strengths[others of c].sum()

    and the gain of a community of its own is 0.

    Parameters
    ----------
    indptr, indices, weights : CSR arrays of shape (n_nodes, n_nodes)
    strengths : ndarray of shape (n_nodes,), float64
    order : ndarray of shape (n_nodes,), int64
        The nodes, in the order in which they are looked at; the neighbours of a node
        that has moved are looked at again.
    resolution : float
    labels : ndarray of shape (n_nodes,), int64
        Communities, numbers below `n_nodes`. In and out.

    Returns
    -------
    n_moves : int
    """
    n_nodes = len(strengths)
    totals, sizes, unused, n_unused = _count_members(strengths, labels)
    queue = order.copy()
    is_waiting = np.ones(n_nodes, dtype=np.bool_)
    links = np.zeros(n_nodes)
    met = np.empty(n_nodes, dtype=np.int64)
    head, n_waiting, n_moves = 0, n_nodes, 0
    while n_waiting > 0:
        v = queue[head]
        head = (head + 1) % n_nodes
        n_waiting -= 1
        is_waiting[v] = False
        own, strength = labels[v], resolution * strengths[v]
        totals[own] -= strengths[v]
        n_met = _sum_links(indptr, indices, weights, v, labels, links, met)
        best, best_gain = own, links[own] - strength * totals[own]
        least = best_gain + TOLERANCE * strengths[v]
        for i in range(n_met):
            gain = links[met[i]] - strength * totals[met[i]]
            if gain > best_gain and gain > least:
                best, best_gain = met[i], gain
            links[met[i]] = 0
        if least < 0 and best_gain < 0 and sizes[own] > 1:
            best = unused[n_unused - 1]
        totals[best] += strengths[v]
        if best == own:
            continue
        n_moves += 1
        labels[v] = best
        if sizes[best] == 0:
            n_unused -= 1
        sizes[best] += 1
        sizes[own] -= 1
        if sizes[own] == 0:
            totals[own] = 0  # what is left is rounding
            unused[n_unused] = own
            n_unused += 1
        for e in range(indptr[v], indptr[v + 1]):
            u = indices[e]
            if labels[u] != best and not is_waiting[u]:
                queue[(head + n_waiting) % n_nodes] = u
                n_waiting += 1
                is_waiting[u] = True
    return n_moves


@jit
def _count_members(strengths, labels):
    """Sum up strengths, count members, and stack the unused numbers."""
    n_nodes = len(strengths)
    totals = np.zeros(n_nodes)
    sizes = np.zeros(n_nodes, dtype=np.int64)
    for v in range(n_nodes):
        totals[labels[v]] += strengths[v]
        sizes[labels[v]] += 1
    unused = np.empty(n_nodes, dtype=np.int64)
    n_unused = 0
    for c in range(n_nodes - 1, -1, -1):
        if sizes[c] == 0:
            unused[n_unused] = c
            n_unused += 1
    return totals, sizes, unused, n_unused


@jit
def _sum_links(indptr, indices, weights, v, labels, links, met):
    """Add up what links a node to each community, and list those: weights are > 0."""
    n_met = 0
    for e in range(indptr[v], indptr[v + 1]):
        if indices[e] == v:
            continue
        c = labels[indices[e]]
        if links[c] == 0:
            met[n_met] = c
            n_met += 1
        links[c] += weights[e]
    return n_met


@jit
def refine_communities(
    indptr, indices, weights, strengths, order, resolution, communities
):
    """Split communities into parts that hang together.

    Each part starts as one node. A node that is still alone, and is well connected
    to the rest of its community, joins the part of its community with the largest
    gain (see `move_nodes`) that is positive, among those that are themselves well
    connected. The part or node s of the community c is well connected, if ::

        weights[s][:, others of c].sum()
            >= resolution * strengths[s].sum() * strengths[others of c].sum()

    As no node leaves a part that others have joined, every part is connected.

    Parameters
    ----------
    indptr, indices, weights : CSR arrays of shape (n_nodes, n_nodes)
    strengths : ndarray of shape (n_nodes,), float64
    order : ndarray of shape (n_nodes,), int64
        The nodes, in the order in which they are looked at.
    resolution : float
    communities : ndarray of shape (n_nodes,), int64
        Numbers below `n_nodes`.

    Returns
    -------
    parts : ndarray of shape (n_nodes,), int64
        The number of a part is that of a node in it.
    """
    n_nodes = len(strengths)
    community_totals = np.zeros(n_nodes)
    for v in range(n_nodes):
        community_totals[communities[v]] += strengths[v]
    parts = np.arange(n_nodes)
    totals = strengths.copy()
    outward = _sum_outward(indptr, indices, weights, communities)
    is_alone = np.ones(n_nodes, dtype=np.bool_)
    links = np.zeros(n_nodes)
    met = np.empty(n_nodes, dtype=np.int64)
    for v in order:
        all_of_it = community_totals[communities[v]]
        strength = resolution * strengths[v]
        slack = TOLERANCE * strengths[v]
        if not is_alone[v] or outward[v] < strength * (all_of_it - totals[v]) - slack:
            continue
        n_met = 0
        for e in range(indptr[v], indptr[v + 1]):
            u = indices[e]
            if u == v or communities[u] != communities[v]:
                continue
            if links[parts[u]] == 0:
                met[n_met] = parts[u]
                n_met += 1
            links[parts[u]] += weights[e]
        best, best_gain, best_links = -1, slack, 0.0
        for i in range(n_met):
            part = met[i]
            gain = links[part] - strength * totals[part]
            least = resolution * totals[part] * (all_of_it - totals[part])
            if gain > best_gain and outward[part] >= least - TOLERANCE * totals[part]:
                best, best_gain, best_links = part, gain, links[part]
            links[part] = 0
        if best >= 0:
            parts[v] = best
            totals[best] += strengths[v]
            outward[best] += outward[v] - 2 * best_links
            is_alone[v] = is_alone[best] = False
    return parts


@jit
def _sum_outward(indptr, indices, weights, communities):
    """Weights between each node and the others of its community."""
    outward = np.zeros(len(communities))
    for v in range(len(communities)):
        for e in range(indptr[v], indptr[v + 1]):
            if indices[e] != v and communities[indices[e]] == communities[v]:
                outward[v] += weights[e]
    return outward


@jit
def most_linked(indptr, indices, weights, labels, within, n_labels):
    """Return the label that the neighbours of each node have most, by weight.

    ``links[:, c] = weights @ ((labels == c) & same_part)``, and the column of the
    largest value of each row, where only neighbours of the same part count. Of equally
    large values a node keeps its own label, or has the lowest one. A node without such
    neighbours keeps its own.

    Parameters
    ----------
    indptr, indices, weights : CSR arrays of shape (n_nodes, n_nodes)
    labels : ndarray of shape (n_nodes,), int64
        Numbers below `n_labels`; nodes below 0 have none and do not vote.
    within : ndarray of shape (n_nodes,), int64
        Parts of the graph.
    n_labels : int

    Returns
    -------
    voted : ndarray of shape (n_nodes,), int64
    """
    n_nodes = len(labels)
    voted = labels.copy()
    links = np.zeros(n_labels)
    met = np.empty(n_labels, dtype=np.int64)
    for v in range(n_nodes):
        n_met = 0
        for e in range(indptr[v], indptr[v + 1]):
            u = indices[e]
            c = labels[u]
            if c < 0 or within[u] != within[v] or u == v:
                continue
            if links[c] == 0:
                met[n_met] = c
                n_met += 1
            links[c] += weights[e]
        best = labels[v]
        most = links[best] if best >= 0 else 0.0
        for i in range(n_met):
            c = met[i]
            if links[c] > most or (links[c] == most and c < best and best != labels[v]):
                best, most = c, links[c]
        for i in range(n_met):
            links[met[i]] = 0
        voted[v] = best
    return voted
