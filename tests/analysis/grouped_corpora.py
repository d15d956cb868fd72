"""A small corpus with planted topics, and models of all kinds that are fitted to it."""

from functools import cache

import numpy as np
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.decomposition import LatentDirichletAllocation as TheirLDA
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import (
    ARTM,
    PLSA,
    AttentiveARTM,
    AuthorTopicModel,
    BERTopic,
    ClassTfidfTransformer,
    HierarchicalARTM,
    LatentDirichletAllocation,
    SequenceVectorizer,
    ThetalessARTM,
)
from sktopics.testing import make_documents

DOCUMENTS = [*make_documents(80), ""]
TOPICS = np.append(np.arange(80) % 4, -1)
YEARS = np.append(np.repeat(np.arange(2000, 2010), 8), 2005)
AUTHORS = [["ann", "bob"] if i % 5 == 0 else ["ann"] for i in range(81)]
VECTORS = make_pipeline(
    TfidfVectorizer(), TruncatedSVD(8, random_state=0)
).fit_transform(DOCUMENTS)


def clusters(**options):
    """A BERTopic of the planted topics, with an outlier."""
    model = BERTopic(None, None, None, **options)
    return model.fit(DOCUMENTS, TOPICS, embeddings=VECTORS)


def _after_counts(model):
    return make_pipeline(CountVectorizer(), model)


KINDS = {
    "LDA": lambda: _after_counts(LatentDirichletAllocation(3, random_state=0)),
    "PLSA": lambda: _after_counts(PLSA(3, random_state=0)),
    "ARTM": lambda: _after_counts(ARTM(3, random_state=0)),
    "ThetalessARTM": lambda: _after_counts(ThetalessARTM(3, random_state=0)),
    "HierarchicalARTM": lambda: _after_counts(
        HierarchicalARTM([ARTM(2, random_state=0), ARTM(3, random_state=0)])
    ),
    "AttentiveARTM": lambda: make_pipeline(
        SequenceVectorizer(), AttentiveARTM(3, random_state=0)
    ),
    "sklearn LDA": lambda: _after_counts(TheirLDA(3, random_state=0)),
    "NMF": lambda: _after_counts(NMF(3, random_state=0)),
    "search": lambda: GridSearchCV(
        _after_counts(LatentDirichletAllocation(random_state=0, max_iter=2)),
        {"latentdirichletallocation__n_components": [2]},
        cv=2,
    ),
}


@cache
def fitted(kind):
    """Return a fitted model of a kind, and what `transform` takes beside documents."""
    if kind == "BERTopic":
        return clusters(), {"embeddings": VECTORS}
    if kind == "BERTopic of c-TF-IDF":
        weighting = ClassTfidfTransformer()
        return clusters(weighting=weighting), {"embeddings": VECTORS}
    if kind == "BERTopic of KMeans":
        encoder = make_pipeline(TfidfVectorizer(), TruncatedSVD(8, random_state=0))
        parts = encoder, None, KMeans(4, n_init=1)
        return BERTopic(*parts, random_state=0).fit(DOCUMENTS), {}
    if kind == "AuthorTopicModel":
        model = AuthorTopicModel(3, random_state=0, max_iter=5)
        model = make_pipeline(CountVectorizer(), model)
        X = model[0].fit_transform(DOCUMENTS)
        model[-1].fit(X, authors=AUTHORS)
        return model, {"authors": AUTHORS}
    return KINDS[kind]().fit(DOCUMENTS), {}


ALL_KINDS = [
    *KINDS,
    "AuthorTopicModel",
    "BERTopic",
    "BERTopic of c-TF-IDF",
    "BERTopic of KMeans",
]
