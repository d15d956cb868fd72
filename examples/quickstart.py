"""
A quickstart: topics of the State of the Union
==============================================

From raw text to topics that are tuned, read, saved and shown in a report, with the core
of sktopics alone.
"""

# %%
# Documents
# ---------
# 4,303 passages of State of the Union addresses since 1945. They are part of the
# package.

import tempfile
import textwrap
from pathlib import Path

import joblib
import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV, KFold
from sklearn.pipeline import Pipeline

from sktopics import LatentDirichletAllocation
from sktopics.datasets import load_sotu
from sktopics.metrics import coherence_scorer, perplexity_scorer
from sktopics.report import TopicReport
from sktopics.text import stop_words, word_pattern
from sktopics.topics import topic_table

sotu = load_sotu()
print(f"{len(sotu.documents)} passages, {sotu.date.min()} to {sotu.date.max()}")

# %%
# Tune
# ----
# How many topics? More of them predict held-out words better (a lower perplexity), up
# to a point; whether their top terms go together in the texts (coherence, ``c_v``) is
# another question. Perplexity is that of the test folds; coherence is judged by the
# whole corpus, which knows more pairs of words than a fold. ``word_pattern`` keeps
# contractions such as "we've" whole, and ``stop_words`` leaves them out.

words = CountVectorizer(
    token_pattern=word_pattern(), stop_words=stop_words(), min_df=5, max_df=0.3
)
pipeline = Pipeline(
    [
        ("counts", words),
        ("lda", LatentDirichletAllocation(random_state=0)),
    ]
)
search = GridSearchCV(
    pipeline,
    {"lda__n_components": [10, 20, 40]},
    scoring={
        "c_v": coherence_scorer("c_v", reference=sotu.documents),
        "perplexity": perplexity_scorer,
    },
    refit="perplexity",
    cv=KFold(2, shuffle=True, random_state=0),
).fit(sotu.documents)

print("topics  perplexity    c_v")
for parameters, perplexity, c_v in zip(
    search.cv_results_["params"],
    -search.cv_results_["mean_test_perplexity"],
    search.cv_results_["mean_test_c_v"],
    strict=True,
):
    print(f"{parameters['lda__n_components']:6d}  {perplexity:10.0f}  {c_v:5.3f}")

# %%
# Read
# ----
# The best model, refitted to all passages. Ranking by relevance prefers terms that
# are specific to their topic.

best = search.best_estimator_
table = topic_table(
    best, n_top_words=8, X=sotu.documents, relevance=0.6, sort_by="size"
)
print(table)

# %%
# The passage that is most typical of the largest topic:

print(f"most typical of {table[0].label}:")
print(textwrap.fill(sotu.documents[table[0].documents[0].index], 88))

# %%
# Save
# ----

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "sotu.joblib"
    joblib.dump(best, path)
    loaded = joblib.load(path)
    print(f"saved, {path.stat().st_size / 1e6:.1f} MB, and loaded again")

new = ["We will cut taxes for working families and balance the budget."]
assert np.array_equal(loaded.transform(new), best.transform(new))
topic = int(loaded.transform(new).argmax())
print(f"{new[0]!r}")
print(f"is about: {topic_table(loaded)[topic].label}")

# %%
# Show
# ----
# A report is one file that opens in every browser, without a network or Python.

report = TopicReport(
    best,
    sotu.documents,
    times=sotu.date,
    classes=sotu.party,
    title="State of the Union, 1945 to 2021",
)
report.save("report.html")
print("Open report.html in a browser.")
