"""Fitted models of all kinds, and tables of topics, small and hostile and large."""

import json
from functools import cache

import numpy as np
from sklearn.decomposition import NMF
from sklearn.decomposition import LatentDirichletAllocation as TheirLDA
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import (
    ARTM,
    AuthorTopicModel,
    BERTopic,
    HierarchicalARTM,
    LatentDirichletAllocation,
)
from sktopics.testing import make_documents
from sktopics.topics import Topic, TopicTable

DOCUMENTS = [*make_documents(60), ""]
LABELS = np.append(np.arange(60) % 4, -1)
VECTORS = np.eye(5)[LABELS]

KINDS = {
    "LDA": lambda: LatentDirichletAllocation(3, random_state=0),
    "ARTM": lambda: ARTM(3, random_state=0),
    "HierarchicalARTM": lambda: HierarchicalARTM(
        [ARTM(2, random_state=0), ARTM(3, random_state=0)]
    ),
    "sklearn LDA": lambda: TheirLDA(3, random_state=0),
    "NMF": lambda: NMF(3, random_state=0),
    "search": lambda: GridSearchCV(
        LatentDirichletAllocation(random_state=0, max_iter=2),
        {"n_components": [2]},
        cv=2,
    ),
}
ALL_KINDS = [*KINDS, "AuthorTopicModel", "BERTopic"]


@cache
def fitted(kind):
    """Return a fitted model on texts."""
    if kind == "BERTopic":
        return BERTopic(None, None, None).fit(DOCUMENTS, LABELS, embeddings=VECTORS)
    if kind == "AuthorTopicModel":
        pipeline = make_pipeline(
            CountVectorizer(), AuthorTopicModel(3, random_state=0, max_iter=5)
        )
        counts = pipeline[0].fit_transform(DOCUMENTS)
        authors = [["ann", "bob"] if i % 5 == 0 else ["ann"] for i in range(61)]
        pipeline[-1].fit(counts, authors=authors)
        return pipeline
    return make_pipeline(CountVectorizer(), KINDS[kind]()).fit(DOCUMENTS)


def numbered_table(n_topics, *, sizes=True):
    """Return a table of many topics whose sizes are not in the order of the rows."""
    order = np.argsort(np.arange(n_topics) * 7 % max(n_topics, 1), kind="stable")
    return TopicTable(
        Topic(
            i,
            None,
            (order[i] + 1) / (n_topics * (n_topics + 1) / 2) if sizes else None,
            (f"word{i}", f"word{(i + 1) % n_topics}", "all"),
            (0.5, 0.3, 0.1),
        )
        for i in range(n_topics)
    )


HOSTILE = TopicTable(
    [
        Topic(
            0, "<b>bold</b> & 'x'", 0.6, ("<br>", "a&b", "\u202eright"), (0.3, 0.2, 0.1)
        ),
        Topic(3, "x" * 300, 0.4, ("w" * 200, "<br>"), (0.3, 0.2)),
        Topic(5, None, 0.0, (), (), is_empty=True),
    ],
    Topic(-1, None, None, ("the", "of"), (0.2, 0.1)),
)


def texts_of(figure):
    """Return all texts of a figure, in which no tag of a name may be."""
    return json.dumps(figure.to_plotly_json(), default=str, ensure_ascii=False)
