"""Documents that show a language model what a topic is about, each of another kind."""

import numpy as np
import scipy.sparse as sp

from ..._arrays import largest, unit_rows
from ..._reading import folded_text

# Documents that are looked at for each one that is chosen.
_CANDIDATES = 8
# How much it counts that a document differs from those chosen; the rest is how typical
# it is.
_DIVERSITY = 0.5
# Letters of a document whose words are compared.
_COMPARED = 2000


class TopicTexts:
    """Texts of the documents of topics.

    Parameters
    ----------
    context : RepresentationContext or None
        Without one there are the excerpts of the table.
    """

    def __init__(self, context):
        self._context = context
        self._shares = None
        if context is not None and context.has_all_documents:
            shares = context.shares
            self._shares = None if shares is None else sp.csc_array(shares)

    def of(self, topic, n_texts) -> list[str]:
        """Return typical texts of a topic that differ from each other.

        Parameters
        ----------
        topic : Topic
        n_texts : int

        Returns
        -------
        texts : list of str
            The most typical first; fewer where the topic has fewer different ones.
        """
        if n_texts < 1:
            return []
        found = {}  # by what they say
        for row, text in self._candidates(topic, n_texts):
            if isinstance(text, str) and (said := folded_text(text)):
                found.setdefault(said, (row, text))
        rows, texts = [row for row, _ in found.values()], list(found.values())
        chosen = diverse(self._similarities(rows, list(found)), n_texts)
        return [texts[i][1] for i in chosen]

    def _candidates(self, topic, n_texts):
        """Yield rows and texts, the most typical first."""
        seen = set()
        for document in topic.documents:
            seen.add(document.index)
            yield document.index, self._text(document)
        for row in self._rows_of(topic.index, n_texts * _CANDIDATES):
            if row not in seen:
                yield row, self._context.documents[row]

    def _text(self, document):
        if self._context is None:
            return document.excerpt
        try:
            return self._context.text(document)
        except LookupError:  # the table is of other documents than the model keeps
            return document.excerpt

    def _rows_of(self, index, n_rows):
        """Return the rows of the documents with the most of a topic."""
        if self._shares is None or not 0 <= index < self._shares.shape[1]:
            return []
        start, stop = self._shares.indptr[index : index + 2]
        rows, shares = self._shares.indices[start:stop], self._shares.data[start:stop]
        embeddings, centers = self._vectors()
        if embeddings is not None and centers is not None and len(centers) > index:
            # Shares of clusters are all 1: the nearest to the middle are typical.
            shares = shares + unit_rows(embeddings[rows]) @ unit_rows(centers[index])
        return rows[largest(shares, n_rows)].tolist()

    def _vectors(self):
        context = self._context
        return context.embeddings, context.topic_embeddings

    def _similarities(self, rows, texts):
        """Return cosines of vectors where they are at hand, else shares of words."""
        embeddings = None if self._context is None else self._context.embeddings
        if embeddings is not None and rows and max(rows) < len(embeddings):
            vectors = unit_rows(np.asarray(embeddings[rows], dtype=np.float64))
            return vectors @ vectors.T
        words = [set(text[:_COMPARED].split()) for text in texts]
        similarities = np.eye(len(words))
        for i, first in enumerate(words):
            for j, second in enumerate(words[:i]):
                common = len(first & second)
                every = len(first) + len(second) - common
                similarities[i, j] = similarities[j, i] = common / (every or 1)
        return similarities


def diverse(similarities, n) -> list[int]:
    """Return positions of things that are typical and differ from each other.

    The first is the most typical. Each next one has the least similarity to the chosen
    ones, less its place in the order, both counting half (maximal marginal relevance).

    Parameters
    ----------
    similarities : ndarray of shape (n_things, n_things)
        Of things in the order of how typical they are.
    n : int
    """
    n_things = len(similarities)
    typical = 1 - np.arange(n_things) / max(n_things, 1)
    chosen = list(range(min(1, n_things)))
    while len(chosen) < min(n, n_things):
        nearest = similarities[:, chosen].max(axis=1)
        values = (1 - _DIVERSITY) * typical - _DIVERSITY * nearest
        values[chosen] = -np.inf
        chosen.append(int(values.argmax()))
    return chosen
