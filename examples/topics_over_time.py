"""
Topics by year and by president
===============================

What have presidents talked of since 1945? The topics of a model of all passages are
averaged over the passages of each year, and of each president.
"""

# %%
# One model of all passages: the shares of the topics in each passage sum to one.

import matplotlib.pyplot as plt
import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import LatentDirichletAllocation
from sktopics.datasets import load_sotu
from sktopics.topics import topic_table

sotu = load_sotu()
pipeline = make_pipeline(
    CountVectorizer(stop_words="english", min_df=5, max_df=0.2),
    LatentDirichletAllocation(n_components=16, random_state=0),
)
doc_topic = pipeline.fit_transform(sotu.documents)
table = topic_table(
    pipeline, n_top_words=8, X=sotu.documents, relevance=0.6, sort_by="size"
)
table

# %%
# Means over groups of rows need no data frame: the indicator of the groups times the
# document-topic matrix, divided by the sizes of the groups.


def mean_shares(groups):
    """Return the distinct groups, in order, and their mean topic shares."""
    names, first, rows = np.unique(groups, return_index=True, return_inverse=True)
    indicator = np.zeros((len(names), len(rows)))
    indicator[rows, np.arange(len(rows))] = 1
    shares = indicator @ doc_topic / indicator.sum(axis=1, keepdims=True)
    in_order = np.argsort(first)
    return names[in_order], shares[in_order]


# %%
# The six topics that change most over the years, in moving averages of five addresses.

years, shares = mean_shares(sotu.date)
smooth = np.apply_along_axis(np.convolve, 0, shares, np.ones(5) / 5, mode="valid")
labels = {topic.index: ", ".join(topic.terms[:3]) for topic in table}
changing = np.argsort(-smooth.std(axis=0))[:6]

figure, axes = plt.subplots(
    3, 2, figsize=(9, 6), sharex=True, sharey=True, layout="constrained"
)
for ax, topic in zip(axes.flat, changing, strict=True):
    ax.fill_between(years[2:-2], smooth[:, topic], color="C0", alpha=0.25, lw=0)
    ax.plot(years[2:-2], smooth[:, topic], color="C0")
    ax.set_title(labels[topic], fontsize=10, loc="left")
    ax.yaxis.set_major_formatter("{x:.0%}")
    ax.spines[["top", "right"]].set_visible(False)
axes[0, 0].set_ylim(0)
plt.show()

# %%
# And by president, in the order in which they first spoke. Red is more than all of
# them on average, blue less.

presidents, shares = mean_shares([names[0] for names in sotu.authors])
order = [topic.index for topic in table]
ratio = np.log2(shares / doc_topic.mean(axis=0))[:, order]

figure, ax = plt.subplots(figsize=(9, 5.5), layout="constrained")
image = ax.imshow(ratio, cmap="RdBu_r", vmin=-3, vmax=3, aspect="auto")
ax.set_yticks(range(len(presidents)), labels=presidents)
ax.set_xticks(
    range(len(order)),
    labels=[labels[topic] for topic in order],
    rotation=40,
    ha="right",
    rotation_mode="anchor",
    fontsize=8,
)
bar = figure.colorbar(image, ax=ax, ticks=[-3, -2, -1, 0, 1, 2, 3])
bar.ax.set_yticklabels(["1/8", "1/4", "1/2", "1", "2", "4", "8"])
bar.set_label("share of the topic, times the usual")
plt.show()
