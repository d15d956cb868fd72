"""
Figures of topics
=================

Which words does a topic have, which topics are alike, and what do two models have in
common? The functions of :mod:`sktopics.plots` draw it for any model. Each returns a
``Figure`` of plotly: point at things to read more, drag to enlarge, and click names in
a legend to hide what they stand for.
"""

# %%
# One model of the addresses since 1945. ``X=documents`` tells the figures how large the
# topics are.

from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import LatentDirichletAllocation
from sktopics.datasets import load_sotu
from sktopics.plots import (
    plot_model_comparison,
    plot_term_rank,
    plot_term_relevance,
    plot_topic_drift,
    plot_topic_images,
    plot_topic_map,
    plot_topic_similarity,
    plot_topic_spectrum,
    plot_topics,
)

sotu = load_sotu()
documents = sotu.documents


def fit(texts, n_components=20):
    """Fit topics to texts."""
    return make_pipeline(
        CountVectorizer(stop_words="english", min_df=5, max_df=0.2),
        LatentDirichletAllocation(n_components, random_state=0),
    ).fit(texts)


model = fit(documents)

# %%
# Words
# -----
# The eight largest topics with their words. ``topics=[3, 7]`` chooses others.

plot_topics(model, documents)

# %%
# A frequent word is often frequent everywhere. With the slider you go from the words
# that are frequent in the topic, 1, to the words that are found nowhere else, 0.

plot_term_relevance(model, documents)

# %%
# How fast do the weights of words fall? Where a line is flat, further words say little.

plot_term_rank(model, documents)

# %%
# Topics that are alike
# ---------------------
# Each circle is a topic, its area the size of the topic. Topics that are near have
# similar words.

plot_topic_map(model, documents)

# %%
# The same as a table of colours. The order puts similar topics side by side.

plot_topic_similarity(model, documents)

# %%
# All topics in a row in which neighbours are alike.

plot_topic_spectrum(model, documents)

# %%
# Two models
# ----------
# Ten topics and twenty: which belong together?

small = fit(documents, n_components=10)
plot_model_comparison(small, model, names=("10 topics", "20 topics"))

# %%
# Two periods: which topics have changed, which are new, which are gone?

early = [text for text, year in zip(documents, sotu.date, strict=True) if year < 1985]
late = [text for text, year in zip(documents, sotu.date, strict=True) if year >= 1985]
plot_topic_drift(fit(early, 12), fit(late, 12), early, late, min_similarity=0.25)

# %%
# Pictures
# --------
# Topics of documents with pictures show the pictures that are typical of them. Here
# coloured squares stand for photographs.

from PIL import Image

from sktopics.representation import TopicImages
from sktopics.topics import refine_topics

texts = ["ships and the sea", "a harbour, the sea and ships", "wheat fields", "a field"]
colours = ["#1f5fa8", "#3f8fd0", "#d8b13a", "#a8c24a"]
images = [Image.new("RGB", (120, 90), colour) for colour in colours]
tiny = make_pipeline(
    CountVectorizer(stop_words="english"), LatentDirichletAllocation(2, random_state=0)
)
tiny.fit(texts)
table = refine_topics(tiny, [TopicImages(images)], texts)
plot_topic_images(table, images)
