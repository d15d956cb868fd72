"""Representations for the topics of any model: what they see, and what stays."""

from dataclasses import replace

import numpy as np
import pytest
import scipy.sparse as sp
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import NMF
from sklearn.decomposition import LatentDirichletAllocation as SklearnLDA
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import (
    ARTM,
    PLSA,
    AttentiveARTM,
    AuthorTopicModel,
    BERTopic,
    HierarchicalARTM,
    LatentDirichletAllocation,
    SequenceVectorizer,
    ThetalessARTM,
)
from sktopics._reading import document_shares
from sktopics._sklearn import InvalidParameterError
from sktopics.representation import (
    ContrastingWords,
    Lemmas,
    LLMNaming,
    NGramPhrases,
)
from sktopics.testing import make_documents
from sktopics.topics import (
    RepresentativeDocument,
    Topic,
    TopicTable,
    refine_topics,
    topic_table,
)

DOCUMENTS = make_documents(60)
DOCUMENTS[7] = ""
VECTORS = np.array([[len(set(text) & set(part)) for part in ("aeiou", "xyz")]
                    for text in DOCUMENTS]) + 1.0  # fmt: skip
COUNTS = CountVectorizer().fit(DOCUMENTS)
BEFORE = {
    "attentive": SequenceVectorizer(),
}
MODELS = {
    "lda": LatentDirichletAllocation(3, random_state=0, max_iter=5),
    "sklearn": SklearnLDA(3, random_state=0, max_iter=3),
    "nmf": NMF(3, random_state=0),
    "plsa": PLSA(3, random_state=0, max_iter=5),
    "artm": ARTM(3, random_state=0, max_iter=5),
    "thetaless": ThetalessARTM(3, random_state=0, max_iter=5),
    "hierarchy": HierarchicalARTM(random_state=0),
    "attentive": AttentiveARTM(3, random_state=0, max_iter=3),
}


class Witness:
    """A representation that remembers what it was shown."""

    def refine(self, table, context):
        self.table, self.context = table, context
        return table


def shout(table, context):
    return table.with_labels([topic.terms[0].upper() for topic in table])


def letters(texts):
    return [[text.count(letter) + 0.1 for letter in "aeiou"] for text in texts]


def manual(**params):
    """A BERTopic of three topics and outliers."""
    labels = np.arange(60) % 4 - 1
    return BERTopic(letters, None, None, **params).fit(DOCUMENTS, labels), labels


@pytest.mark.parametrize("name", MODELS)
def test_what_representations_see_of_a_model(name):
    model = make_pipeline(BEFORE.get(name, CountVectorizer()), MODELS[name])
    model.fit(DOCUMENTS)
    witness = Witness()
    table = refine_topics(
        model, [witness, shout], DOCUMENTS, embeddings=VECTORS, encoder=letters
    )
    plain = topic_table(model, X=DOCUMENTS)
    assert witness.table == witness.context.table == plain
    assert table.labels == [topic.terms[0].upper() for topic in plain]
    assert table.top_words == plain.top_words
    context = witness.context
    assert context.documents == DOCUMENTS
    assert context.encoder is letters
    shares = document_shares(model, DOCUMENTS).shares
    np.testing.assert_array_equal(context.shares.toarray(), shares.toarray())
    assert not shares.toarray()[7].any()
    weights = shares.toarray().T
    means = weights @ VECTORS / weights.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(context.topic_embeddings, means)
    np.testing.assert_array_equal(context.embeddings, VECTORS)
    assert context.components.shape == (len(plain), len(context.terms))
    heaviest = context.terms[np.asarray(context.components[0]).argmax()]
    assert heaviest == plain[0].terms[0]


