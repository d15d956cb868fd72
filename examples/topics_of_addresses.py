"""
Topics as clusters: what presidents spoke of
============================================

BERTopic finds topics as clusters of passages that mean similar things. Here the vectors
of passages are made by TF-IDF and an SVD, so that nothing has to be downloaded;
:doc:`sentence_embeddings` does the same by a pretrained model of sentences.
"""

# %%
# Fit
# ---
# The encoder makes vectors of 4,303 passages since 1945, the default clusterer finds
# communities of neighbours among them, and the vectorizer counts the words that
# describe the topics. Nobody says how many topics there are: that is found.

import textwrap

import matplotlib.pyplot as plt
import numpy as np
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import BERTopic
from sktopics.datasets import load_sotu
from sktopics.text import stop_words, word_pattern

sotu = load_sotu()
encoder = make_pipeline(
    TfidfVectorizer(stop_words="english", min_df=5, max_df=0.2, sublinear_tf=True),
    TruncatedSVD(100, random_state=0),
)
words = CountVectorizer(token_pattern=word_pattern(), stop_words=stop_words(), min_df=5)
model = BERTopic(
    encoder,
    vectorizer=words,
    n_top_words=8,
    random_state=0,
).fit(sotu.documents)
model.topics_

# %%
# The passages that stand for a topic are those nearest to its mean.

for topic in model.topics_[:4]:
    first = topic.documents[0].index
    print(f"\n{topic.label} ({sotu.date[first]}, {sotu.authors[first][0]})")
    text = textwrap.shorten(sotu.documents[first], 300, placeholder="…")
    print(textwrap.indent(textwrap.fill(text, 76), "    "))

# %%
# Topics by president
# -------------------
# ``labels_`` is the topic of each passage. Counted by president, in the order in which
# they first spoke, and divided by what is usual: red is more than that, blue less.
# These are the 14 topics that differ most, in the order of their times.

names = [authors[0] for authors in sotu.authors]
presidents = list(dict.fromkeys(names))
counts = np.zeros((len(presidents), len(model.topics_)))
np.add.at(counts, ([presidents.index(name) for name in names], model.labels_), 1)
# Each is lent five passages of the usual mixture: whoever spoke for an hour or two has
# not avoided all that he did not speak of.
usual = counts.sum(axis=0) / counts.sum()
shares = (counts + 5 * usual) / (counts.sum(axis=1, keepdims=True) + 5)
ratio = np.log2(shares / usual)
differing = np.argsort(-np.abs(shares - usual).mean(axis=0) / usual**0.5)[:14]
times = np.arange(len(presidents)) @ shares / shares.sum(axis=0)
differing = differing[np.argsort(times[differing])]

figure, ax = plt.subplots(figsize=(9, 5.5), layout="constrained")
image = ax.imshow(ratio[:, differing], cmap="RdBu_r", vmin=-3, vmax=3, aspect="auto")
ax.set_yticks(range(len(presidents)), labels=presidents)
ax.set_xticks(
    range(len(differing)),
    labels=[model.topics_[topic].label for topic in differing],
    rotation=40,
    ha="right",
    rotation_mode="anchor",
    fontsize=8,
)
bar = figure.colorbar(image, ax=ax, ticks=range(-3, 4))
bar.ax.set_yticklabels(["1/8", "1/4", "1/2", "1", "2", "4", "8"])
bar.set_label("share of the topic, times the usual")
plt.show()

# %%
# A topic through the decades
# ---------------------------
# How was one topic spoken of? Its passages are a corpus of their own, with decades for
# labels: without a clusterer, the labels are the topics.

energy = next(topic.index for topic in model.topics_ if "oil" in topic.terms)
rows = np.flatnonzero(model.labels_ == energy)
decades = BERTopic(
    encoder, clusterer=None, vectorizer=model.vectorizer, n_top_words=6
).fit([sotu.documents[i] for i in rows], [f"{sotu.date[i] // 10}0s" for i in rows])
for decade in sorted(decades.topics_, key=lambda topic: topic.label):
    print(f"{decade.label}  {decade.size:4.0%}  {', '.join(decade.terms)}")

# %%
# New text
# --------
# ``predict`` gives the topic, ``transform`` the probabilities of all topics.

new = [
    "Every child deserves a good school and a teacher who cares.",
    "We will build more wind farms and drill less for oil.",
    "Veterans who come home need doctors and nurses.",
]
for text, probabilities in zip(new, model.transform(new), strict=True):
    print(f"\n{text}")
    for topic in np.argsort(-probabilities)[:2]:
        if probabilities[topic] >= 0.01:
            print(f"  {probabilities[topic]:4.0%}  {model.topics_[topic].label}")
