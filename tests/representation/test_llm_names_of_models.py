"""Names by a language model for the topics of fitted models."""

import warnings

import numpy as np
import pytest
from llm_fakes import Scripted, ServiceError, keywords_of, named
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, TruncatedSVD
from sklearn.decomposition import LatentDirichletAllocation as SklearnLDA
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import ARTM, PLSA, AuthorTopicModel, BERTopic, LatentDirichletAllocation
from sktopics.representation import LLMNaming, estimate_naming, name_topics_by_llm
from sktopics.topics import Topic, TopicTable, refine_topics, topic_table

DOCUMENTS = [
    "ship sea harbour ship",
    "tax debt budget tax",
    "school teacher child",
    "sea ship wind",
    "debt tax bank",
    "child school lesson",
] * 5
NO_MORE = r"representation LLMNaming was passed over .* update_topics\(X\)"


def by_first_word(prompt):
    return named(f"About {keywords_of(prompt)[0]}")


def bertopic(representation=None, n_clusters=3):
    encoder = make_pipeline(TfidfVectorizer(), TruncatedSVD(3, random_state=0))
    clusterer = KMeans(n_clusters, n_init=1, random_state=0)
    return BERTopic(encoder, None, clusterer, representation=representation)


def test_nothing_is_asked_in_fit_but_by_update_topics():
    llm = Scripted(by_first_word)
    model = bertopic(LLMNaming(llm))
    with pytest.warns(UserWarning, match=NO_MORE):
        model.fit(DOCUMENTS)
    assert not llm.prompts
    assert not any(topic.is_named for topic in model.topics_)
    model.update_topics(DOCUMENTS)
    assert len(llm.prompts) == 3
    assert model.topics_.labels == [f"About {t.terms[0]}" for t in model.topics_]
    # Documents of the corpus, and not the representative ones alone.
    document = llm.prompts[0].split("<documents ")[1].split("</documents")[0]
    assert 2 <= document.count("\n- ") <= 4


def test_an_aspect_is_the_name_where_there_is_one():
    def answer(prompt):
        return (
            ServiceError(401) if "tax" in keywords_of(prompt) else by_first_word(prompt)
        )

    model = bertopic({"llm": LLMNaming(Scripted(answer))})
    with pytest.warns(UserWarning, match=NO_MORE):
        model.fit(DOCUMENTS)
    assert not any(topic.aspects for topic in model.topics_)
    with pytest.warns(UserWarning, match="1 of 3 topics"):
        model.update_topics(DOCUMENTS)
    for topic in model.topics_:
        expected = None if "tax" in topic.terms else f"About {topic.terms[0]}"
        assert topic.aspects.get("llm") == expected
        assert not topic.is_named
    failing = {"llm": LLMNaming(Scripted(lambda prompt: ServiceError(401)))}
    with pytest.warns(UserWarning, match="3 of 3 topics"):
        model.update_topics(DOCUMENTS, representation=failing)
    assert not any(topic.aspects for topic in model.topics_)


def test_a_representation_of_ones_own_may_wait_too():
    def dear(table, context):
        raise AssertionError("nobody has asked")

    dear.in_fit = False
    with pytest.warns(UserWarning, match="representation dear was passed over"):
        model = bertopic(dear).fit(DOCUMENTS)
    with pytest.raises(AssertionError, match="nobody has asked"):
        model.update_topics(DOCUMENTS, representation=dear)


def test_topics_that_stay_keep_their_names_when_others_are_merged():
    llm = Scripted(by_first_word)
    model = bertopic(LLMNaming(llm))
    with pytest.warns(UserWarning, match=NO_MORE):
        model.fit(DOCUMENTS)
    model.update_topics(DOCUMENTS)
    llm.prompts.clear()
    with pytest.warns(UserWarning, match=NO_MORE):
        model.merge_topics([0, 1])
    assert not llm.prompts
    assert [topic.is_named for topic in model.topics_] == [False, True]


def test_in_fit_changed_topics_alone_are_asked_for():
    llm = Scripted(by_first_word)
    model = bertopic(LLMNaming(llm, in_fit=True)).fit(DOCUMENTS)
    assert len(llm.prompts) == 3
    model.merge_topics([0, 1])
    assert len(llm.prompts) == 4
    assert all(topic.is_named for topic in model.topics_)


def test_names_of_users_are_not_asked_for():
    llm = Scripted(by_first_word)
    model = bertopic().fit(DOCUMENTS).name_topics({1: "Mine"})
    model.update_topics(DOCUMENTS, representation=LLMNaming(llm))
    assert len(llm.prompts) == 2
    assert model.topics_.labels[1] == "Mine"