def test_a_model_on_counts_with_texts_beside():
    X = COUNTS.transform(DOCUMENTS)
    model = LatentDirichletAllocation(3, random_state=0, max_iter=5).fit(X)
    witness, names = Witness(), COUNTS.get_feature_names_out()
    table = refine_topics(model, witness, X, documents=DOCUMENTS, feature_names=names)
    assert set(table[0].terms) <= set(names)
    for topic in witness.context.table:
        for document in topic.documents:
            text = DOCUMENTS[document.index]
            assert witness.context.text(document) == text
            assert text.startswith(document.excerpt[:10])
    refine_topics(model, witness, X, feature_names=names)
    assert witness.context.documents is None
    with pytest.warns(UserWarning, match="give feature_names"):
        refine_topics(model, witness, X)


def test_authors_are_given_beside():
    X = COUNTS.transform(DOCUMENTS)
    authors = [["Ann"] if i % 2 else ["Ann", "Bob"] for i in range(60)]
    model = AuthorTopicModel(3, random_state=0, max_iter=3).fit(X, authors=authors)
    names, witness = COUNTS.get_feature_names_out(), Witness()
    table = refine_topics(model, witness, X, feature_names=names, authors=authors)
    assert table[0].authors
    shares = document_shares(model, X, authors=authors).shares.toarray()
    np.testing.assert_array_equal(witness.context.shares.toarray(), shares)


def test_a_search_over_pipelines():
    search = GridSearchCV(
        make_pipeline(CountVectorizer(), LatentDirichletAllocation(random_state=0)),
        {"latentdirichletallocation__n_components": [2, 3]},
        cv=2,
    ).fit(DOCUMENTS)
    found = refine_topics(search, shout, DOCUMENTS)
    assert found == refine_topics(search.best_estimator_, shout, DOCUMENTS)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_pipeline_that_starts_from_a_frame(library):
    frames = pytest.importorskip(library)
    frame = frames.DataFrame({"year": list(range(60)), "text": DOCUMENTS})
    model = make_pipeline(
        ColumnTransformer(
            [("words", CountVectorizer(), "text")], verbose_feature_names_out=False
        ),
        LatentDirichletAllocation(3, random_state=0, max_iter=5),
    ).fit(frame)
    witness = Witness()
    refine_topics(model, witness, frame)
    assert witness.context.documents == DOCUMENTS


@pytest.mark.parametrize("kind", ["tuple", "array", "pandas", "polars", "generator"])
def test_documents_in_any_form(kind):
    forms = {
        "tuple": tuple,
        "array": np.array,
        "generator": iter,
        "pandas": lambda texts: pytest.importorskip("pandas").Series(
            texts, index=range(60, 0, -1)
        ),
        "polars": lambda texts: pytest.importorskip("polars").Series(texts),
    }
    given = forms[kind](DOCUMENTS)
    model = make_pipeline(CountVectorizer(), NMF(3, random_state=0)).fit(DOCUMENTS)
    witness = Witness()
    refine_topics(model, witness, given)
    assert list(witness.context.documents) == DOCUMENTS
    given = forms[kind](DOCUMENTS)
    refine_topics(topic_table(model, X=DOCUMENTS), witness, given)
    assert list(witness.context.documents) == DOCUMENTS


def test_training_documents_of_clusters_are_not_encoded():
    model, labels = manual()
    model.encoder_ = None
    witness = Witness()
    refine_topics(model, witness, DOCUMENTS, encoder=letters)
    context = witness.context
    np.testing.assert_array_equal(context.labels, labels)
    assert witness.table == topic_table(model)
    assert witness.table.outliers is not None
    assert context.documents == DOCUMENTS


def test_what_a_model_of_clusters_has():
    model, _ = manual()
    witness = Witness()
    refine_topics(model, witness, DOCUMENTS)
    assert witness.context.encoder is model.encoder_
    np.testing.assert_array_equal(
        witness.context.topic_embeddings, model.topic_embeddings_
    )
    # Without the documents there are the texts of those that stand for topics.
    refine_topics(model, witness)
    context = witness.context
    assert context.shares is None
    assert not context.has_all_documents
    for topic in context.table:
        for document in topic.documents:
            assert context.text(document) == DOCUMENTS[document.index]


