"""
A report of the addresses
=========================

One HTML file shows topics, words, documents, times and parties of any model. It opens
in every browser, needs no network and no Python, and can be sent to anyone. You see it
below as it is. :doc:`/guide/read_a_report` explains what it shows.
"""

# %%
# The model is scikit-learn's own NMF: reports are not only for models of sktopics.

import tempfile
from pathlib import Path

from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline

from sktopics.datasets import load_sotu
from sktopics.report import TopicReport

sotu = load_sotu()
model = make_pipeline(
    TfidfVectorizer(stop_words="english", min_df=5, max_df=0.2),
    NMF(15, max_iter=500, random_state=0),
).fit(sotu.documents)

# %%
# Times and classes are given once for each document. Metadata are shown with each
# document, and the page can filter by them.

report = TopicReport(
    model,
    sotu.documents,
    times=sotu.date,
    classes=sotu.party,
    metadata={"president": [names[0] for names in sotu.authors]},
    title="State of the Union, 1945 to 2021",
)
report

# %%
# ``save`` writes the file. In a notebook, the report shows itself.

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "addresses.html"
    report.save(path)
    print(f"{path.stat().st_size / 1e6:.1f} MB")
