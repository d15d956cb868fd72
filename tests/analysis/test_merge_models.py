"""Models of mixtures, fitted on parts of a corpus, as one model."""

import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.decomposition import LatentDirichletAllocation as TheirLDA
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer

from sktopics import (
    ARTM,
    PLSA,
    AttentiveARTM,
    AuthorTopicModel,
    BERTopic,
    HierarchicalARTM,
    LatentDirichletAllocation,
    NamedCounts,
    SequenceVectorizer,
    ThetalessARTM,
)
from sktopics.analysis import merge_models
from sktopics.artm import Decorrelator
from sktopics.clustering import merge_models as merge_clusters
from sktopics.topics import match_topics, topic_table

N_TERMS = 60
TOPICS = np.repeat(np.eye(6), 10, axis=1) + 0.002
TOPICS /= TOPICS.sum(axis=1, keepdims=True)
NAMES = np.array([f"w{i:02d}" for i in range(N_TERMS)])


def corpus(topics, n=120, seed=0):
    """Counts of documents about some of the six topics."""
    rng = np.random.default_rng(seed)
    mixtures = np.zeros((n, 6))
    mixtures[:, topics] = rng.dirichlet(np.full(len(topics), 0.2), n)
    return np.array([rng.multinomial(50, p) for p in mixtures @ TOPICS])


PARTS = [
    corpus([0, 1, 2, 3]),
    corpus([2, 3, 4, 5], seed=1),
    corpus([4, 5, 0, 1], 80, 2),
]
MODELS = {
    "lda": LatentDirichletAllocation(4, random_state=0),
    "variational": LatentDirichletAllocation(
        4, inference="variational", random_state=0
    ),
    "auto": LatentDirichletAllocation(
        4, doc_topic_prior="auto", topic_word_prior="auto", random_state=0
    ),
    "plsa": PLSA(4, random_state=0),
    "artm": ARTM(4, [Decorrelator(tau=1.0)], random_state=0),
    "thetaless": ThetalessARTM(4, random_state=0),
    "authors": AuthorTopicModel(4, random_state=0, missing_authors="own"),
    "hierarchy": HierarchicalARTM(
        [ARTM(2), ARTM(4)], parent_weight=0.1, random_state=0
    ),
}


@pytest.fixture(scope="module", params=list(MODELS))
def kind(request):
    return request.param


@pytest.fixture(scope="module")
def fitted(kind):
    """A model of each part of the corpus."""
    models = [clone(MODELS[kind]) for _ in PARTS]
    if kind == "authors":
        authors = (["Ann"], ["Ann", "Bob"], ["Eve"])
        return [
            model.fit(X, authors=[names] * len(X))
            for model, X, names in zip(models, PARTS, authors, strict=True)
        ]
    return [model.fit(X) for model, X in zip(models, PARTS, strict=True)]


def counts_of_topics(model):
    if isinstance(model, HierarchicalARTM):
        model = model.levels_[-1]
    if hasattr(model, "topic_word_counts_"):
        return model.topic_word_counts_
    return model.components_ - model.topic_word_prior_


def frozen(model):
    return pickle.dumps({k: v for k, v in vars(model).items() if k != "_fitted_names"})


def test_parts_of_a_corpus_give_the_topics_of_all(fitted):
    before = [frozen(model) for model in fitted]
    merged = merge_models(fitted)
    assert [frozen(model) for model in fitted] == before
    assert type(merged) is type(fitted[0])
    assert merged.components_.shape == (6, N_TERMS)
    assert merged.components_.dtype == fitted[0].components_.dtype
    found = match_topics(merged, PlantedTopics())
    assert len(found.pairs) == 6
    assert found.distances.max() < 0.2
    # Topics of the first model keep their numbers.
    pairs = match_topics(fitted[0], merged).pairs
    assert pairs == tuple((i, i) for i in range(4))


class PlantedTopics:
    """The topics that the documents were drawn from."""

    components_ = TOPICS


def test_counts_add_up(fitted):
    merged = merge_models(fitted)
    total = sum(counts_of_topics(model).sum(axis=0) for model in fitted)
    np.testing.assert_allclose(
        counts_of_topics(merged).sum(axis=0), total, rtol=1e-4, atol=1e-2
    )
    if not hasattr(merged, "level_attributes_"):
        sizes = topic_table(merged).sizes
        np.testing.assert_allclose(sizes.sum(), 1)
        assert merged.n_batch_iter_ == sum(m.n_batch_iter_ for m in fitted)


