"""
Topics over time and by party
=============================

What have presidents talked of since 1790? One model of all State of the Union
addresses tells the shares of its topics in each decade, with intervals, which topics
emerge and which fade, and what the two parties speak of.
"""

# %%
# One model of all 15,016 passages. Models do not know when a passage was spoken.

import matplotlib.pyplot as plt
import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import LatentDirichletAllocation
from sktopics.analysis import (
    emerging_topics,
    topics_over_time,
    topics_per_class_over_time,
)
from sktopics.datasets import load_sotu

sotu = load_sotu("1790")
pipeline = make_pipeline(
    CountVectorizer(stop_words="english", min_df=10, max_df=0.2),
    LatentDirichletAllocation(n_components=16, random_state=0),
).fit(sotu.documents)

# %%
# Which topics grow, and which shrink? Each year has one address, and is one bin of the
# test.

trends = emerging_topics(pipeline, sotu.documents, sotu.date)
trends

# %%
# The shares of all topics in each decade. The words are those of the topic in this
# decade: the world was at war in the 1940s, and had terrorists in the 2000s.

table = topics_over_time(
    pipeline, sotu.documents, sotu.date, frequency="decade", n_top_words=4
)
world = trends.emerging[1]
table.topic(world)[11:]

# %%
# The three topics that emerge most, and the three that fade most. The bands are the
# intervals: 95 of 100 are to hold the share.

chosen = [row.topic for row in (*trends[:3], *trends[-3:])]
figure, axes = plt.subplots(
    2, 3, figsize=(9, 5), sharex=True, sharey=True, layout="constrained"
)
for ax, topic in zip(axes.flat, chosen, strict=True):
    rows = table.topic(topic)
    middle = (rows.starts + rows.ends) / 2
    ax.fill_between(middle, rows.lower, rows.upper, color="C0", alpha=0.3, lw=0)
    ax.plot(middle, rows.shares, color="C0")
    ax.set_title(rows.labels[0], fontsize=10, loc="left")
    ax.yaxis.set_major_formatter("{x:.0%}")
    ax.spines[["top", "right"]].set_visible(False)
axes[0, 0].set_ylim(0)
plt.show()

# %%
# Democrats and Republicans since 1945, in four periods of about twenty years: the eight
# topics of which they speak most. The lines are intervals again.

since = np.flatnonzero(sotu.date >= 1945)
documents = [sotu.documents[i] for i in since]
parties = topics_per_class_over_time(
    pipeline, documents, sotu.party[since], sotu.date[since], n_bins=4, n_top_words=0
)
most = np.argsort(-pipeline.transform(documents).mean(axis=0))[:8].tolist()

figure, axes = plt.subplots(
    1, 4, figsize=(9, 4.5), sharex=True, sharey=True, layout="constrained"
)
for party, color, shift in (("Democratic", "C0", -0.15), ("Republican", "C3", 0.15)):
    for place, topic in enumerate(most):
        for ax, row in zip(axes, parties.group(party).topic(topic), strict=True):
            ax.hlines(place + shift, row.lower, row.upper, color=color)
            ax.plot(row.share, place + shift, "o", markersize=4, color=color)
            ax.set_title(f"{row.start:.0f} to {row.end:.0f}", fontsize=10)
    axes[-1].plot([], [], "o-", markersize=4, color=color, label=party)
for ax in axes:
    ax.xaxis.set_major_formatter("{x:.0%}")
    ax.spines[["top", "right"]].set_visible(False)
labels = [table.topic(topic).labels[0] for topic in most]
axes[0].set_yticks(range(len(most)), labels=labels)
axes[0].invert_yaxis()
axes[-1].legend(frameon=False, fontsize=8, loc="lower right")
plt.show()
