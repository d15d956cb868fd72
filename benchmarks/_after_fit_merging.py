"""Models of two halves of a corpus as one, beside one fit on both."""

import numpy as np


def run(documents, n_topics=10, n_documents=4000, seed=0):
    """Print the perplexity of other documents by a half, the merged model and one fit.

    Two fifths of the documents train each half, and the last fifth is scored.

    Parameters
    ----------
    documents : list of str
    n_topics : int, default=10
    n_documents : int, default=4000
        Most documents that are read.
    seed : int, default=0
    """
    from sklearn.feature_extraction.text import CountVectorizer

    from sktopics import LatentDirichletAllocation
    from sktopics.analysis import merge_models
    from sktopics.metrics import completion_perplexity

    rows = np.random.default_rng(seed).permutation(len(documents))[:n_documents]
    vectorizer = CountVectorizer(stop_words="english", min_df=5)
    X = vectorizer.fit_transform([documents[row] for row in rows])
    n = X.shape[0] // 5 * 2
    halves = [
        LatentDirichletAllocation(n_topics, random_state=seed + half).fit(part)
        for half, part in enumerate((X[:n], X[n : 2 * n]))
    ]
    one = LatentDirichletAllocation(n_topics, random_state=seed).fit(X[: 2 * n])
    models = {"half": halves[0], "merged": merge_models(halves), "one fit": one}
    for name, model in models.items():
        perplexity = completion_perplexity(model, X[2 * n :])
        print(f"{name:10}{perplexity:8.0f}{len(model.components_):4d} topics")
