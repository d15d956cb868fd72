"""
Learning from a stream of documents
===================================

A corpus that does not fit into memory, or that is still being written, is learned in
batches by ``partial_fit``. The model keeps its topics and nothing of the documents,
so that its memory does not grow with their number.
"""

# %%
# The stream: 15,016 passages of all State of the Union addresses since 1790 in random
# order, 500 at a time, after one in ten is held out. Batches have to have the same
# columns, so the vocabulary is fixed before: from a sample, from a word list, or as
# here from one pass over the texts.

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


def batches(documents, size=500):
    """Yield the counts of one batch after another."""
    for start in range(0, len(documents), size):
        yield vectorizer.transform(documents[start : start + size])


# %%
# ``total_samples`` is the size of the corpus that the batches are drawn from: how much
# weight the data have beside the priors. ``learning_decay`` says how fast the weight of
# new batches falls.

model = LatentDirichletAllocation(
    n_components=20, total_samples=len(stream), random_state=0
)
seen, perplexities = [], []
for counts in batches(stream):
    model.partial_fit(counts)
    seen.append(counts.shape[0] + (seen[-1] if seen else 0))
    perplexities.append(completion_perplexity(model, X_held_out))

# %%
# One pass has to make do with what a batch says when it comes. Where the stream can be
# read again, further passes come closer to a model that is fitted to all documents at
# once.

for _ in range(2):
    for counts in batches(stream):
        model.partial_fit(counts)

batch = LatentDirichletAllocation(n_components=20, random_state=0)
batch.fit(vectorizer.transform(stream))
reference = completion_perplexity(batch, X_held_out)
again = completion_perplexity(model, X_held_out)
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
    model,
    n_top_words=8,
    feature_names=vectorizer.get_feature_names_out(),
    X=X_held_out,
    relevance=0.6,
    sort_by="size",
)
