"""What representations of a BERTopic see, and what they may and may not change."""

import json
import pickle
from dataclasses import replace

import numpy as np
import pytest
from bertopic_corpora import BATCHES, DOCUMENTS, TOPICS, VECTORS, fed, manual, model
from sklearn.cluster import MiniBatchKMeans

from sktopics import BERTopic
from sktopics.clustering import merge_models
from sktopics.topics import RepresentationContext, TopicAuthor, TopicTable


def renamed(table, context):
    """Call each topic by its first word, as a language model might."""
    return TopicTable(replace(t, label=f"about {t.terms[0]}") for t in table)


def fails(table, context):
    raise RuntimeError("429: too many requests")


class Witness:
    """A representation that remembers what it was shown."""

    def __init__(self):
        self.tables, self.contexts = [], []

    def refine(self, table, context):
        self.tables.append(table)
        self.contexts.append(context)
        return table

    @property
    def topics(self):
        """Numbers of the topics of the last table."""
        return [topic.index for topic in self.tables[-1]]


def online(**params):
    clusterer = MiniBatchKMeans(4, n_init=3, random_state=0)
    return BERTopic(None, None, clusterer, random_state=0, **params)


def test_context_of_a_fit():
    witness = Witness()
    fitted = model(representation=witness).fit(DOCUMENTS)
    (context,) = witness.contexts
    assert isinstance(context, RepresentationContext)
    assert context.documents == list(DOCUMENTS)
    assert len(context.embeddings) == len(DOCUMENTS)
    np.testing.assert_array_equal(context.labels, fitted.labels_)
    assert context.shares.shape == (len(DOCUMENTS), 4)
    np.testing.assert_array_equal(context.topic_embeddings, fitted.topic_embeddings_)
    np.testing.assert_array_equal(
        context.components.toarray(), fitted.components_.toarray()
    )
    assert context.terms.tolist() == fitted.terms_.tolist()
    assert context.encoder is fitted.encoder_
    for topic in context.table:
        for document in topic.documents:
            assert context.text(document) == DOCUMENTS[document.index]


def test_batches_are_never_taken_for_the_corpus():
    witness = Witness()
    fed(online(representation=witness))
    first, *later = witness.contexts
    assert first.documents == [DOCUMENTS[i] for i in range(len(DOCUMENTS))][BATCHES[0]]
    seen = len(first.documents)
    for context, rows in zip(later, BATCHES[1:], strict=True):
        seen += len(range(len(DOCUMENTS))[rows])
        assert not context.has_all_documents
        assert len(context.documents) == seen
        assert context.embeddings is None
        assert context.shares.shape[0] == seen
    order = np.concatenate([np.arange(len(DOCUMENTS))[rows] for rows in BATCHES])
    for context in witness.contexts:
        for topic in context.table:
            assert topic.documents
            for document in topic.documents:
                text = DOCUMENTS[order[document.index]]
                assert context.text(document) == text
                assert context.documents[document.index] == text
                assert text.startswith(document.excerpt[:20])


REVISIONS = {
    "merge": lambda fitted, X: fitted.merge_topics([0, 1], X=X),
    "reduce": lambda fitted, X: fitted.reduce_topics(2, X=X),
    "words": lambda fitted, X: fitted.update_topics(X, n_top_words=5),
    "shards": lambda fitted, X: merge_models(
        [fitted, fitted], X=None if X is None else [*X, *X]
    ),
}


def reads(table, context):
    """Name topics by texts, as most representations do."""
    for topic in context.table:
        for document in topic.documents:
            assert document.excerpt[:20] in context.documents[document.index]
    texts = [context.documents[topic.documents[0].index] for topic in table]
    return TopicTable(
        replace(t, label=text[:9]) for t, text in zip(table, texts, strict=True)
    )


@pytest.mark.parametrize("revise", REVISIONS.values(), ids=REVISIONS)
@pytest.mark.filterwarnings("error")
def test_revisions_have_the_texts_of_representatives(revise):
    witness = Witness()
    fitted = model(representation=[reads, witness]).fit(DOCUMENTS)
    changed = revise(fitted, None)
    changed = changed if isinstance(changed, BERTopic) else fitted
    for topic in changed.topics_:
        texts = [*DOCUMENTS, *DOCUMENTS]
        assert topic.label == texts[topic.documents[0].index][:9]
    if changed is fitted:
        assert not witness.contexts[-1].has_all_documents
        revise(fitted, DOCUMENTS)


@pytest.mark.filterwarnings("error")
def test_batches_have_the_texts_of_representatives():
    fed(online(representation=reads)).merge_topics([0, 1])


def test_all_documents_of_revisions():
    witness = Witness()
    fitted = model(representation=witness).fit(DOCUMENTS)
    fitted.merge_topics([0, 1], X=DOCUMENTS)
    assert witness.contexts[-1].documents == list(DOCUMENTS)
    assert witness.contexts[-1].has_all_documents


@pytest.mark.parametrize("revise", REVISIONS.values(), ids=REVISIONS)
def test_revisions_refuse_other_documents(revise):
    fitted = model().fit(DOCUMENTS)
    with pytest.raises(ValueError, match="training documents, and has"):
        revise(fitted, DOCUMENTS[:9])


def test_only_topics_that_changed_are_described_again():
    witness = Witness()
    fitted = model(representation=[renamed, witness]).fit(DOCUMENTS)
    assert witness.topics == [0, 1, 2, 3]
    labels = fitted.topics_.labels
    into = fitted.merge_topics([1, 3])
    assert witness.topics == [into[1]]
    assert [fitted.topics_[into[i]].label for i in (0, 2)] == [labels[0], labels[2]]
    earlier = model().fit(DOCUMENTS)
    n_calls = len(witness.tables)
    fitted.match_topics_to(earlier)
    assert len(witness.tables) == n_calls
    fitted.update_topics(n_top_words=4)
    assert witness.topics == np.flatnonzero(fitted.topic_sizes_).tolist()


