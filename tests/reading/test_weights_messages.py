"""What cannot be read is refused in the same words, whoever is asked."""

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, LatentDirichletAllocation, TruncatedSVD
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import ARTM, BERTopic
from sktopics.metrics import (
    background_term_ratio,
    background_token_ratio,
    coherence_score,
    coherence_scorer,
    completion_perplexity,
    diversity_scorer,
    doc_topic_sparsity,
    kernel_scorer,
    perplexity_scorer,
    sparsity_scorer,
    topic_coherences,
    topic_diversity,
    topic_kernels,
    topic_mass,
    topic_significance,
    topic_stability,
    topic_word_sparsity,
)
from sktopics.topics import (
    label_topics,
    match_topics,
    term_topics,
    topic_authors,
    topic_difference,
    topic_table,
)

DOCUMENTS = ["ship sea harbour sea", "tax money debt", "sea ship", "debt tax ship"] * 5
X = CountVectorizer().fit_transform(DOCUMENTS)
VECTORS = {"ship": [1.0, 0.0], "tax": [0.0, 1.0]}

PERPLEXITIES = {
    "completion_perplexity": lambda model, X: completion_perplexity(model, X),
    "perplexity_scorer": perplexity_scorer,
}
OF_WEIGHTS = {
    "background_term_ratio": background_term_ratio,
    "background_token_ratio": lambda m, X: background_token_ratio(m, X, topics=[0]),
    "doc_topic_sparsity": doc_topic_sparsity,
    "kernel_scorer": kernel_scorer(),
    "match_topics": lambda model, X: match_topics(model, model),
    "sparsity_scorer": sparsity_scorer(),
    "term_topics": lambda model, X: term_topics(model, "ship"),
    "topic_difference": lambda model, X: topic_difference(model, model),
    "topic_kernels": topic_kernels,
    "topic_mass": topic_mass,
    "topic_significance": topic_significance,
    "topic_word_sparsity": lambda model, X: topic_word_sparsity(model),
}
OF_WORDS = {
    "coherence_score": lambda model, X: coherence_score(model, [["ship", "sea"]]),
    "coherence_scorer": coherence_scorer("u_mass"),
    "diversity_scorer": diversity_scorer(),
    "jaccard": lambda model, X: topic_difference(model, model, "jaccard"),
    "label_topics": lambda model, X: label_topics(model, VECTORS),
    "topic_coherences": lambda model, X: topic_coherences(model, [["ship"]]),
    "topic_diversity": lambda model, X: topic_diversity(model),
    "topic_table": lambda model, X: topic_table(model),
    "topic_table of X": lambda model, X: topic_table(model, X=X),
}
ALL = PERPLEXITIES | OF_WEIGHTS | OF_WORDS


def both(make, fit=True):
    """The bare model, and a Pipeline that ends in it, with what they take."""
    pipeline = make_pipeline(CountVectorizer(), make_pipeline("passthrough", make()))
    if not fit:
        return [(make(), X), (pipeline, DOCUMENTS)]
    return [(make().fit(X), X), (pipeline.fit(DOCUMENTS), DOCUMENTS)]


def messages(estimators, error, functions):
    """All the messages by which functions refuse estimators."""
    found = {}
    for estimator, data in estimators:
        for name, function in functions.items():
            with pytest.raises(error) as refusal:
                function(estimator, data)
            found.setdefault(str(refusal.value), []).append(name)
    return list(found)


def test_negative_weights():
    svd = both(lambda: TruncatedSVD(2, random_state=0))
    assert messages(svd, ValueError, ALL) == [
        "Topics are weights of terms that are not negative, and components_ of "
        "TruncatedSVD has negative entries."
    ]
    with pytest.raises(ValueError, match="components_ of TruncatedSVD has negative"):
        topic_stability(TruncatedSVD(2), X, n_repeats=1)


def test_no_weights():
    (refusal,) = messages(both(lambda: KMeans(2, random_state=0)), TypeError, ALL)
    assert refusal == (
        "KMeans has no components_, the weights of terms in topics: give a topic "
        "model, or the part of the Pipeline that ends in one (pipeline[:-1] leaves out "
        "the last step)."
    )


@pytest.mark.parametrize("make", [LatentDirichletAllocation, NMF, ARTM, KMeans])
def test_not_fitted(make):
    (refusal,) = messages(both(make, fit=False), NotFittedError, ALL)
    assert refusal.startswith(f"This {make.__name__} instance is not fitted yet")


def bertopic():
    return BERTopic(lambda X: np.eye(2)[[int("tax" in t) for t in X]], None, KMeans(2))


def fitted_bertopics():
    estimators = bertopic(), make_pipeline("passthrough", bertopic())
    return [(estimator.fit(DOCUMENTS), DOCUMENTS) for estimator in estimators]


def test_scores_of_words_are_no_distributions():
    assert messages(fitted_bertopics(), TypeError, PERPLEXITIES) == [
        "BERTopic has no distribution of words, which perplexity needs: its "
        "components_ are scores of words. Scorers that judge it are "
        "coherence_scorer(), told_apart_scorer() and diversity_scorer()."
    ]


@pytest.mark.filterwarnings("ignore::sktopics.metrics.CoherenceWarning")
@pytest.mark.parametrize("name", sorted(OF_WEIGHTS | OF_WORDS))
def test_the_rest_reads_bertopic(name):
    for estimator, data in fitted_bertopics():
        ALL[name](estimator, data)


def test_bertopic_that_is_not_fitted():
    estimators = bertopic(), make_pipeline("passthrough", bertopic())
    estimators = [(estimator, DOCUMENTS) for estimator in estimators]
    (refusal,) = messages(estimators, NotFittedError, ALL)
    assert refusal.startswith("This BERTopic instance is not fitted yet")


@pytest.mark.parametrize("make", [LatentDirichletAllocation, NMF, ARTM])
def test_distributions_have_a_perplexity(make):
    for estimator, data in both(lambda: make(2, random_state=0)):
        assert completion_perplexity(estimator, data) > 1
        assert perplexity_scorer(estimator, data) < -1


OF_TABLES = {"match_topics", "topic_difference", "term_topics"}


@pytest.mark.parametrize("name", sorted(set(OF_WEIGHTS) - OF_TABLES))
def test_nothing_to_measure(name, make_model):
    """Clusters may find no topic, and images have no words; both make tables."""
    for shape in ((0, 3), (2, 0)):
        model = make_model(np.zeros(shape), fit=None, get_params=None)
        model.transform = lambda X, n=shape[0]: np.zeros((len(X), n))
        assert len(topic_table(model)) == shape[0]
        with pytest.raises(ValueError, match="there is nothing to measure"):
            ALL[name](model, DOCUMENTS)


def test_no_authors():
    for estimator, _ in both(lambda: NMF(2)):
        with pytest.raises(TypeError, match="NMF knows no authors"):
            topic_authors(estimator)
    with pytest.raises(NotFittedError):
        topic_authors(NMF(2))
