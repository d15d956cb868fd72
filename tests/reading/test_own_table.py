"""Models with a table of their own: its words and names are the truth."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV, cross_validate
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from sktopics import BERTopic
from sktopics._reading import read_topics
from sktopics.metrics import (
    coherence_score,
    coherence_scorer,
    diversity_scorer,
    topic_coherences,
    topic_diversity,
    topic_stability,
)
from sktopics.topics import (
    RepresentativeDocument,
    Topic,
    TopicAuthor,
    TopicTable,
    label_topics,
    match_topics,
    topic_difference,
    topic_table,
)

DOCUMENTS = ["ship sea harbour sail", "tax money debt budget"] * 20
PLAIN = [["budget", "debt", "money", "tax"], ["harbour", "sail", "sea", "ship"]]


def encode(documents):
    """One direction for the sea, one for money, and a little of the rest."""
    rng = np.random.default_rng(0)
    about_money = np.array(["tax" in text for text in documents], dtype=int)
    return np.eye(2)[about_money] + rng.normal(0, 0.01, (len(documents), 2))


def same(table, context):
    """A representation that gives all topics the same words."""
    return TopicTable(
        replace(t, terms=("ship", "tax"), weights=(0.6, 0.4)) for t in table
    )


def best_three(table, context):
    """A representation that turns the first three words of the first topic round."""
    first, *rest = table
    first = replace(first, terms=first.terms[2::-1], weights=(3.0, 2.0, 1.0))
    return TopicTable([first, *rest])


def bertopic(representation=None, n_clusters=2):
    clusterer = KMeans(n_clusters, n_init=1, random_state=0)
    return BERTopic(
        encode, None, clusterer, representation=representation, random_state=0
    )


def bare(representation=None):
    return bertopic(representation).fit(DOCUMENTS)


def piped(representation=None):
    clean = FunctionTransformer(lambda documents: list(documents))
    inner = make_pipeline("passthrough", bertopic(representation))
    return make_pipeline(clean, inner).fit(DOCUMENTS)


def searched(representation=None):
    grid = {"bertopic__n_top_words": [10]}
    pipeline = make_pipeline("passthrough", bertopic(representation))
    return GridSearchCV(pipeline, grid, scoring=diversity_scorer(), cv=2).fit(DOCUMENTS)


def model_of(estimator):
    while not isinstance(estimator, BERTopic):
        estimator = getattr(estimator, "best_estimator_", estimator)
        estimator = estimator[-1] if hasattr(estimator, "steps") else estimator
    return estimator


@pytest.fixture(params=[bare, piped, searched], ids=lambda make: make.__name__)
def make(request):
    return request.param


# --- what all who look at top words see ---


def test_the_table_of_the_model_is_the_table(make):
    for representation in (None, same, best_three):
        estimator = make(representation)
        assert topic_table(estimator) == model_of(estimator).topics_


def test_diversity_sees_the_words_of_a_representation(make):
    estimator = make(same)
    assert diversity_scorer(n_top_words=2)(estimator, DOCUMENTS) == 0.5
    assert topic_diversity(estimator, 2) == 0.5
    assert diversity_scorer(n_top_words=2)(make(), DOCUMENTS) == 1.0


def test_coherence_sees_the_words_of_a_representation(make):
    estimator = make(same)
    texts = DOCUMENTS
    apart = coherence_score([["ship", "tax"]] * 2, texts, measure="c_npmi")
    assert coherence_score(estimator, texts, measure="c_npmi") == apart < -0.9
    assert topic_coherences(estimator, texts, measure="c_npmi").mean == apart
    assert coherence_scorer("c_npmi")(estimator, texts) == apart
    assert coherence_scorer("c_npmi", topics=[1])(estimator, texts) == apart
    assert coherence_scorer("c_npmi")(make(), texts) > 0.9


def test_names_are_those_that_users_gave(make):
    estimator = make()
    model_of(estimator).name_topics(["Sea", "Money"])
    table = topic_table(estimator)
    assert table[0].label == "Sea"
    assert table.labels == ["Sea", "Money"]
    assert topic_table(estimator, n_top_words=2, relevance=0.5).labels[1] == "Money"
    assert topic_table(estimator, labels=["a", "b"]).labels == ["a", "b"]
    assert topic_table(estimator, X=DOCUMENTS, sort_by="size").labels[0] == "Sea"


def test_differences_show_the_words_of_a_representation(make):
    refined, plain = make(same), make()
    for metric in ("jaccard", "hellinger"):
        difference = topic_difference(refined, plain, metric)
        assert difference.top_words_a == (("ship", "tax"),) * 2
        assert [sorted(words) for words in difference.top_words_b] == PLAIN
        assert difference.shared(0, 0) == ["tax"]
        assert difference.distinct(0, 0)[0] == ["ship"]
    jaccard = topic_difference(refined, refined, "jaccard").matrix
    np.testing.assert_array_equal(jaccard, 0)
    # The distance of distributions is that of components_, as before.
    both = topic_difference(refined, plain), topic_difference(plain, plain)
    np.testing.assert_array_equal(both[0].matrix, both[1].matrix)
    assert match_topics(refined, plain, "jaccard").distances[0] == 1 - 1 / 5


def test_topics_are_labelled_by_the_words_of_a_representation(make):
    vectors = {"ship": [1, 0.1], "sea": [1, 0], "tax": [0.1, 1], "fee": [0.9, 0.6]}
    # Nearest to 0.6 ship + 0.4 tax.
    assert label_topics(make(same), vectors, n_words=1) == ["fee", "fee"]


def test_stability_of_top_words():
    result = topic_stability(
        bertopic(same), DOCUMENTS, n_repeats=2, metric="jaccard", random_state=0
    )
    assert result.mean == 1.0


@pytest.mark.parametrize(
    "scorer",
    [diversity_scorer(n_top_words=2), coherence_scorer("c_npmi", reference=DOCUMENTS)],
)
def test_a_search_tells_representations_apart(scorer):
    pipeline = make_pipeline("passthrough", bertopic())
    for estimator, name in (
        (bertopic(), "representation"),
        (pipeline, "bertopic__representation"),
    ):
        search = GridSearchCV(estimator, {name: [same, None]}, scoring=scorer, cv=2)
        search.fit(DOCUMENTS)
        refined, plain = search.cv_results_["mean_test_score"]
        assert refined < plain
        assert search.best_params_ == {name: None}


def test_cross_validation_by_many_scorers():
    scoring = {"diversity": diversity_scorer(n_top_words=2), "npmi": coherence_scorer()}
    scores = cross_validate(bertopic(same), DOCUMENTS, scoring=scoring, cv=2)
    np.testing.assert_array_equal(scores["test_diversity"], 0.5)


# --- what the table does not tell ---

NAMES = np.array(["sea", "ship", "sail", "tax", "debt"], dtype=object)
WEIGHTS = np.array([[5.0, 4, 3, 2, 0], [1, 0, 2, 6, 8], [1, 1, 1, 1, 1]])


def row(index, terms, label=None, **more):
    weights = np.linspace(0.9, 0.1, len(terms)).tolist()
    return Topic(index, label, None, terms, weights, **more)


def toy(*rows, **attributes):
    """A model of three topics, the second of which is refined by default."""
    rows = rows or (
        row(0, ["sea", "ship"], "Water"),
        row(1, ["public debt", "tax"], aspects={"verbs": ["pay", "owe"]}),
        row(2, ["sea", "ship"]),
    )
    attributes = {"feature_names_in_": NAMES, "topics_": TopicTable(rows)} | attributes
    return SimpleNamespace(components_=WEIGHTS, **attributes)


def test_more_words_than_the_table_has():
    """Plain topics get more of their own; those of a representation have no more."""
    table = topic_table(toy(), n_top_words=4)
    assert table.top_words == [
        ["sea", "ship", "sail", "tax"],
        ["public debt", "tax"],
        ["sea", "ship", "sail", "tax"],
    ]
    np.testing.assert_allclose(table[0].weights, WEIGHTS[0, :4] / 14)
    assert table[1].weights == (0.9, 0.1)
    assert table.labels == ["Water", "public debt, tax", "sea, ship, sail"]
    assert topic_table(toy(), 1).top_words == [["sea"], ["public debt"], ["sea"]]


def test_a_topic_with_fewer_words_than_the_others_was_cut():
    model = toy(row(0, ["sea"]), row(1, []), row(2, ["sea", "ship"]))
    assert topic_table(model, 3).top_words == [["sea"], [], ["sea", "ship", "sail"]]
    assert topic_table(model, 3)[1].label == "(no terms)"


def test_a_table_of_fewer_words_than_the_model_was_asked_for_was_cut():
    model = toy(row(0, ["sea"]), row(1, ["debt"]), row(2, ["sea"]))
    assert topic_table(model, 2).top_words[0] == ["sea", "ship"]
    model.n_top_words = 4
    assert topic_table(model, 2).top_words == [["sea"], ["debt"], ["sea"]]
    model = bare(
        lambda table, context: TopicTable(
            replace(t, terms=t.terms[:1], weights=t.weights[:1]) for t in table
        )
    )
    assert topic_table(model) == model.topics_
    assert topic_diversity(model) == 1.0
    # Of plain words, more than were asked for can be had.
    model = BERTopic(encode, None, KMeans(2), n_top_words=1, random_state=0)
    assert topic_table(model.fit(DOCUMENTS), 4).top_words[0] == PLAIN[0]


def test_a_topic_without_terms_is_plain():
    weights = np.vstack([WEIGHTS[:2], np.zeros(5)])
    model = toy(row(0, ["sea", "ship"]), row(1, ["debt", "tax"]), row(2, []))
    model.components_ = weights
    assert read_topics(model).refined == [None] * 3
    empty = toy(row(0, []), row(1, []), row(2, []))
    assert topic_table(empty).top_words == [[], [], []]


def test_relevance_ranks_plain_words_only():
    table = topic_table(toy(), 2, relevance=0)
    without = SimpleNamespace(components_=WEIGHTS, feature_names_in_=NAMES)
    by_lift = topic_table(without, 2, relevance=0)
    assert table.top_words[0] == by_lift.top_words[0] != ["sea", "ship"]
    assert table.top_words[1] == ["public debt", "tax"]


def test_columns_keep_the_words_that_are_in_them():
    model = toy(modalities_={"sea": slice(0, 3), "money": slice(3, 5)})
    table = topic_table(model, columns="money")
    assert table.top_words == [["tax"], ["tax"], ["tax", "debt"]]
    assert table[0].weights == (1.0,)
    assert table[0].label == "Water"
    assert topic_table(model, columns="sea").top_words[1] == []
    assert diversity_scorer(columns="money")(model, None) == 2 / 4
    # Normalised over the columns, also where the words are those of the table.
    assert topic_table(model, 2, columns=[0, 1])[0].weights == (5 / 9, 4 / 9)


def test_names_of_terms_replace_those_in_the_table():
    table = topic_table(toy(), 2, ["MEER", "SCHIFF", "SEGEL", "STEUER", "SCHULD"])
    assert table.top_words[:2] == [["MEER", "SCHIFF"], ["public debt", "STEUER"]]
    assert table[0].label == "Water"


def test_words_of_columns_without_names():
    model = toy()
    del model.feature_names_in_
    assert topic_table(model).top_words[0] == ["sea", "ship"]
    coherence = topic_coherences(model, [["sea", "ship"]], measure="u_mass")
    assert coherence.unknown == ((), ("public debt", "tax"), ())
    plain = toy(row(0, ["0", "1"]), row(1, ["4", "3"]), row(2, ["0", "1"]))
    del plain.feature_names_in_
    assert read_topics(plain).refined == [None] * 3


def test_a_corpus_gives_other_sizes_and_documents():
    own = RepresentativeDocument(7, 0.5, "its own")
    rows = [
        replace(row(i, ["sea", "ship"]), size=s, documents=[own, own])
        for i, s in enumerate([0.2, 0.3, 0.4])
    ]
    model = toy(*rows, transform=lambda X: np.array([[1, 0, 0], [0, 0.5, 0.5]]))
    table = topic_table(model, sort_by="size", n_representative=1)
    assert [topic.index for topic in table] == [2, 1, 0]
    assert table.sizes.tolist() == [0.4, 0.3, 0.2]
    assert table[0].documents == (own,)
    table = topic_table(model, X=["sea ship", "tax sea"])
    assert table.sizes.tolist() == [0.5, 0.25, 0.25]
    assert [d.excerpt for d in table[0].documents] == ["sea ship"]


def test_sizes_that_the_table_lacks_are_the_models():
    model = toy(topic_sizes_=np.array([6, 3, 1]))
    assert topic_table(model).sizes.tolist() == [0.6, 0.3, 0.1]


def test_aspects_and_authors_of_the_table_are_kept():
    anna = TopicAuthor("Anna", 0.8)
    model = toy(
        row(0, ["sea"], authors=[anna, anna], aspects={"summary": "About the sea."}),
        row(1, ["tax"]),
        row(2, ["debt"]),
    )
    table = topic_table(model, n_authors=1)
    assert table[0].aspects == {"summary": "About the sea."}
    assert table[1].aspects == {}
    assert [topic.authors for topic in table] == [(anna,), (), ()]
    assert topic_table(model, n_authors=0)[0].authors == ()


def test_authors_that_the_table_lacks_are_the_models():
    model = toy(
        authors_=["Anna", "Ben"],
        author_topic_=[[0.8, 0.1, 0.1], [0.1, 0.1, 0.8]],
        author_document_counts_=[2, 2],
    )
    assert topic_table(model)[0].authors[0] == TopicAuthor("Anna", 0.8)


def test_rows_in_another_order_are_found_by_their_topic():
    rows = toy().topics_
    assert topic_table(toy(*rows[::-1])) == topic_table(toy())
    assert topic_diversity(toy(*rows[::-1]), 1) == topic_diversity(toy(), 1)


@pytest.mark.parametrize("indices", [[0, 1], [0, 1, 1], [0, 1, 3], [0, 1, 2, 2]])
def test_a_table_of_other_topics_is_refused(indices):
    model = toy(*(row(i, ["sea"]) for i in indices))
    for read in (topic_table, topic_diversity):
        with pytest.raises(ValueError, match="a row for each of its 3 topics"):
            read(model)


def test_labels_of_documents_are_no_table():
    """`topics_` of the original BERTopic is a list of numbers."""
    model = toy(topics_=[0, 1, -1])
    assert topic_table(model).top_words[1] == ["debt", "tax", "sail", "sea"]


def test_no_terms_at_all():
    """A model of images alone has names of topics, and no words."""
    model = toy(row(0, [], "cats"), row(1, [], "dogs"), row(2, [], "birds"))
    model.components_, model.feature_names_in_ = np.empty((3, 0)), []
    assert topic_table(model).labels == ["cats", "dogs", "birds"]
    with pytest.raises(ValueError, match="all of them are empty"):
        topic_diversity(model)


def test_models_without_a_table_are_read_as_before():
    X = CountVectorizer().fit_transform(DOCUMENTS)
    names = CountVectorizer().fit(DOCUMENTS).get_feature_names_out()
    model = NMF(2, random_state=0).fit(X)
    read = read_topics(model, names)
    assert read.rows is None
    assert read.refined == [None, None]
    order = np.argsort(-model.components_, axis=1, kind="stable")
    assert read.top_words(2) == [names[best[:2]].tolist() for best in order]