def test_a_batch_describes_the_topics_that_it_adds_to():
    witness = Witness()
    fitted = manual(representation=witness)
    fitted.partial_fit(DOCUMENTS, TOPICS, embeddings=VECTORS)
    rows = np.flatnonzero(TOPICS == 2)
    fitted.partial_fit(
        [DOCUMENTS[i] for i in rows], TOPICS[rows], embeddings=VECTORS[rows]
    )
    assert witness.topics == [2]


def test_given_names_come_last():
    fitted = model(representation=renamed).fit(DOCUMENTS)
    fitted.name_topics({0: "mine"})
    assert fitted.topics_[0].label == "mine"
    fitted.update_topics(n_top_words=5)
    assert fitted.topics_[0].label == "mine"
    fitted.merge_topics([0, 3])
    assert fitted.topics_[0].label == fitted.topic_names_[0] == "mine"
    fitted.name_topics({0: None})
    assert fitted.topics_[0].label == f"about {fitted.topics_[0].terms[0]}"


def test_labels_that_are_topics_stay_names():
    fitted = manual(representation=renamed).fit(DOCUMENTS, TOPICS + 2000)
    assert fitted.topics_.labels == fitted.topic_names_


def test_zero_shot_names_stay():
    words = {i: DOCUMENTS[np.flatnonzero(i == TOPICS)[0]] for i in range(2)}
    fitted = model(
        zeroshot_topics=list(words.values()),
        zeroshot_min_similarity=0.5,
        representation=renamed,
    ).fit(DOCUMENTS)
    named = [name for name in fitted.topic_names_ if name is not None]
    assert sorted(named) == sorted(words.values())
    for name, topic in zip(fitted.topic_names_, fitted.topics_, strict=True):
        assert topic.label == (name or f"about {topic.terms[0]}")


WRONG = {
    "order": (lambda table, context: TopicTable(list(table)[::-1]), "in their order"),
    "fewer": (lambda table, context: table[1:], "in their order"),
    "none": (lambda table, context: None, "returned NoneType"),
    "error": (fails, "429"),
}


@pytest.mark.parametrize(("wrong", "message"), WRONG.values(), ids=WRONG)
def test_an_error_leaves_a_fitted_model(wrong, message):
    with pytest.warns(UserWarning, match=message):
        fitted = model(representation=[renamed, wrong]).fit(DOCUMENTS)
    plain = model(representation=renamed).fit(DOCUMENTS)
    assert fitted.topics_ == plain.topics_
    np.testing.assert_array_equal(fitted.labels_, plain.labels_)
    with pytest.warns(UserWarning, match=message):
        fitted.merge_topics([[0, 1], [2, 3]])
    fitted.update_topics(representation=renamed)
    assert all(label.startswith("about ") for label in fitted.topics_.labels)


@pytest.mark.parametrize(("wrong", "message"), WRONG.values(), ids=WRONG)
def test_update_topics_raises_for_a_new_representation(wrong, message):
    fitted = model(representation=renamed).fit(DOCUMENTS)
    before = fitted.topics_
    with pytest.raises((RuntimeError, TypeError, ValueError), match=message):
        fitted.update_topics(representation=wrong)
    assert fitted.topics_ == before
    assert fitted.representation is renamed


class Reader(Witness):
    needs = ("documents", "embeddings")


def test_a_representation_is_passed_over_without_what_it_needs():
    reader = Reader()
    fitted = model(representation=reader).fit(DOCUMENTS)
    assert len(reader.tables) == 1
    with pytest.warns(UserWarning, match="needs documents and embeddings"):
        fitted.merge_topics([0, 1])
    assert len(reader.tables) == 1
    reader.needs = "documents"
    with pytest.raises(ValueError, match="pass the training documents as X"):
        fitted.update_topics(representation=reader)
    fitted.update_topics(DOCUMENTS, representation=reader)
    assert len(reader.tables) == 2


def test_what_no_context_has_is_refused_before_the_fit():
    reader = Reader()
    reader.needs = ("images",)
    with pytest.raises(ValueError, match="'images'"):
        model(representation=reader).fit(DOCUMENTS)


def test_a_model_without_an_encoder_says_so():
    reader = Reader()
    reader.needs = ("encoder",)
    with pytest.warns(UserWarning, match="give the model an encoder"):
        fed(online(representation=reader), batches=BATCHES[:1])
    assert not reader.tables


FACTS = {"mood": ["calm", "dry"], "facts": {"age": 3, "of": ["a"]}}


def with_facts(table, context):
    authors = [TopicAuthor("Ann", 0.5)]
    return TopicTable(replace(t, aspects=FACTS, authors=authors) for t in table)


def test_aspects_and_authors_are_kept():
    fitted = model(representation=with_facts).fit(DOCUMENTS)
    for kept in (fitted, pickle.loads(pickle.dumps(fitted))):
        for topic in kept.topics_:
            assert topic.aspects["mood"] == ("calm", "dry")
            assert topic.aspects["facts"]["age"] == 3
            assert topic.authors == (TopicAuthor("Ann", 0.5),)
    # In plain types, so that any format can keep them.
    assert json.loads(json.dumps(fitted._topic_rows)) == fitted._topic_rows
    into = fitted.merge_topics([0, 1])
    assert fitted.topics_[into[2]].aspects["facts"]["age"] == 3
