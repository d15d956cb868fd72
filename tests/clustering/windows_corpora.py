"""Documents of several topics whose words have vectors, for tests of windows."""

import numpy as np

from sktopics import StaticTokenEncoder

TOPICS = {
    "sea": "ship harbour sailor wave anchor deck mast port tide captain",
    "tax": "debt budget revenue treasury levy deficit bond credit income duty",
    "farm": "wheat cattle harvest barn plough seed orchard pasture grain dairy",
}


def word_vectors(n_dimensions=8):
    """Return vectors of the words of topics: their topic's axis and a little noise."""
    rng = np.random.default_rng(0)
    vectors = {}
    for axis, words in enumerate(TOPICS.values()):
        for word in words.split():
            vector = 0.15 * rng.normal(size=n_dimensions)
            vector[axis] += 1
            vectors[word] = vector
    return vectors


def sentence(topic, rng):
    """Return a sentence of eight words of a topic, with words without a vector."""
    words = rng.choice(TOPICS[topic].split(), size=8)
    return f"The {' '.join(words[:4])} and {' '.join(words[4:])}."


def documents_of_parts(n_documents=30, seed=0):
    """Return documents of one to three parts, each of four sentences of a topic.

    Returns
    -------
    documents : list of str
    borders : list of ndarray
        Characters at which the second and further parts start.
    parts : list of lists of str
        The topics of the parts.
    """
    rng = np.random.default_rng(seed)
    documents, borders, parts = [], [], []
    for d in range(n_documents):
        order = rng.permutation(list(TOPICS))[: 1 + d % 3].tolist()
        text, starts = "", []
        for topic in order:
            starts.append(len(text))
            text += " ".join(sentence(topic, rng) for _ in range(4)) + " "
        documents.append(text)
        borders.append(np.array(starts[1:], dtype=np.int64))
        parts.append(order)
    return documents, borders, parts


class CountingEncoder(StaticTokenEncoder):
    """An encoder that tells how many documents it has read."""

    read = []

    def encode_tokens(self, X):
        """Read the words of documents, and remember these."""
        documents = list(X)
        type(self).read += documents
        return super().encode_tokens(documents)
