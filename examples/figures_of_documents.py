"""
Figures of documents
====================

A map of all documents, the topics of one of them, word by word and part by part, and a
map of authors.
"""

# %%
# Topics of every second passage since 1945, as clusters of embeddings. Documents whose
# embeddings are alike are near each other on maps.

import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import AuthorTopicModel, BERTopic, LatentDirichletAllocation
from sktopics.datasets import load_sotu
from sktopics.plots import (
    plot_authors,
    plot_document_topics,
    plot_documents,
    plot_hierarchical_documents,
    plot_segments,
    token_topics_html,
)

sotu = load_sotu()
documents, dates = sotu.documents[::2], sotu.date[::2]
encoder = make_pipeline(
    TfidfVectorizer(stop_words="english", min_df=3), TruncatedSVD(50, random_state=0)
)
embeddings = encoder.fit_transform(documents)
words = CountVectorizer(stop_words="english", min_df=5, max_df=0.2)
model = BERTopic(encoder, vectorizer=words, random_state=0).fit(
    documents, embeddings=embeddings
)

# %%
# All documents
# -------------
# A point is a passage, its colour its topic. Point at it to read its beginning.

plot_documents(model, documents, embeddings=embeddings)

# %%
# The slider makes topics coarser: similar topics get one colour.

plot_hierarchical_documents(model, documents, embeddings=embeddings)

# %%
# For print there is another map: :doc:`/auto_examples/map_for_print`.

# %%
# One document
# ------------
# Mixtures, such as LDA, have several topics in a document. What is this passage about?

lda = make_pipeline(words, LatentDirichletAllocation(20, random_state=0)).fit(documents)
number = int(np.flatnonzero(dates == 1997)[10])
plot_document_topics(lda, documents[number])

# %%
# Word by word: numbers and colours are topics.

token_topics_html(lda, documents[number])

# %%
# Whole addresses, each cut into fifteen parts, where the topic changes.

years = (1961, 1977, 1997, 2013)
addresses = [
    " ".join(
        text for text, date in zip(sotu.documents, sotu.date, strict=True) if date == y
    )
    for y in years
]
plot_segments(
    lda, addresses, n_segments=15, title=f"Addresses of {', '.join(map(str, years))}"
)

# %%
# Authors
# -------
# Presidents who speak about the same are near each other.

authors = make_pipeline(words, AuthorTopicModel(20, random_state=0))
authors.fit(documents, authortopicmodel__authors=sotu.authors[::2])
plot_authors(authors)
