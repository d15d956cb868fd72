"""
Presidents as authors: who talks of what, who resembles whom
============================================================

An author-topic model of all State of the Union addresses since 1790, whose authors are
the 43 presidents who gave them. A topic model of documents says what each passage is
about; this one says it of each president, from all the passages of his.
"""

# %%
# The authors go to ``fit``: for each passage a list of names, here always of one. In a
# Pipeline their name begins with that of the step.

import matplotlib.pyplot as plt
import numpy as np
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB
from sklearn.pipeline import make_pipeline

from sktopics import AuthorTopicModel
from sktopics.datasets import load_sotu
from sktopics.topics import topic_table

sotu = load_sotu("1790")
words = r"(?u)\b[^\W\d_]{3,}\b"  # of letters alone
vectorizer = CountVectorizer(
    stop_words="english", token_pattern=words, min_df=5, max_df=0.2
)
pipeline = make_pipeline(vectorizer, AuthorTopicModel(20, random_state=0))
pipeline.fit(sotu.documents, authortopicmodel__authors=sotu.authors)
model = pipeline[-1]

# %%
# The table names the most typical authors of each topic, those who give much of their
# speech to it and give much speech, and the share of the topic in what they say.

table = topic_table(pipeline, n_top_words=8, relevance=0.6, sort_by="size")
table

# %%
# Who talks of what
# -----------------
# ``author_topic_`` has a row for each president. In the order of the years in which
# they first spoke, and the topics in the order of the mean year of those who talk of
# them, two centuries go along the diagonal.

spoke = np.array([names[0] for names in sotu.authors])
first_year = [sotu.date[spoke == name].min() for name in model.authors_]
in_time = np.argsort(first_year, kind="stable")
presidents = model.authors_[in_time]
shares = model.author_topic_[in_time]
mean_year = np.sort(first_year) @ shares / shares.sum(axis=0)
topics = np.argsort(mean_year)
labels = {topic.index: ", ".join(topic.terms[:3]) for topic in table}

figure, ax = plt.subplots(figsize=(9, 9.5), layout="constrained")
image = ax.imshow(shares[:, topics], cmap="Blues", vmin=0, vmax=0.4, aspect="auto")
ax.set_yticks(range(len(presidents)), labels=presidents, fontsize=8)
ax.set_xticks(
    range(len(topics)),
    labels=[labels[topic] for topic in topics],
    rotation=40,
    ha="right",
    rotation_mode="anchor",
    fontsize=8,
)
bar = figure.colorbar(image, ax=ax, format="{x:.0%}", extend="max", shrink=0.5)
bar.set_label("share of the topic in what a president says")
plt.show()

# %%
# Who resembles whom
# ------------------
# One minus the Hellinger distance of two presidents' topics is 1 for the same topics
# in the same shares and 0 for nothing in common.

for name in ("George Washington", "Abraham Lincoln", "Franklin D Roosevelt"):
    similar = model.similar_authors(name, n=3)
    print(f"{name}: {', '.join(f'{other} {s:.2f}' for other, s in similar)}")

# %%
# All pairs at once: presidents resemble those who spoke shortly before and after them.
# The light squares along the diagonal are eras, and the borders between them are
# where what presidents talk of has changed.

overlap = np.sqrt(shares) @ np.sqrt(shares).T
similarity = 1 - np.sqrt(np.clip(1 - overlap, 0, None))

figure, ax = plt.subplots(figsize=(9, 8), layout="constrained")
image = ax.imshow(similarity, cmap="viridis", vmin=0, vmax=1)
ax.set_yticks(range(len(presidents)), labels=presidents, fontsize=7)
ax.set_xticks(range(len(presidents)), labels=presidents, fontsize=7, rotation=90)
figure.colorbar(image, ax=ax, label="similarity", shrink=0.7)
plt.show()

# %%
# Whose words are these?
# ----------------------
# A model that knows what presidents talk of can guess who said something. Whole
# addresses are held out, the third, seventh, ... of each president: passages of the
# same address would give each other away. More topics tell presidents better apart.

held_out = np.zeros(len(spoke), dtype=bool)
for name in presidents:
    years = np.unique(sotu.date[spoke == name])
    held_out |= (spoke == name) & np.isin(sotu.date, years[2::4])

X = vectorizer.transform(sotu.documents)
train, test = X[~held_out], X[held_out]
attributor = AuthorTopicModel(80, random_state=0).fit(train, authors=spoke[~held_out])

said_by = spoke[held_out]
probabilities = attributor.predict_proba_author(test)
ranked = attributor.authors_[np.argsort(-probabilities, axis=1)]
predicted = ranked[:, 0]
among_three = (ranked[:, :3] == said_by[:, np.newaxis]).any(axis=1)
bayes = MultinomialNB(alpha=0.1).fit(train, spoke[~held_out])
names, counts = np.unique(spoke[~held_out], return_counts=True)

print(f"{len(said_by)} passages of about a hundred words, {len(names)} presidents")
print(
    f"always the one who said most   {np.mean(said_by == names[counts.argmax()]):.1%}"
)
print(f"author-topic model             {np.mean(said_by == predicted):.1%}")
print(f"  among its first three        {among_three.mean():.1%}")
print(f"naive Bayes                    {np.mean(said_by == bayes.predict(test)):.1%}")

# %%
# A passage of a hundred words is little to go by. Naive Bayes, which compares each word
# and not only topics, is better at this task, and knows nothing else. An address as a
# whole is more telling:

address = [
    f"{name} {year}" for name, year in zip(said_by, sotu.date[held_out], strict=True)
]
_, first, rows = np.unique(address, return_index=True, return_inverse=True)
passages_of = csr_array((np.ones(len(rows)), (rows, np.arange(len(rows)))))
right = attributor.predict_author(passages_of @ test) == said_by[first]
print(f"{right.mean():.0%} of {len(right)} whole addresses")

# %%
# Where passages go: mistakes stay close to the diagonal, among presidents of the same
# time.

position = {name: i for i, name in enumerate(presidents)}
confusion = np.zeros((len(presidents), len(presidents)))
for true, guess in zip(said_by, predicted, strict=True):
    confusion[position[true], position[guess]] += 1
totals = confusion.sum(axis=1, keepdims=True)
kept = totals[:, 0] > 0

figure, ax = plt.subplots(figsize=(9, 7.6), layout="constrained")
image = ax.imshow(confusion[kept] / totals[kept], cmap="Blues", vmin=0, vmax=0.5)
ax.set_yticks(range(kept.sum()), labels=presidents[kept], fontsize=7)
ax.set_xticks(range(len(presidents)), labels=presidents, fontsize=7, rotation=90)
ax.set(ylabel="who spoke", xlabel="who the model thinks spoke")
bar = figure.colorbar(image, ax=ax, format="{x:.0%}", extend="max", shrink=0.7)
bar.set_label("share of the passages of who spoke")
plt.show()

near = [
    abs(position[true] - position[guess]) <= 5
    for true, guess in zip(said_by, predicted, strict=True)
]
print(f"{np.mean(near):.0%} of the guesses are at most five presidents off")
