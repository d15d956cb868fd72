"""
Topics of short texts
=====================

A message of five words says little about its mixture of topics. A model that learns a
mixture for each document fits it to these few words, so that the words of one message
end up in different topics. All messages together do tell which words occur together.
This example finds topics in the sentences of the State of the Union addresses. It shows
what co-occurrences of words and smoothing do. The user guide has figures for five
corpora of messages, titles and questions: see :ref:`short_texts`.
"""

# %%
# The passages since 1945 are cut into sentences. Without stop words and rare words,
# half of the sentences have seven words or fewer.

import matplotlib.pyplot as plt
import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import ARTM, LatentDirichletAllocation
from sktopics.artm import (
    Biterms,
    Decorrelator,
    SmoothSparsePhi,
    SmoothSparseTheta,
    term_cooccurrences,
)
from sktopics.datasets import load_sotu
from sktopics.metrics import coherence_score, topic_diversity
from sktopics.text import split_documents
from sktopics.topics import topic_table

passages = load_sotu().documents
sentences, owners = split_documents(passages, by="sentence")
vectorizer = CountVectorizer(stop_words="english", min_df=10, max_df=0.1)
X = vectorizer.fit_transform(sentences)
lengths = np.asarray(X.sum(axis=1)).ravel()
print(f"{len(sentences)} sentences, median length {np.median(lengths):.0f} words")

# %%
# How often do words occur together? Each word of a sentence has one count, which it
# shares out among the other words of the sentence. So long sentences do not drown the
# short ones.

pairs = term_cooccurrences(X)
names = vectorizer.get_feature_names_out()
word = vectorizer.vocabulary_["oil"]
beside = pairs[[word]].toarray().ravel().argsort()[::-1][:8]
print("beside 'oil':", ", ".join(names[beside]))

# %%
# ``Biterms`` makes both words of a pair come from one topic. With ``relative=True`` and
# a tau of 5, pairs weigh five times as much as the words themselves. Smoothing keeps
# one word from deciding the mixture of a sentence. This recipe stands beside the
# default, the regularizers that are good for long texts, and LDA.

recipe = [
    ("biterms", Biterms(5, cooccurrence=pairs, relative=True)),
    ("smooth_theta", SmoothSparseTheta(0.3)),
    ("smooth_phi", SmoothSparsePhi(0.02)),
]
for_long_texts = [
    ("decorrelator", Decorrelator(0.1, relative=True)),
    ("sparse", SmoothSparsePhi(-0.1, schedule=[0] * 10 + [1])),
]
models = {
    "ARTM": ARTM(20, random_state=0),
    "ARTM, for long texts": ARTM(20, for_long_texts, random_state=0),
    "ARTM, for short texts": ARTM(20, recipe, random_state=0),
    "LDA": LatentDirichletAllocation(20, random_state=0),
}

# %%
# Sentences have no labels to compare topics with. But two sentences that follow each
# other in a passage are often about the same thing. So a good model gives them the same
# topic more often than chance does. (This is Cohen's kappa: 0 is chance, 1 is always.)
# Coherence is counted in the whole passages. In the sentences themselves most pairs of
# words never meet.


def same_topic(model):
    """Agreement of neighbouring sentences about their topic, beyond chance."""
    topics = model.transform(X).argmax(axis=1)
    known = lengths > 0
    both = (owners[1:] == owners[:-1]) & known[1:] & known[:-1]
    agreed = (topics[1:] == topics[:-1])[both].mean()
    shares = np.bincount(topics[known]) / known.sum()
    return (agreed - (shares**2).sum()) / (1 - (shares**2).sum())


rows = {}
for name, model in models.items():
    model.fit(X)
    rows[name] = (
        same_topic(model),
        coherence_score(model, passages, measure="c_npmi", feature_names=names),
        topic_diversity(model),
    )
    print(
        "{:22} same topic {:.3f}  NPMI {:.3f}  diversity {:.2f}".format(
            name, *rows[name]
        )
    )

# %%
# The default and the regularizers for long texts find the topics that differ most, and
# that fit the sentences least. In short texts, diversity is no sign of quality. The
# recipe is as good as LDA.

fig, ax = plt.subplots(figsize=(7, 3), layout="constrained")
ax.barh(list(rows)[::-1], [row[0] for row in rows.values()][::-1])
ax.set_xlabel("neighbouring sentences have the same topic, beyond chance")
plt.show()

# %%
# The topics of the recipe.

print(topic_table(models["ARTM, for short texts"], feature_names=names, n_top_words=8))