def test_a_copy_adds_no_topic(fitted):
    model = fitted[0]
    merged = merge_models([model, pickle.loads(pickle.dumps(model))])
    assert merged.components_.shape == model.components_.shape
    # The prior counts for half as much.
    atol = 0.02 if hasattr(model, "topic_word_prior_") else 1e-6
    np.testing.assert_allclose(merged.topic_word_, model.topic_word_, atol=atol)
    assert topic_table(merged).top_words == topic_table(model).top_words


def test_one_model_stays_as_it_is(fitted):
    for model in fitted:
        merged = merge_models([model])
        assert merged is not model
        np.testing.assert_allclose(merged.components_, model.components_, rtol=1e-5)


@pytest.mark.parametrize("order", [(2, 0, 1), (1, 2, 0), (1, 0, 2)])
def test_order_matters_for_numbers_only(fitted, order):
    merged, other = merge_models(fitted), merge_models([fitted[i] for i in order])
    rows = [j for _, j in match_topics(merged, other).pairs]
    np.testing.assert_allclose(
        other.components_[rows], merged.components_, rtol=1e-4, atol=1e-4
    )
    np.testing.assert_allclose(
        counts_of_topics(other)[rows], counts_of_topics(merged), rtol=1e-3, atol=1e-2
    )


def test_merged_models_work(fitted, kind):
    merged = merge_models(fitted)
    X = PARTS[1][:8]
    mixtures = merged.transform(X)
    assert mixtures.shape == (8, 6)
    np.testing.assert_allclose(mixtures.sum(axis=1), 1, rtol=1e-5)
    assert merged.get_feature_names_out().shape == (6,)
    assert np.isfinite(merged.score(X))
    assert not hasattr(merged, "perplexity_")
    assert not hasattr(merged, "bound_")
    again = pickle.loads(pickle.dumps(merged))
    np.testing.assert_array_equal(again.transform(X), mixtures)
    assert again.get_params().keys() == merged.get_params().keys()
    if hasattr(merged, "partial_fit"):
        more = {"authors": [["Zoe"]] * 8} if kind == "authors" else {}
        again.partial_fit(X, **more)
        assert again.components_.shape == merged.components_.shape
        assert len(match_topics(again, merged).pairs) == 6
    # Its parameters fit as many topics as it has.
    more = {"authors": [["Zoe"]] * len(PARTS[0])} if kind == "authors" else {}
    assert clone(merged).fit(PARTS[0], **more).components_.shape == (6, N_TERMS)


def test_halves_are_about_as_good_as_one_fit():
    X = corpus(range(6), 300, 5)
    for model in (
        LatentDirichletAllocation(6, random_state=0),
        PLSA(6, random_state=0),
    ):
        halves = [clone(model).fit(X[:150]), clone(model).fit(X[150:])]
        one, merged = clone(model).fit(X), merge_models(halves)
        assert match_topics(one, merged).distances.max() < 0.08


def test_min_similarity_decides():
    models = [PLSA(4, random_state=0).fit(X) for X in PARTS[:2]]
    assert len(merge_models(models, min_similarity=1.1).components_) == 8
    assert len(merge_models(models, min_similarity=0).components_) == 4
    assert len(merge_models(models).components_) == 6


# --- words and Pipelines -----------------------------------------------------------


def frames():
    """Counts of the first part without the last words, of the second without others."""
    pd = pytest.importorskip("pandas")
    first = pd.DataFrame(PARTS[0], columns=NAMES).drop(columns=NAMES[[50, 55, 59]])
    second = pd.DataFrame(PARTS[1], columns=NAMES).drop(columns=NAMES[[0, 20]])
    return first, second[second.columns[::-1]]


