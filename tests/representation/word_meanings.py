"""A small language with known vectors, and topics in it."""

import numpy as np

from sktopics.topics import (
    RepresentationContext,
    RepresentativeDocument,
    Topic,
    TopicTable,
)

# Meanings: the sea, money, nothing in particular.
MEANING = {
    "sea": (9, 0, 1),
    "ship": (8, 1, 1),
    "harbour": (7, 2, 1),
    "tax": (0, 9, 1),
    "debt": (1, 8, 1),
    "budget": (2, 7, 1),
    "the": (1, 1, 9),
    "of": (1, 1, 8),
}
TERMS = np.array(list(MEANING), dtype=object)
TEXTS = [
    "the tax of the debt",
    "the sea of the ship",
    "the budget the tax",
    "the ship the harbour",
    "debt debt tax",
    "sea harbour",
]
LABELS = np.array([1, 0, 1, 0, 1, 0])
# Stop words weigh most, as in many a model.
WEIGHTS = np.array(
    [[0.15, 0.1, 0.05, 0.01, 0, 0, 0.4, 0.2], [0, 0, 0.01, 0.15, 0.1, 0.05, 0.4, 0.2]]
)


class Encoder:
    """An encoder that remembers what it was asked."""

    def __init__(self, meaning=MEANING):
        self.meaning = meaning
        self.calls = []

    def __call__(self, texts):
        self.calls.append(list(texts))
        nothing = np.zeros(3)
        return np.array(
            [
                sum(
                    (np.array(self.meaning.get(w, nothing), float) for w in t.split()),
                    start=nothing,
                )
                for t in texts
            ]
        )


VECTORS = Encoder()(TEXTS)


def table(*, n_words=3, documents=True):
    """The two topics by their heaviest terms."""
    rows = []
    for index, weights in enumerate(WEIGHTS):
        best = np.argsort(-weights, kind="stable")[:n_words]
        typical = np.flatnonzero(index == LABELS)[:2] if documents else ()
        rows.append(
            Topic(
                index,
                None,
                0.5,
                TERMS[best],
                weights[best].tolist(),
                [RepresentativeDocument(int(d), 1.0, TEXTS[d]) for d in typical],
            )
        )
    return TopicTable(rows)


def context(given=None, **facts):
    """What is known of the two topics: no documents and no encoder, unless given."""
    given = table() if given is None else given
    return RepresentationContext(given, WEIGHTS, TERMS, **facts)
