"""
One address in segments with names
==================================

A State of the Union address speaks of many things, one after another. A model that
gives a document one topic has to choose.
:class:`~sktopics.clustering.ContextualTop2Vec` finds topics in windows of fifty words.
So an address has shares of topics, and segments of its raw text that have one topic
each.
"""

# %%
# The addresses and vectors of their words
# ----------------------------------------
# The addresses come in passages. Joined, they are 79 texts of some five thousand words.
#
# ``ContextualTop2Vec()`` reads tokens by a transformer. This example needs no network
# and a few seconds: a :class:`~sktopics.embedding.Doc2Vec` that was trained on the
# addresses gives the vectors of words.

import textwrap

import matplotlib.pyplot as plt
import numpy as np
from sklearn.pipeline import make_pipeline

from sktopics import ContextualTop2Vec, Doc2Vec, SequenceVectorizer
from sktopics.datasets import load_sotu

sotu = load_sotu()
addresses = {}
for passage, (president,), year in zip(
    sotu.documents, sotu.authors, sotu.date, strict=True
):
    addresses.setdefault(f"{president}, {year}", []).append(passage)
titles = list(addresses)
texts = [" ".join(passages) for passages in addresses.values()]

words = make_pipeline(
    SequenceVectorizer(stop_words="english", min_df=10),
    Doc2Vec(64, dm=0, dbow_words=True, epochs=8, random_state=0),
).fit(sotu.documents)

# %%
# Topics of windows
# -----------------
# Sizes are shares of windows. Names are the phrases nearest to the topics.

model = ContextualTop2Vec(words, n_topics=20, n_top_words=6, random_state=0).fit(texts)
model.topics_

# %%
# One address
# -----------
# ``segments`` cuts documents between sentences, where the topic changes. The pieces,
# joined, are the document. ``relevance`` is the cosine of a segment with its topic.

number = titles.index("William J Clinton, 1997")
segments = model.segments([texts[number]])
print(f"{titles[number]}: {len(segments)} segments")
for segment in segments[:12]:
    print()
    print(f"{segment.label}  ({segment.relevance:.2f})")
    text = textwrap.shorten(segment.text, 160, placeholder=" ...")
    print(textwrap.indent(textwrap.fill(text, 84), "    "))

# %%
# The same as a picture: how much of the address each topic has, and where.

names = {topic.index: topic.label for topic in model.topics_}
starts, lengths = segments.spans[:, 1], np.diff(segments.spans[:, 1:]).ravel()
totals = np.bincount(segments.topics, lengths, minlength=len(names))
shown = np.argsort(-totals, kind="stable")[:8]
colours = dict(zip(shown.tolist(), plt.get_cmap("tab10").colors, strict=False))

figure, ax = plt.subplots(figsize=(9, 3.4), layout="constrained")
for row, topic in enumerate(shown.tolist()):
    here = segments.topics == topic
    spans = np.column_stack((starts[here], lengths[here]))
    ax.broken_barh(spans, (row - 0.4, 0.8), color=colours[topic])
ax.set_yticks(range(len(shown)), [names[topic] for topic in shown.tolist()])
ax.invert_yaxis()
ax.set_xlabel("characters of the address")
ax.set_title(titles[number])
plt.show()

# %%
# Passages on a topic
# -------------------
# ``topical_passages`` searches all addresses for passages that speak of a topic, the
# longest and surest first.

topic = model.find_topics("schools and teachers", n_topics=1)[0].topic
for passage in model.topical_passages(texts, topic, n=3):
    print(f"{titles[passage.document]}: {passage.stop - passage.start} characters")
    text = textwrap.shorten(passage.text, 160, placeholder=" ...")
    print(textwrap.indent(textwrap.fill(text, 84), "    "))

# %%
# Shares of topics over time
# --------------------------
# ``doc_topic_`` holds the shares of windows, a row for each address.

years = np.array([int(title.rpartition(", ")[2]) for title in titles])
figure, ax = plt.subplots(figsize=(9, 3), layout="constrained")
ax.bar(years, model.doc_topic_[:, topic], color="#4c78a8")
ax.set_ylabel("share of windows")
ax.set_title(names[topic])
ax.spines[["top", "right"]].set_visible(False)
plt.show()