@pytest.mark.parametrize(
    "model",
    [LatentDirichletAllocation(4, random_state=0), PLSA(4, random_state=0)],
    ids=["lda", "plsa"],
)
def test_vocabularies_are_united_by_names(model):
    pd = pytest.importorskip("pandas")
    first, second = frames()
    models = [clone(model).fit(first), clone(model).fit(second)]
    merged = merge_models(models)
    names = merged.feature_names_in_.tolist()
    assert names[: first.shape[1]] == first.columns.tolist()
    assert sorted(names) == NAMES.tolist()
    assert merged.n_features_in_ == N_TERMS == merged.components_.shape[1]
    total = sum(
        pd.Series(counts_of_topics(part).sum(axis=0), part.feature_names_in_).reindex(
            names, fill_value=0
        )
        for part in models
    )
    np.testing.assert_allclose(
        counts_of_topics(merged).sum(axis=0), total, rtol=1e-3, atol=1e-2
    )
    full = pd.DataFrame(PARTS[1], columns=NAMES)[names]
    assert merged.transform(full).shape == (len(full), 6)
    assert merged.partial_fit(full).components_.shape == (6, N_TERMS)


def texts(X, names=NAMES):
    return [" ".join(np.repeat(names, row)) for row in X]


def test_pipelines_are_given_all_words():
    documents = [texts(X) for X in PARTS[:2]]
    documents[1] = [text.replace("w20", "new") for text in documents[1]]
    for vectorizer in (CountVectorizer(), CountVectorizer(dtype=np.float32)):
        pipelines = [
            make_pipeline(clone(vectorizer), PLSA(4, random_state=0)).fit(part)
            for part in documents
        ]
        merged = merge_models(pipelines)
        assert isinstance(merged, Pipeline)
        assert merged.transform(documents[1][:3]).shape == (3, 6)
        table = topic_table(merged, 11)  # of the words of a topic of both parts
        words = {word for topic in table.top_words for word in topic}
        assert {"w20", "new"} <= words
        assert "new" not in pipelines[0][0].vocabulary_
        assert merged[1].components_.shape == (6, N_TERMS + 1)
        # In the other order, columns are in another order.
        other = merge_models(pipelines[::-1])
        np.testing.assert_allclose(
            np.sort(other.transform(documents[1][:3])),
            np.sort(merged.transform(documents[1][:3])),
            atol=1e-3,
        )


def test_sequences_of_pipelines_are_given_all_words():
    documents = [texts(X)[:20] for X in PARTS[:2]]
    pipelines = [
        make_pipeline(SequenceVectorizer(), AttentiveARTM(2, random_state=0)).fit(part)
        for part in documents
    ]
    merged = merge_models(pipelines)
    both = set(pipelines[0][0].vocabulary_) | set(pipelines[1][0].vocabulary_)
    assert set(merged[0].vocabulary_) == both
    assert merged[1].n_features_in_ == len(both)


def test_columns_stay_in_their_modalities():
    rng = np.random.default_rng(0)
    modalities = {"a": slice(0, 5), "b": slice(5, 6)}
    counts = [NamedCounts(rng.poisson(1, (9, 6)), modalities=modalities) for _ in "ab"]
    for kind in (LatentDirichletAllocation, ARTM):
        models = [kind(2, max_iter=2, random_state=0).fit(X) for X in counts]
        merged = merge_models(models)
        assert merged.feature_modalities_in_.tolist() == [*"aaaaab"]
        merged.partial_fit(counts[0])


def test_pipelines_with_the_same_words_keep_their_steps():
    documents = [texts(X) for X in PARTS[:2]]
    vocabulary = {"vocabulary": NAMES.tolist()}
    pipelines = [
        Pipeline(
            [
                ("words", make_pipeline(TfidfVectorizer(use_idf=False, **vocabulary))),
                ("same", FunctionTransformer(feature_names_out="one-to-one")),
                ("search", GridSearchCV(PLSA(4, random_state=0), {"tol": [0]}, cv=2)),
            ]
        ).fit(part)
        for part in documents
    ]
    merged = merge_models(pipelines)
    assert merged[0] is pipelines[0][0] or merged[0].steps == pipelines[0][0].steps
    assert isinstance(merged[-1], PLSA)
    assert isinstance(pipelines[0][-1], GridSearchCV)
    assert merged.transform(documents[1][:3]).shape == (3, 6)
    search = GridSearchCV(pipelines[0], {"search__cv": [2]}, cv=2).fit(documents[0])
    assert merge_models([search, pipelines[1]]).transform(documents[0][:1]).shape == (
        1,
        6,
    )


def test_steps_that_cannot_learn_words_are_named():
    documents = [texts(PARTS[0]), [t.replace("w20", "new") for t in texts(PARTS[1])]]
    for steps in (
        [TfidfVectorizer()],
        [CountVectorizer(), FunctionTransformer(feature_names_out="one-to-one")],
    ):
        pipelines = [
            make_pipeline(*map(clone, steps), PLSA(4, random_state=0)).fit(part)
            for part in documents
        ]
        with pytest.raises(ValueError, match="cannot be given those of the others"):
            merge_models(pipelines)


