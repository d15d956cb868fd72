"""
Passages like a sentence, and a map of the years
================================================

Doc2Vec learns a vector for each passage of the State of the Union addresses since 1790,
and for each year, from the words alone. The vectors find passages that say what a
sentence says, and draw a map of two centuries of speech.
"""

# %%
# Tags say what gets a vector: each passage has two, its own and that of its year, which
# all passages of the year train together.

import textwrap

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.patheffects import withStroke
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline

from sktopics import Doc2Vec, SequenceVectorizer
from sktopics.datasets import load_sotu

sotu = load_sotu("1790")
tags = [[f"passage {i}", str(year)] for i, year in enumerate(sotu.date)]
pipeline = make_pipeline(
    SequenceVectorizer(stop_words="english", min_df=5),
    Doc2Vec(vector_size=50, dm=0, epochs=15, random_state=0),
).fit(sotu.documents, doc2vec__tags=tags)
model = pipeline[-1]

passages = [f"passage {i}" for i in range(len(sotu.documents))]
years = np.unique(sotu.date)
print(f"{len(passages):,} passages of {len(years)} years, {len(model.terms_):,} words")

# %%
# Find what is like a sentence
# ----------------------------
# ``transform`` infers the vector of a text that the model has not seen. It need not
# share many words with the passages that are found.


def most_like(sentence, n=3):
    """Print the passages whose vectors are nearest to that of a sentence."""
    print(f"\n{sentence}")
    vector = pipeline.transform([sentence])[0]
    for tag, similarity in model.most_similar(vector, n=n, among=passages):
        i = int(tag.removeprefix("passage "))
        print(f"\n  {similarity:.2f}  {sotu.date[i]}, {sotu.authors[i][0]}")
        text = textwrap.shorten(sotu.documents[i], 300, placeholder="…")
        print(textwrap.indent(textwrap.fill(text, 76), "        "))


most_like("We must build more ships for the navy to defend our coasts.")
most_like("Every child deserves a good school and a teacher who cares.")
most_like("The Indian tribes will be moved beyond the Mississippi.")

# %%
# A map of the years
# ------------------
# Nobody told the model that years come one after the other. The first two principal
# components of their vectors, scaled to length 1, put them in a row all the same.

vectors = np.array([model.vector(str(year)) for year in years])
vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
places = PCA(n_components=2).fit_transform(vectors)

figure, ax = plt.subplots(figsize=(9, 7), layout="constrained")
ax.plot(*places.T, color="0.85", lw=0.7, zorder=1)
points = ax.scatter(*places.T, c=years, cmap="viridis", s=28, zorder=2)
halo = [withStroke(linewidth=3, foreground="white")]
for year in (1790, 1815, 1836, 1862, 1898, 1917, 1933, 1975, 1990, 2002, 2021):
    place = places[np.searchsorted(years, year)]
    ax.annotate(
        str(year), place, xytext=(6, 4), textcoords="offset points", path_effects=halo
    )
ax.set(xticks=[], yticks=[], title="Years that speak alike are close to each other")
ax.spines[:].set_visible(False)
figure.colorbar(points, ax=ax, label="year", shrink=0.7)
plt.show()

# %%
# Which years are most like a year? Its neighbours, and now and then a year of another
# time with the same worries.

for year in ("1863", "1942", "2009"):
    similar = model.most_similar(year, n=5, among=[str(other) for other in years])
    print(year, "is like", ", ".join(f"{other} ({s:.2f})" for other, s in similar))
