"""Use sktopics where it cannot write beside the package and there is no home.

Run by ``.ci/distributions.py``, which reads the warnings.
"""

import os
import tempfile
from pathlib import Path

import joblib
import numpy as np

import sktopics
from sktopics.datasets import load_sotu
from sktopics.metrics import coherence_score
from sktopics.topics import topic_table

package = Path(sktopics.__file__).parent
assert not os.access(package, os.W_OK), f"{package} can be written to"
assert not Path.home().exists(), f"{Path.home()} exists"

documents = load_sotu().documents[:300]
vectorizer = sktopics.SequenceVectorizer(min_df=3, stop_words="english")
sequences = vectorizer.fit_transform(documents)
counts = sequences.to_counts()
model = sktopics.LatentDirichletAllocation(5, max_iter=3, random_state=0)
shares = model.fit_transform(counts)
assert np.allclose(shares.sum(axis=1), 1)
table = topic_table(model, feature_names=vectorizer.get_feature_names_out())
assert np.isfinite(coherence_score(table, documents))
vectors = sktopics.Doc2Vec(8, epochs=1, random_state=0).fit_transform(sequences)
assert np.isfinite(vectors).all()
with tempfile.TemporaryDirectory() as folder:
    joblib.dump(model, f"{folder}/model.joblib")
    loaded = joblib.load(f"{folder}/model.joblib")
assert np.array_equal(loaded.transform(counts), model.transform(counts))
print(f"    topics: {', '.join(table.top_words[0][:4])}, ...")
