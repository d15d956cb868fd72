"""
Finding passages in two centuries of addresses
==============================================

:class:`~sktopics.clustering.Top2Vec` learns one space for documents and words, without
a download. In this space passages are found by words, by sentences and by other
passages, and words are found by words. Here it reads State of the Union addresses since
1790.
"""

# %%
# One space
# ---------
# Every fourth passage is enough for an example. A list of stop words keeps "the" out of
# topics, and ``ngram_range`` adds phrases such as "united nations" to the words.

from textwrap import fill, indent, shorten

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import Top2Vec
from sktopics.datasets import load_sotu

sotu = load_sotu("1790")
documents, years = sotu.documents[::4], np.asarray(sotu.date)[::4]
presidents = [president for (president,) in sotu.authors[::4]]

model = Top2Vec(
    vectorizer=CountVectorizer(stop_words="english", ngram_range=(1, 2), min_df=20),
    n_topics=30,
    random_state=0,
).fit(documents)
print(f"{len(documents):,} passages, {len(model.terms_):,} words and phrases")
model.topics_[:12]

# %%
# Passages by a sentence
# ----------------------
# The sentence gets a vector as a passage does. It need not share words with what is
# found.


def show(found):
    """Print passages with their year, president and similarity."""
    for passage in found:
        row = passage.index
        print(f"\n{passage.similarity:.2f}  {years[row]}, {presidents[row]}")
        text = shorten(documents[row], 280, placeholder=" …")
        print(indent(fill(text, 76), "      "))


show(model.find_documents(query="The navy needs new ships and guns.", n_documents=2))
question = "Every child deserves a good school and a teacher who cares."
show(model.find_documents(query=question, n_documents=2))

# %%
# Passages by words
# -----------------
# Words have vectors too, and ``negative`` words say what is not meant. Here it is
# forces without nuclear weapons.

show(model.find_documents(words="forces", n_documents=2))
print("\nNot nuclear:")
show(model.find_documents(words="forces", negative="nuclear", n_documents=2))

# %%
# Passages like a passage
# -----------------------
# Take a passage that was found, and ask for others like it. It is not among the
# results.

first = model.find_documents(words=["schools", "teachers"], n_documents=1)
print("This one:")
show(first)
print("\nis like:")
show(model.find_documents(like=first[0].index, n_documents=2))

# %%
# Words by words
# --------------

for word in ("navy", "gold", "railroads", "schools", "soviet"):
    near = model.find_words(words=word, n_words=6)
    print(f"{word:10}", ", ".join(near.words))

# %%
# Topics by words, and when they were spoken of
# ---------------------------------------------
# These topics are nearest to two words. The share of the first one in each decade says
# when it was spoken of.

found = model.find_topics(words=["indians", "tribes"], n_topics=3)
found

# %%

topic = found[0].topic
decades = years // 10 * 10
for decade in np.unique(decades):
    share = (model.labels_[decades == decade] == topic).mean()
    print(f"{decade}  {share:5.1%}  {'█' * round(share * 150)}")

# %%
# Fewer topics
# ------------
# The smallest topic is merged into the nearest one, again and again, until eight are
# left. Each passage then has the nearest of these. No passage is encoded for it.

model.reduce_topics(8)
model.topics_