def test_words_without_names_are_the_same_columns():
    pd = pytest.importorskip("pandas")
    models = [PLSA(4).fit(PARTS[0]), PLSA(4).fit(PARTS[1][:, :50])]
    with pytest.raises(ValueError, match=r"words of model 0 .* cannot be aligned"):
        merge_models(models)
    models[1] = PLSA(4).fit(pd.DataFrame(PARTS[1], columns=NAMES))
    with pytest.raises(ValueError, match="cannot be aligned"):
        merge_models(models)


# --- priors ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shapes", [("vector", "vector"), ("number", "matrix"), ("matrix", "vector")]
)
def test_priors_are_means_over_the_models(shapes):
    rng = np.random.default_rng(0)
    beta = {
        "number": 0.05,
        "vector": rng.uniform(0.01, 0.1, N_TERMS),
        "matrix": rng.uniform(0.01, 0.1, (4, N_TERMS)),
    }
    alphas = np.array([[0.1, 0.2, 0.3, 0.4], [0.5, 0.6, 0.7, 0.8]])
    models = [
        LatentDirichletAllocation(
            4, doc_topic_prior=alpha, topic_word_prior=beta[shape], random_state=0
        ).fit(X)
        for X, shape, alpha in zip(PARTS, shapes, alphas, strict=False)
    ]
    merged = merge_models(models)
    betas = [np.broadcast_to(beta[shape], (4, N_TERMS)) for shape in shapes]
    pairs = _pairs(models)
    rows = [([i], [j for a, j in pairs if a == i]) for i in range(4)]
    rows += [([], [j]) for j in range(4) if j not in dict(pairs).values()]
    table = np.broadcast_to(merged.topic_word_prior_, (6, N_TERMS))
    for topic, (first, second) in enumerate(rows):
        own = [*alphas[0][first], *alphas[1][second]]
        np.testing.assert_allclose(merged.doc_topic_prior_[topic], np.mean(own))
        own = np.vstack([betas[0][first], betas[1][second]])
        np.testing.assert_allclose(table[topic], own.mean(axis=0))
    np.testing.assert_array_equal(merged.doc_topic_prior, merged.doc_topic_prior_)
    counts = sum(counts_of_topics(model).sum() for model in models)
    total = merged.components_.sum()
    np.testing.assert_allclose(total, counts + table.sum(), rtol=1e-4)
    assert clone(merged).fit(PARTS[0]).components_.shape == (6, N_TERMS)


def _pairs(models):
    match = match_topics(*models)
    near = match.distances < 0.6
    return [pair for pair, is_one in zip(match.pairs, near, strict=True) if is_one]


# --- authors, hierarchies, modalities, sequences -----------------------------------


def test_authors_of_one_name_are_one():
    authors = [[["Ann"]] * 120, [["Bob", "Ann"]] * 120]
    models = [
        AuthorTopicModel(4, random_state=0).fit(X, authors=names)
        for X, names in zip(PARTS, authors, strict=False)
    ]
    merged = merge_models(models)
    assert merged.authors_.tolist() == ["Ann", "Bob"]
    assert merged.author_document_counts_.tolist() == [240, 120]
    prior = merged.doc_topic_prior_
    words = merged.author_components_.sum(axis=1) - 6 * prior
    own = [m.author_components_.sum(axis=1) - 4 * m.doc_topic_prior_ for m in models]
    np.testing.assert_allclose(words, [own[0][0] + own[1][0], own[1][1]], rtol=1e-4)
    assert merged.transform(PARTS[0][:2], authors=[["Bob"], ["Ann"]]).shape == (2, 6)
    table = topic_table(merged)
    assert {author.name for topic in table for author in topic.authors} == {
        "Ann",
        "Bob",
    }


def test_names_of_authors_are_of_one_kind():
    years = AuthorTopicModel(4, random_state=0).fit(PARTS[1], authors=[1999] * 120)
    names = AuthorTopicModel(4, random_state=0).fit(PARTS[0], authors=["Ann"] * 120)
    with pytest.raises(TypeError, match="Authors of one model are strings"):
        merge_models([names, years])