def test_new_documents_of_clusters():
    model, _ = manual()
    new = make_documents(80)[60:]
    witness = Witness()
    table = refine_topics(model, witness, new)
    np.testing.assert_array_equal(witness.context.labels, model.predict(new))
    assert len(witness.context.documents) == 20
    assert all(d.index < 20 for topic in table for d in topic.documents)


def test_embeddings_are_given_to_a_model_that_takes_them():
    labels = np.arange(60) % 3
    model = BERTopic(None, None, None).fit(DOCUMENTS, labels, embeddings=VECTORS)
    witness = Witness()
    refine_topics(model, witness, DOCUMENTS[:9], embeddings=VECTORS[:9])
    np.testing.assert_array_equal(witness.context.embeddings, VECTORS[:9])
    assert witness.context.shares.shape == (9, 3)
    vectors = witness.context.topic_embeddings
    np.testing.assert_array_equal(vectors, model.topic_embeddings_)


def test_topics_without_documents():
    model = make_pipeline(CountVectorizer(), NMF(3, random_state=0)).fit(DOCUMENTS)
    witness = Witness()
    empty = ["nothing known", ""]
    table = refine_topics(model, witness, empty, embeddings=VECTORS[:2])
    assert len(table) == 3
    assert not witness.context.topic_embeddings.any()
    assert all(topic.documents == () for topic in table)


TABLE = TopicTable(
    [
        Topic(
            3, None, 0.6, ("sea", "ship"), (0.0, 0.4), [RepresentativeDocument(1, 1)]
        ),
        Topic(0, "Money", 0.4, ("tax", "sea"), (0.7, 0.3)),
    ],
    Topic(-1, None, 0.1, ("the",), (0.1,)),
)


def test_a_table_alone():
    witness = Witness()
    refined = refine_topics(TABLE, [witness, shout])
    assert refined.labels == ["SEA", "Money"]
    assert refined.outliers == TABLE.outliers
    context = witness.context
    assert context.terms.tolist() == ["sea", "ship", "tax"]
    np.testing.assert_array_equal(
        sp.csr_array(context.components).toarray(),
        [[0.3, 0, 0.7], [0, 0, 0], [0, 0, 0], [0, 0.4, 0]],
    )
    assert context.documents is None
    assert context.encoder is None


def test_a_table_with_its_corpus():
    witness = Witness()
    table = refine_topics(TABLE, witness, ["tax", "sea ship"], embeddings=np.eye(2))
    assert witness.context.text(TABLE[0].documents[0]) == "sea ship"
    assert table[0].documents[0].excerpt == "sea ship"
    np.testing.assert_array_equal(witness.context.embeddings, np.eye(2))
    refine_topics(TABLE, witness, embeddings=np.eye(2))
    assert witness.context.documents is None
    with pytest.raises(ValueError, match=r"document 1, and there are 1 documents"):
        refine_topics(TABLE, witness, ["tax"])
    with pytest.raises(TypeError, match="takes no authors"):
        refine_topics(TABLE, witness, ["tax", "sea"], authors=[["Ann"], ["Bob"]])


def test_given_names_stay():
    assert refine_topics(TABLE, [shout]).labels == ["SEA", "Money"]
    model, _ = manual()
    model.name_topics({1: "Mine"})
    assert refine_topics(model, shout).labels[1] == "Mine"
    assert refine_topics(model, shout).labels[0].isupper()
    # The model is as it was.
    assert not model.topics_[0].is_named


def test_a_table_with_a_row_of_outliers():
    rows = TopicTable([*TABLE, TABLE.outliers])
    assert refine_topics(rows, shout).labels == ["SEA", "Money", "THE"]
    assert refine_topics(TopicTable([]), shout) == TopicTable([])