def test_names_that_a_model_is_given_stay_when_it_is_changed():
    llm = Scripted(by_first_word)
    model = bertopic().fit(DOCUMENTS)
    named_topics = model.name_topics_by_llm(llm, DOCUMENTS)
    names = model.topics_.labels
    assert names == named_topics.table.labels == model.topic_names_
    assert all(name.startswith("About") for name in names)
    llm.prompts.clear()
    model.update_topics(n_top_words=2).merge_topics([0, 1])
    assert model.topics_.labels[-1] == names[2]
    model.name_topics_by_llm(llm, DOCUMENTS)
    assert len(llm.prompts) <= 1  # what has a name is not asked for again


def test_a_search_costs_nothing():
    llm = Scripted(by_first_word)
    search = GridSearchCV(
        bertopic(LLMNaming(llm)),
        {"clusterer__n_clusters": [2, 3]},
        scoring=lambda model, X: len(model.topics_),
        cv=2,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        search.fit(DOCUMENTS)
    assert search.best_estimator_.representation.llm is llm
    assert not llm.prompts
    table, _ = name_topics_by_llm(search, llm, DOCUMENTS)
    assert len(llm.prompts) == len(table) == 3


def test_an_error_of_the_service_leaves_a_fitted_model():
    llm = Scripted(lambda prompt: ServiceError(401))
    with pytest.warns(UserWarning, match="3 of 3 topics"):
        model = bertopic(LLMNaming(llm, in_fit=True)).fit(DOCUMENTS)
    assert len(model.topics_) == 3


def counts_models():
    counts = {"n_components": 3, "random_state": 0}
    return [
        LatentDirichletAllocation(**counts),
        SklearnLDA(**counts),
        NMF(**counts),
        PLSA(**counts),
        ARTM(**counts),
    ]


@pytest.mark.parametrize("model", counts_models(), ids=lambda m: type(m).__module__)
def test_any_model_of_counts(model):
    llm = Scripted(by_first_word)
    pipeline = make_pipeline(CountVectorizer(), model).fit(DOCUMENTS)
    table, report = name_topics_by_llm(pipeline, llm, DOCUMENTS)
    assert table.labels == [f"About {topic.terms[0]}" for topic in table]
    assert report.n_calls == len(llm.prompts) == 3
    for prompt in llm.prompts:
        block = prompt.split("<documents ")[1].split("</documents")[0]
        assert keywords_of(prompt)[0] in block
    assert estimate_naming(pipeline, llm, DOCUMENTS).n_calls == 3
    # The same by the door for all representations, and without a corpus.
    refined = refine_topics(pipeline, LLMNaming(llm), DOCUMENTS)
    assert refined.labels == table.labels
    refined = refine_topics(pipeline, LLMNaming(llm))
    assert [t.label for t in refined] == [f"About {t.terms[0]}" for t in refined]


def test_counts_with_their_texts_and_vectors_and_authors():
    llm = Scripted(by_first_word)
    vectorizer = CountVectorizer()
    X = vectorizer.fit_transform(DOCUMENTS)
    authors = [["Ann"], ["Ben"], ["Cy"]] * 10
    model = AuthorTopicModel(3, random_state=0).fit(X, authors=authors)
    names = vectorizer.get_feature_names_out()
    vectors = np.random.default_rng(0).normal(size=(30, 4)).astype(np.float32)
    vectors.setflags(write=False)
    table, _ = name_topics_by_llm(
        model,
        llm,
        X,
        documents=DOCUMENTS,
        embeddings=vectors,
        authors=authors,
        feature_names=names,
    )
    assert all(topic.is_named for topic in table)
    assert "- ship sea harbour ship\n" in "".join(llm.prompts)
    table = topic_table(model, feature_names=names, X=X)
    name_topics_by_llm(table, llm, DOCUMENTS)
    assert keywords_of(llm.prompts[-1])[0] in names


def test_documents_in_any_form():
    model = make_pipeline(CountVectorizer(), NMF(3, random_state=0)).fit(DOCUMENTS)
    known = name_topics_by_llm(model, Scripted(by_first_word), DOCUMENTS).report.rows
    pandas = pytest.importorskip("pandas")
    for X in (
        tuple(DOCUMENTS),
        np.array(DOCUMENTS),
        np.array(DOCUMENTS, dtype=object),
        pandas.Series(DOCUMENTS, index=range(100, 130)),
    ):
        report = name_topics_by_llm(model, Scripted(by_first_word), X).report
        assert report.rows == known


def test_topics_that_have_a_name_get_another_where_that_is_asked_for():
    table = TopicTable([Topic(0, "Old", 1.0, ("sea", "ship"), (0.6, 0.4))])

    def llm(prompt):
        return '{"name": "New"}'

    kept, report = name_topics_by_llm(table, llm)
    assert (kept.labels, report.n_calls) == (["Old"], 0)
    named, report = name_topics_by_llm(table, LLMNaming(llm, only_unnamed=False))
    assert named.labels == [row.name for row in report] == ["New"]