def test_levels_are_merged_one_by_one():
    models = [clone(MODELS["hierarchy"]).fit(X) for X in PARTS[:2]]
    merged = merge_models(models)
    levels = [level.components_.shape[0] for level in merged.levels_]
    (children,) = merged.child_given_parent_
    assert children.shape == (levels[1], levels[0])
    np.testing.assert_allclose(children.sum(axis=0), 1, rtol=1e-5)
    assert merged.transform(PARTS[0][:2], level=0).shape == (2, levels[0])
    np.testing.assert_allclose(merged.components_, merged.levels_[-1].components_)
    copied = merge_models([models[0], models[0]])
    np.testing.assert_allclose(
        copied.child_given_parent_[0], models[0].child_given_parent_[0], atol=1e-6
    )
    # Levels of a Pipeline do not know the words, which the Pipeline names.
    documents = [texts(PARTS[0]), [t.replace("w20", "new") for t in texts(PARTS[1])]]
    pipelines = [
        make_pipeline(CountVectorizer(), clone(MODELS["hierarchy"])).fit(part)
        for part in documents
    ]
    merged = merge_models(pipelines)
    assert merged[-1].levels_[0].components_.shape[1] == N_TERMS + 1
    assert merged.transform(documents[0][:2]).shape[0] == 2
    deeper = HierarchicalARTM([ARTM(2), ARTM(3), ARTM(4)], random_state=0)
    with pytest.raises(ValueError, match=r"same number of levels .* got 2, 3"):
        merge_models([models[0], deeper.fit(PARTS[0])])


def test_parents_are_weighted_by_their_sizes():
    model = clone(MODELS["hierarchy"]).fit(PARTS[0])
    other = pickle.loads(pickle.dumps(model))
    other.level_attributes_[0]["topic_word_counts_"] *= 3
    (children,) = other.child_given_parent_
    other.child_given_parent_ = [children[::-1].copy()]
    (merged,) = merge_models([model, other]).child_given_parent_
    np.testing.assert_allclose(merged, (children + 3 * children[::-1]) / 4, atol=1e-5)


def with_tags(modalities, X, drop, seed=0):
    pd = pytest.importorskip("pandas")
    names = [f"text__{name}" for name in NAMES[:50]]
    names += [f"tag__{name}" for name in NAMES[50:]]
    frame = pd.DataFrame(X, columns=names).drop(columns=[names[i] for i in drop])
    return ARTM(4, modalities=modalities, random_state=seed).fit(frame)


def test_modalities_are_united():
    pd = pytest.importorskip("pandas")
    prefixes = {"text": ("text__", 1.0), "tags": ("tag__", 2.0)}
    models = [
        with_tags(prefixes, PARTS[0], [3, 55]),
        with_tags(prefixes, PARTS[1], [9]),
    ]
    merged = merge_models(models)
    sums = [
        merged.components_[:, cols].sum(axis=1) for cols in merged.modalities_.values()
    ]
    np.testing.assert_allclose(sums, 1, rtol=1e-5)
    # Each modality is weighted by its own counts.
    counts = [np.maximum(m.topic_word_counts_, 0) for m in models]
    for topic, other in _pairs(models):
        for name, prefix in (("text", "text__"), ("tags", "tag__")):
            expected = pd.Series(0.0, index=merged.feature_names_in_)
            for m, n, t in zip(models, counts, (topic, other), strict=True):
                inside = np.char.startswith(m.feature_names_in_.astype(str), prefix)
                phi = pd.Series(m.components_[t][inside], m.feature_names_in_[inside])
                expected = expected.add(phi * n[t][inside].sum(), fill_value=0)
            expected = expected[merged.feature_names_in_] / expected.sum()
            cols = merged.modalities_[name]
            np.testing.assert_allclose(
                merged.components_[topic][cols], expected.to_numpy()[cols], atol=1e-5
            )
    slices = {"text": slice(0, 50), "tags": slice(50, 60)}
    same = [with_tags(slices, X, []) for X in PARTS[:2]]
    assert merge_models(same).modalities_ == same[0].modalities_
    shorter = {"text": slice(0, 49), "tags": slice(49, 59)}
    lacking = with_tags(shorter, PARTS[1], [9])
    assert merge_models([same[0], lacking]).modalities_ == same[0].modalities_
    with pytest.raises(ValueError, match="modalities given by slices cannot"):
        merge_models([lacking, same[0]])
    with pytest.raises(ValueError, match="model 1 has"):
        merge_models([same[0], with_tags(None, PARTS[1], [])])


