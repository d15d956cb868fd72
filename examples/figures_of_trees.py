"""
Figures of trees
================

Many topics are easier to read as a tree: similar topics make a group, similar groups a
larger one. A dendrogram shows each merge, a taxonomy some levels of it, and the tree of
a hierarchical model the levels that it has learned.
"""

# %%
# Thirty topics of the addresses since 1945.

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import ARTM, HierarchicalARTM, LatentDirichletAllocation
from sktopics.analysis import topic_taxonomy
from sktopics.datasets import load_sotu
from sktopics.plots import plot_hierarchy, plot_taxonomy, plot_topic_tree

documents = load_sotu().documents
words = CountVectorizer(stop_words="english", min_df=5, max_df=0.2)
model = make_pipeline(
    words, LatentDirichletAllocation(n_components=30, random_state=0)
).fit(documents)

# %%
# All merges
# ----------
# Two topics are joined at their distance. Point at a mark to read the words of a group.

plot_hierarchy(model, documents)

# %%
# Some levels
# -----------
# Four groups, twelve groups, thirty topics. Click a group to see it alone.

taxonomy = topic_taxonomy(model, documents, n_per_level=[12, 4])
plot_taxonomy(taxonomy)

# %%
# Tiles are easier to compare, and columns easier to read.

plot_taxonomy(taxonomy, kind="treemap")

# %%

plot_taxonomy(taxonomy, kind="icicle")

# %%
# Levels of a model
# -----------------
# A :class:`~sktopics.artm.HierarchicalARTM` learns its levels together, and a topic may
# belong to several topics of the level above.

levels = HierarchicalARTM([ARTM(5), ARTM(15)], random_state=0)
plot_topic_tree(make_pipeline(words, levels).fit(documents))
