"""The documents of a topic, most typical first."""

import numpy as np
import scipy.sparse as sp


class TopicDocuments:
    """Which documents are about a topic.

    Parameters
    ----------
    context : RepresentationContext
        With documents and shares.
    """

    def __init__(self, context):
        self._columns = sp.csc_array(context.shares)
        self._labels = context.labels

    def rows(self, topic):
        """Return the documents in which no other topic has a larger share.

        The largest share first, ties in the order of the corpus. If there are none,
        the documents with some share of the topic.
        """
        start, stop = self._columns.indptr[[topic, topic + 1]]
        rows, shares = self._columns.indices[start:stop], self._columns.data[start:stop]
        own = (self._labels[rows] == topic) & (shares > 0)
        if not own.any():
            own = shares > 0
        rows, shares = rows[own], shares[own]
        return rows[np.lexsort((rows, -shares))]
