"""What users write, for type checkers: mypy and pyright must know every type here.

`.ci/run` checks this file with both; pytest imports it, so that it runs as well.
"""

from typing import assert_type

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

import sktopics
from sktopics import (
    Doc2Vec,
    LatentDirichletAllocation,
    SequenceVectorizer,
    TokenSequences,
)
from sktopics.callbacks import EarlyStopping, TopicMonitor
from sktopics.datasets import load_sotu
from sktopics.metrics import agreement_scorer
from sktopics.text import token_spans

documents = ["ship sea harbour sail", "tax money debt budget"] * 10
X = CountVectorizer().fit_transform(documents)

# A model of counts: made, fitted and asked.
model = LatentDirichletAllocation(n_components=2, max_iter=3, random_state=0).fit(X)
assert_type(model, LatentDirichletAllocation)
assert_type(model.fit_transform(X), np.ndarray)
assert_type(model.transform(X, normalize=False), np.ndarray)
assert_type(model.partial_fit(X), LatentDirichletAllocation)
assert_type(model.score(X), float)
assert_type(model.perplexity(X), float)
assert_type(model.components_, np.ndarray)
assert_type(model.topic_word_, np.ndarray)
assert_type(model.n_iter_, int)
n_topics, n_terms = model.components_.shape

# The same by way of the package, with priors that are learned.
learned = sktopics.LatentDirichletAllocation(
    2, doc_topic_prior="auto", max_iter=2, total_samples=100
).fit(X)
assert_type(learned, LatentDirichletAllocation)

authors = [["Ann"], ["Bob", "Cid"]] * 10
of_authors = sktopics.AuthorTopicModel(2, max_iter=2).fit(X, authors=authors)
assert_type(of_authors, sktopics.AuthorTopicModel)
assert_type(of_authors.transform(X, authors=authors), np.ndarray)
names = [name for name, similarity in of_authors.similar_authors("Ann", n=1)]

# Text in reading order.
vectorizer = SequenceVectorizer()
sequences = vectorizer.fit_transform(documents)
assert_type(sequences, TokenSequences)
assert_type(sequences[:2], TokenSequences)
assert_type(sequences.shape, tuple[int, int])
assert_type(sequences.ids, np.ndarray)
assert_type(TokenSequences.from_tokens([["rain"], ["snow"]]), TokenSequences)
assert_type(vectorizer.vocabulary_, dict[str, int])
assert_type(token_spans(vectorizer, documents)[0], np.ndarray)

doc2vec = Doc2Vec(vector_size=4, epochs=1).fit(sequences)
assert_type(doc2vec, Doc2Vec)
assert_type(doc2vec.word_vectors_, np.ndarray)
assert_type(doc2vec.similarity("ship", "sea"), float)
closest = [word.upper() for word, _ in doc2vec.most_similar("ship", n=2)]


# Pipelines, callbacks and data.
monitored = LatentDirichletAllocation(2, max_iter=3)
monitored.set_callbacks(TopicMonitor(every=2), EarlyStopping(tol=0.1, patience=2))
pipeline = make_pipeline(CountVectorizer(), monitored).fit(documents)
agreement: float = agreement_scorer(["sea", "tax"] * 10, "nmi")(pipeline, documents)
by_document = agreement_scorer(dict.fromkeys(documents, 1), outliers="ignore")

# A search judges by y what does not train on it.
blind = sktopics.BERTopic(supervision=None).set_params(clusterer__resolution=1.0)
assert_type(blind, sktopics.BERTopic)
sotu = load_sotu()
passages, parties = load_sotu(return_X_y=True)
first = sotu.documents[0]
