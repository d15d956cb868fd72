"""
A map of documents for print
============================

On paper nobody can point at a topic to read its name. The package datamapplot writes
the names around the map, so that none covers another. It needs the extra ``maps``.
"""

# %%
# Every second passage since 1945, in clusters of embeddings.

from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic
from sktopics.datasets import load_sotu
from sktopics.plots import plot_document_datamap

documents = load_sotu().documents[::2]
encoder = make_pipeline(
    TfidfVectorizer(stop_words="english", min_df=3), TruncatedSVD(50, random_state=0)
)
embeddings = encoder.fit_transform(documents)
words = CountVectorizer(stop_words="english", min_df=5, max_df=0.2)
model = BERTopic(encoder, vectorizer=words, random_state=0).fit(
    documents, embeddings=embeddings
)

# %%
# The figure is one of matplotlib: ``figure.savefig("map.pdf", bbox_inches="tight")``
# writes it to a file. Topics beyond the 14 largest are grey.

figure, axes = plot_document_datamap(
    model, documents, embeddings=embeddings, n_topics=14, width=900, height=800
)

# %%
# For a browser, ``interactive_document_datamap`` makes a map in which zooming shows
# finer topics. Its page fetches programs from a network when it is opened:
#
# .. code-block:: python
#
#     from sktopics.plots import interactive_document_datamap
#
#     page = interactive_document_datamap(model, documents, embeddings=embeddings)
#     page.save("map.html")
