"""
Figures over time and of groups
===============================

When was a topic spoken of, and by whom? These figures draw the tables of
:doc:`/guide/over_time`, and make the tables themselves if you give them the model.
Bands and lines around a point are intervals: with few documents they are wide, and a
difference between two points may be chance.
"""

# %%
# Sixteen topics of all 15,016 passages since 1790.

import pandas as pd
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import LatentDirichletAllocation
from sktopics.analysis import topics_over_time
from sktopics.datasets import load_sotu
from sktopics.effects import topic_effects
from sktopics.plots import (
    plot_emerging_topics,
    plot_topic_effects,
    plot_topic_flow,
    plot_topics_over_time,
    plot_topics_per_class,
    plot_topics_per_class_over_time,
)

sotu = load_sotu("1790")
documents = sotu.documents
model = make_pipeline(
    CountVectorizer(stop_words="english", min_df=10, max_df=0.2),
    LatentDirichletAllocation(n_components=16, random_state=0),
).fit(documents)
table = topics_over_time(model, documents, sotu.date, frequency="decade", n_top_words=5)

# %%
# Over time
# ---------
# The topics whose shares vary most. Point at a line for the words of the decade.

plot_topics_over_time(table, topics="varying", n_topics=6)

# %%
# The same table as a flow, one topic on top of the other.

plot_topic_flow(table)

# %%
# Which topics grow and which shrink, by a trend through all years.

plot_emerging_topics(model, documents, sotu.date)

# %%
# Groups
# ------
# Democrats and Republicans since 1945. The points are shares, the lines intervals.

recent = sotu.date >= 1945
texts = [text for text, kept in zip(documents, recent, strict=True) if kept]
parties, years = sotu.party[recent], sotu.date[recent]
plot_topics_per_class(model, texts, parties)

# %%
# Both: the parties in four periods of about twenty years.

plot_topics_per_class_over_time(model, texts, parties, years, n_bins=4)

# %%
# What differs between parties at the same time? These are the coefficients of a
# regression on party and decade, see :doc:`/guide/effects`. Passages of one year belong
# together.

covariates = pd.DataFrame(
    {"Republican": parties == "Republican", "decade": (years - 1985) / 10}
)
effects = topic_effects(model, texts, covariates, groups=years)
plot_topic_effects(effects, "Republican")