def test_models_of_the_family_are_merged():
    merged = merge_models(
        [PLSA(4, random_state=0).fit(PARTS[0]), ARTM(4).fit(PARTS[1])]
    )
    assert type(merged) is PLSA
    with pytest.raises(TypeError, match="PLSA and a LatentDirichletAllocation"):
        merge_models(
            [PLSA(4).fit(PARTS[0]), LatentDirichletAllocation(4).fit(PARTS[1])]
        )


def test_sequences_and_importance_of_terms():
    documents = [texts(PARTS[0][:40]), texts(PARTS[1][:40])]
    documents[1] = [text.replace("w20", "new") for text in documents[1]]
    pipelines = []
    for part in documents:
        X = SequenceVectorizer().fit(part)
        importance = np.linspace(0.5, 1, len(X.vocabulary_))
        model = AttentiveARTM(
            4, term_importance=importance, max_iter=15, n_sweeps=1, random_state=0
        )
        pipelines.append(make_pipeline(X, model).fit(part))
    merged = merge_models(pipelines)
    importance = merged[-1].term_importance
    assert len(importance) == merged[-1].n_features_in_
    own = [dict(zip(p[0].get_feature_names_out(), p[1].term_importance, strict=True))
           for p in pipelines]  # fmt: skip
    for name, value in zip(merged[0].get_feature_names_out(), importance, strict=True):
        np.testing.assert_allclose(value, np.mean([o[name] for o in own if name in o]))
    assert merged.transform(documents[1][:2]).shape == (2, len(merged[-1].components_))
    merged[-1].partial_fit(merged[0].transform(documents[1]))


def test_empty_topics_stay_empty():
    model = PLSA(4, random_state=0).fit(PARTS[0])
    emptied = pickle.loads(pickle.dumps(model))
    for name in ("components_", "topic_word_counts_"):
        table = getattr(emptied, name).copy()
        table[2] = 0
        setattr(emptied, name, table)
    merged = merge_models([emptied, emptied])
    assert merged.components_.shape == (4, N_TERMS)
    assert not merged.components_[2].any()
    # A topic without counts that a regularizer gives words to keeps them.
    emptied.components_ = model.components_
    np.testing.assert_allclose(
        merge_models([emptied, emptied]).components_, model.components_, rtol=1e-5
    )


# --- bad input ---------------------------------------------------------------------


def test_what_cannot_be_merged_is_named():
    model = PLSA(4, random_state=0).fit(PARTS[0])
    with pytest.raises(TypeError, match="takes a list of models, got PLSA"):
        merge_models(model)
    with pytest.raises(TypeError, match="takes a list of models, got Pipeline"):
        merge_models(make_pipeline(CountVectorizer(), model))
    with pytest.raises(TypeError, match="got one that holds str"):
        merge_models(["model"])
    with pytest.raises(ValueError, match="needs at least one model"):
        merge_models([])
    with pytest.raises(NotFittedError):
        merge_models([model, PLSA(4)])
    with pytest.raises(TypeError, match="cannot merge LatentDirichletAllocation"):
        merge_models([TheirLDA(2).fit(PARTS[0])] * 2)
    with pytest.raises(ValueError, match="X is for models that read"):
        merge_models([model, model], X=["text"])
    with pytest.raises(ValueError, match="'min_similarity' parameter"):
        merge_models([model], min_similarity="large")


def test_clusters_are_merged_by_the_same_function():
    assert merge_clusters is merge_models
    parts = {"reducer": None, "clusterer": None}
    models = [
        BERTopic(**parts).fit(["ship", "tax"], ["sea", "tax"], embeddings=np.eye(2))
        for _ in range(2)
    ]
    merged = merge_models(model for model in models)
    assert merged.topic_sizes_.tolist() == [2, 2]
    pipelines = [make_pipeline("passthrough", model) for model in models]
    assert merge_models(pipelines)[-1].topic_sizes_.tolist() == [2, 2]
    for mixed in (models[0], PLSA(4).fit(PARTS[0])), (PLSA(4).fit(PARTS[0]), models[0]):
        with pytest.raises(TypeError, match="cannot be merged"):
            merge_models(mixed)