def test_representations_in_turn_name_what_nobody_else_has():
    def again(table, context):
        return table.with_labels([topic.label + "!" for topic in table])

    assert refine_topics(TABLE, [shout, again]).labels == ["SEA!", "Money"]


def fails(table, context):
    raise RuntimeError("no connection")


def test_errors():
    with pytest.raises(RuntimeError, match="no connection"):
        refine_topics(TABLE, fails)
    with pytest.warns(UserWarning, match=r"fails failed \(RuntimeError: no connection"):
        refined = refine_topics(TABLE, [fails, shout], errors="warn")
    assert refined.labels == ["SEA", "Money"]


COUNTED = LatentDirichletAllocation(2, random_state=0, max_iter=2)
COUNTED.fit(COUNTS.transform(DOCUMENTS))
X, NAMES = COUNTS.transform(DOCUMENTS), COUNTS.get_feature_names_out()
WRONG = {
    "no model": (("topics", shout), {}, TypeError, "must be a fitted model.* str"),
    "shares": ((np.ones((3, 2)), shout), {}, TypeError, "words, which ndarray"),
    "no step": ((COUNTED, 3), {}, TypeError, "must be callable or have a method"),
    "class": ((COUNTED, Witness), {}, TypeError, "must be callable or have a method"),
    "errors": ((TABLE, shout), {"errors": "no"}, ValueError, "'errors'"),
    "too few texts": (
        (COUNTED, shout, X),
        {"documents": ["a"], "feature_names": NAMES},
        ValueError,
        "got 1 for 60 rows",
    ),
    "texts alone": (
        (COUNTED, shout),
        {"documents": DOCUMENTS, "feature_names": NAMES},
        ValueError,
        "give X, as model.transform takes it",
    ),
    "vectors alone": (
        (COUNTED, shout),
        {"embeddings": VECTORS, "feature_names": NAMES},
        ValueError,
        "give the documents as X",
    ),
    "too few vectors": (
        (COUNTED, shout, X),
        {"embeddings": VECTORS[:9], "feature_names": NAMES},
        ValueError,
        "got 9 for 60",
    ),
    "unknown beside": (
        (COUNTED, shout, X),
        {"authors": [], "feature_names": NAMES},
        TypeError,
        "takes no authors",
    ),
    "numbers for texts": ((TABLE, shout, [1, 2]), {}, TypeError, "document 0 is 1"),
}


@pytest.mark.parametrize(
    ("args", "more", "error", "message"), WRONG.values(), ids=WRONG
)
def test_bad_input(args, more, error, message):
    with pytest.raises(error, match=message):
        refine_topics(*args, **more)


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (ContrastingWords("blei"), "'measure' parameter of ContrastingWords"),
        ({"a": Lemmas(n_top_words=0)}, "'n_top_words' parameter of Lemmas"),
        (LLMNaming("gpt-4o"), "'llm' parameter of LLMNaming"),
    ],
    ids=["measure", "aspect", "llm"],
)
def test_parameters_of_representations_are_checked(step, message):
    with pytest.raises(InvalidParameterError, match=message):
        refine_topics(TABLE, step)
    with pytest.raises(InvalidParameterError, match=r"'n_top_words' .* refine_topics"):
        refine_topics(TABLE, [], n_top_words=0)


def test_words_that_a_representation_chose_stay_until_others_are():
    def turned(table, context):
        return TopicTable(
            replace(t, terms=t.terms[::-1], weights=t.weights[::-1]) for t in table
        )

    model, _ = manual(representation=turned)
    assert refine_topics(model, []).top_words == model.topics_.top_words


def test_a_table_has_no_shares_of_documents():
    texts = ["a b"] * 60
    with pytest.raises(ValueError, match=r"needs shares.*the fitted model in place of"):
        refine_topics(TABLE, NGramPhrases(), texts)
    with pytest.raises(ValueError, match=r"documents and shares.*documents as X"):
        refine_topics(TABLE, NGramPhrases())
