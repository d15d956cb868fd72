"""
Collapsed or variational inference, and how many topics
=======================================================

``LatentDirichletAllocation`` finds the same kind of topics in two ways. Collapsed
inference, the default, integrates the documents' mixtures out and follows the topic of
each word. Variational inference keeps a distribution over each document's mixture and
updates all of its words at once. They are compared here by the perplexity of held-out
passages, by document completion, and by the coherence of their topics. By default
collapsed inference makes 80 passes and variational inference 10, so variational
inference is tried with 100 too.
"""

# %%
# Passages of the State of the Union since 1945, a quarter of them held out. What is
# common to both models, the counts, is computed once.

from time import perf_counter

import matplotlib.pyplot as plt
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import train_test_split

from sktopics import LatentDirichletAllocation
from sktopics.datasets import load_sotu
from sktopics.metrics import (
    coherence_score,
    completion_perplexity,
    count_cooccurrences,
    topic_diversity,
)
from sktopics.topics import topic_table

train, test = train_test_split(load_sotu().documents, random_state=0)
vectorizer = CountVectorizer(stop_words="english", min_df=5, max_df=0.3)
X_train = vectorizer.fit_transform(train)
X_test = vectorizer.transform(test)
terms = vectorizer.get_feature_names_out()

# %%
# Coherence looks at the pairs of top terms in windows of the training texts. Counting
# them once for all terms makes each of the scores below a matter of milliseconds.

cooccurrences = count_cooccurrences(train, terms, analyzer=vectorizer.build_analyzer())

# The first fit of a process compiles; leave that out of the times.
for inference in ("collapsed", "variational"):
    LatentDirichletAllocation(2, inference=inference, max_iter=1).fit(X_train[:100])


def evaluate(n_components, **parameters):
    """Fit once and return time, perplexity, coherence and diversity."""
    model = LatentDirichletAllocation(n_components, random_state=0, **parameters)
    start = perf_counter()
    model.fit(X_train)
    seconds = perf_counter() - start
    topics = topic_table(model, feature_names=terms).top_words
    return {
        "seconds": seconds,
        "perplexity": completion_perplexity(model, X_test),
        "npmi": coherence_score(topics, cooccurrences, measure="c_npmi"),
        "diversity": topic_diversity(topics),
    }


numbers = [5, 10, 20, 40]
ways = {
    "collapsed": {"inference": "collapsed"},
    "variational": {"inference": "variational"},
    "variational, 80 passes": {"inference": "variational", "max_iter": 80},
}
results = {
    name: [evaluate(n, **parameters) for n in numbers]
    for name, parameters in ways.items()
}

# %%
# Perplexity is better low, the others high. Times are of one run on one core of
# whatever built this page.

print("inference                topics  seconds  perplexity   NPMI  diversity")
for name, rows in results.items():
    for n, row in zip(numbers, rows, strict=True):
        print(
            f"{name:24s} {n:6d}  {row['seconds']:7.2f}  {row['perplexity']:10.0f}"
            f"  {row['npmi']:5.3f}  {row['diversity']:9.2f}"
        )

# %%

figure, axes = plt.subplots(1, 2, figsize=(9, 3.5), layout="constrained")
titles = {"perplexity": "Perplexity (lower is better)", "npmi": "Coherence, NPMI"}
for ax, (name, title) in zip(axes, titles.items(), strict=True):
    for way, rows in results.items():
        ax.plot(numbers, [row[name] for row in rows], marker="o", label=way)
    ax.set(xscale="log", xlabel="topics", title=title)
    ax.set_xticks(numbers, labels=numbers, minor=False)
    ax.minorticks_off()
    ax.spines[["top", "right"]].set_visible(False)
axes[0].legend(frameon=False)
plt.show()

# %%
# Collapsed inference predicts held-out words better, the more so the more topics there
# are; as many passes do not bring variational inference near. Its topics are also more
# coherent where there are many of them; where there are few, 80 passes of variational
# inference find as coherent ones. With its own 10 passes it takes a fraction of the
# time.
