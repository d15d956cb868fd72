"""
Learning from a stream of documents
===================================

A corpus that is still being written is learned in batches by ``partial_fit``. A corpus
that does not fit into memory, but can be read again, is learned in several passes by
``fit``. The model keeps its topics and nothing of the documents, so that its memory
does not grow with their number.
"""

# %%
# The stream: 15,016 passages of all State of the Union addresses since 1790 in random
# order, 500 at a time, after one in ten is held out. The vocabulary is fixed before, so
# that the perplexities of the first and the last batch can be compared. In a real
# stream, :class:`~sktopics.text.OnlineCountVectorizer` adds new words as they come, and
# the model learns them, see :ref:`inputs`.

import matplotlib.pyplot as plt
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import train_test_split

from sktopics import LatentDirichletAllocation
from sktopics.datasets import load_sotu
from sktopics.metrics import completion_perplexity
from sktopics.topics import topic_table

stream, held_out = train_test_split(
    load_sotu(period="1790").documents, test_size=0.1, random_state=0
)
vectorizer = CountVectorizer(stop_words="english", min_df=10, max_df=0.2).fit(stream)
X_held_out = vectorizer.transform(held_out)


class Batches:
    """Counts of texts, one batch after another, as often as they are asked for."""

    def __init__(self, documents, size=500):
        self.documents, self.size = documents, size

    def __iter__(self):
        for start in range(0, len(self.documents), self.size):
            yield vectorizer.transform(self.documents[start : start + self.size])


# %%
# ``total_samples`` is the size of the corpus that the batches are drawn from: how much
# weight the data have beside the priors. ``learning_decay`` says how fast the weight of
# new batches falls.

model = LatentDirichletAllocation(
    n_components=20, total_samples=len(stream), random_state=0
)
seen, perplexities = [], []
for counts in Batches(stream):
    model.partial_fit(counts)
    seen.append(counts.shape[0] + (seen[-1] if seen else 0))
    perplexities.append(completion_perplexity(model, X_held_out))

# %%
# ``partial_fit`` sees each document once. Where the stream can be read again, give it
# to ``fit``: a few passes come closer to a model that is fitted to all documents at
# once.

passes = LatentDirichletAllocation(n_components=20, max_iter=3, random_state=0)
passes.fit(Batches(stream))

batch = LatentDirichletAllocation(n_components=20, random_state=0)
batch.fit(vectorizer.transform(stream))
reference = completion_perplexity(batch, X_held_out)
again = completion_perplexity(passes, X_held_out)
print(f"one pass over the stream: {perplexities[-1]:.0f}")
print(f"three passes:             {again:.0f}")
print(f"all documents at once:    {reference:.0f}")

# %%

figure, ax = plt.subplots(figsize=(7, 3.5), layout="constrained")
ax.plot(seen, perplexities, marker="o", ms=3, label="partial_fit, one pass")
ax.axhline(reference, color="C1", ls="--", label="fit, all documents at once")
ax.set(xlabel="passages seen", ylabel="perplexity of held-out passages")
ax.spines[["top", "right"]].set_visible(False)
ax.legend(frameon=False)
plt.show()

# %%
# The topics of two centuries, after three passes.

topic_table(
    passes,
    n_top_words=8,
    feature_names=vectorizer.get_feature_names_out(),
    X=X_held_out,
    relevance=0.6,
    sort_by="size",
)
