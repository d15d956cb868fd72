"""Streams of documents, and what other implementations get wrong.

The behaviours of gensim's test_atmodel.py are here, and the cases in which its
results are wrong.
"""

import copy
import pickle

import joblib
import numpy as np
import pytest
from authored import planted_authors
from numpy.testing import assert_allclose, assert_array_equal
from planted import closest, planted_topics
from sklearn.base import clone

from sktopics import AuthorTopicModel

K = 4


def model_of(**parameters):
    parameters = {"doc_topic_prior": 0.2, "topic_word_prior": 0.05} | parameters
    return AuthorTopicModel(K, random_state=0, **parameters)


@pytest.fixture(scope="module")
def planted():
    return planted_authors(400, 12, (40, 80))


@pytest.fixture
def fitted(planted):
    X, authors, *_ = planted
    return model_of(total_samples=400).fit(X, authors=authors)


def state(model):
    """Everything that a model is, so that nothing of it can change unnoticed."""
    return pickle.dumps(vars(model))


def documents_about(topic, n_documents, seed=3, n_tokens=60):
    p = planted_topics(K, 60)[topic]
    return np.random.default_rng(seed).multinomial(n_tokens, p, n_documents) * 1.0


def order_of(model):
    return closest(planted_topics(K, 60), model)[0]


# --- new documents and new authors --------------------------------------------------


def test_new_documents_of_new_authors_are_learned(planted, fitted):
    """gensim never shifts the ids of new documents: these are not trained on."""
    order = order_of(fitted)
    before = fitted.author_components_.copy()
    for topic in range(K):
        fitted.partial_fit(documents_about(topic, 10), authors=[f"expert {topic}"] * 10)
    assert fitted.authors_.tolist()[:12] == sorted(fitted.authors_.tolist())[:12]
    assert fitted.authors_.tolist()[12:] == [f"expert {topic}" for topic in range(K)]
    for topic in range(K):
        assert fitted.author_topics(f"expert {topic}")[order[topic]] > 0.85
    # gensim writes over the entries of the documents that came before.
    assert_array_equal(fitted.author_components_[:12], before)
    assert_array_equal(fitted.author_document_counts_[12:], 10)


def test_new_documents_of_known_authors_are_learned(planted, fitted):
    mixtures = planted[3]
    order, name = order_of(fitted), "author 003"
    topic = int(np.argmin(mixtures[3]))
    before = fitted.author_topics(name)[order[topic]]
    others = np.delete(fitted.author_components_, 3, axis=0)
    n_before = fitted.author_document_counts_[3]
    fitted.partial_fit(documents_about(topic, 100), authors=[name] * 100)
    assert fitted.author_topics(name)[order[topic]] > before + 0.3
    assert fitted.author_document_counts_[3] == n_before + 100
    assert len(fitted.authors_) == 12
    assert_array_equal(np.delete(fitted.author_components_, 3, axis=0), others)
    words = fitted.author_components_[3].sum()
    assert words > 60 * 100  # and not only as many as one batch has


def test_new_words_are_learned(fitted):
    """Topics move towards what new documents say."""
    order = order_of(fitted)
    rare = int(np.argmin(fitted.topic_word_[order[0]]))
    X = documents_about(0, 50)
    X[:, rare] += 30
    before = fitted.topic_word_[:, rare].max()
    for _ in range(5):
        fitted.partial_fit(X, authors=[["new", "author 000"]] * 50)
    assert fitted.topic_word_[:, rare].max() > before + 0.02


@pytest.mark.parametrize("n_before", [5, 60])
def test_who_comes_late_is_learned_at_once(n_before):
    """An author's own clock: the topics have nearly come to rest, he has not."""
    X, authors, *_ = planted_authors(600, 12, (40, 80))
    model = model_of(total_samples=600)
    for i in range(n_before):
        batch = slice(i * 10, i * 10 + 10)
        model.partial_fit(X[batch], authors=authors[batch])
    order = order_of(model)
    model.partial_fit(documents_about(2, 5), authors=["late"] * 5)
    assert model.author_topics("late")[order[2]] > 0.75
    n_words = model.author_components_[-1].sum() - 0.2 * K
    assert n_words == pytest.approx(5 * 60)


def test_a_first_batch_has_all_the_say_of_its_authors(planted):
    X, authors, *_ = planted
    model = model_of(total_samples=400, max_doc_update_iter=100).partial_fit(
        X[:100], authors=authors[:100]
    )
    n_words = np.zeros(12)
    for row, own in zip(X[:100].toarray(), authors[:100], strict=True):
        n_words[[int(name[-3:]) for name in own]] += row.sum() / len(own)
    total = model.author_components_.sum() - 12 * 0.2 * K
    assert total == pytest.approx(n_words.sum())


def test_order_of_documents_within_a_batch_plays_no_part(planted):
    X, authors, *_ = planted
    order = np.random.default_rng(0).permutation(400)
    shuffled = [authors[d] for d in order]
    for make in (
        lambda X, authors: model_of(init="random").fit(X, authors=authors),
        lambda X, authors: model_of(
            init="random", learning_method="online", batch_size=400
        ).fit(X, authors=authors),
        lambda X, authors: model_of(init="random", batch_size=400).partial_fit(
            X, authors=authors
        ),
    ):
        model, other = make(X, authors), make(X[order], shuffled)
        assert_allclose(other.components_, model.components_, rtol=1e-7)
        assert_allclose(other.author_components_, model.author_components_, rtol=1e-7)


def test_order_of_names_plays_no_part(planted):
    X, authors, *_ = planted
    model = model_of().fit(X, authors=authors)
    other = model_of().fit(X, authors=[own[::-1] for own in authors])
    assert_allclose(other.author_components_, model.author_components_, rtol=1e-9)
    renamed = [[f"{9 - int(n[-1])} {n}" for n in own] for own in authors]
    other = model_of().fit(X, authors=renamed)
    order = [
        other.authors_.tolist().index(f"{9 - i % 10} author {i:03}") for i in range(12)
    ]
    assert_allclose(
        other.author_components_[order], model.author_components_, rtol=1e-6
    )


# --- evaluation ----------------------------------------------------------------------


def test_held_out_bound_uses_the_authors_of_the_held_out_documents(planted, fitted):
    """gensim's uses those of the training documents of the same numbers."""
    X = documents_about(1, 6)
    expert = f"author {int(np.argmax(planted[3][:, 1])):03}"
    stranger = f"author {int(np.argmin(planted[3][:, 1])):03}"
    for method in (fitted.score, fitted.bound):
        right = method(X, authors=[expert] * 6)
        wrong = method(X, authors=[stranger] * 6)
        assert right > wrong
        both = method(X, authors=[expert] * 3 + [stranger] * 3)
        assert wrong < both < right
    parts = [
        fitted.score(X[d : d + 1], authors=[own])
        for d, own in enumerate([expert] * 3 + [stranger] * 3)
    ]
    whole = fitted.score(X, authors=[expert] * 3 + [stranger] * 3)
    assert whole == pytest.approx(np.mean(parts), rel=1e-6)


def test_fractions_of_counts_are_kept(planted):
    """gensim makes whole numbers of them."""
    X, authors, *_ = planted
    init = planted_topics(K, 60)
    half = model_of(init=init, max_iter=5).fit(0.5 * X, authors=authors)
    assert half.author_components_.sum() == pytest.approx(12 * 0.2 * K + 0.5 * X.sum())
    assert half.components_.sum() == pytest.approx(0.05 * K * 60 + 0.5 * X.sum())
    twice = model_of(init=init, max_iter=5).fit(
        X, authors=authors, sample_weight=np.full(400, 0.5)
    )
    assert_allclose(twice.components_, half.components_, rtol=1e-8)
    assert_allclose(twice.author_components_, half.author_components_, rtol=1e-8)
    # Authors of many words learn little within a document, of whatever length.
    assert half.score(0.25 * X, authors=authors) == pytest.approx(
        half.score(X, authors=authors), rel=1e-2
    )
    streamed = model_of(init=init).partial_fit(0.5 * X, authors=authors)
    assert streamed.author_components_.sum() < 12 * 0.2 * K + 0.51 * X.sum()


def test_questions_leave_the_model_as_it_is(planted, fitted):
    """gensim's get_new_author_topics trains, and draws from the random state."""
    X, authors, *_ = planted
    before, drawn = state(fitted), fitted.random_state_.get_state()
    fitted.infer_authors(X[:20])
    fitted.infer_authors(X[:20], authors=[["new", "author 001"]] * 20)
    fitted.transform(X[:20])
    fitted.transform(X[:20], authors=authors[:20])
    fitted.score(X, authors=authors)
    fitted.perplexity(X)
    fitted.bound(X, authors=authors)
    fitted.predict_proba_author(X[:20])
    fitted.predict_author(X[:20], prior="documents")
    fitted.similar_authors("author 001")
    fitted.author_topics("author 001")
    assert state(fitted) == before
    assert_array_equal(fitted.random_state_.get_state()[1], drawn[1])


def test_inferring_twice_gives_the_same(planted, fitted):
    X = documents_about(2, 8)
    assert_array_equal(fitted.infer_authors(X)[1], fitted.infer_authors(X)[1])


# --- the behaviours of gensim's tests -------------------------------------------------


def test_bound_rises_with_passes(planted):
    X, authors, *_ = planted
    bounds = [
        model_of(max_iter=i, init="random").fit(X, authors=authors).bound_
        for i in (1, 5, 20, 60)
    ]
    assert (np.diff(bounds) > 0).all()


def test_empty_documents(planted):
    X, authors, *_ = planted
    padded = np.insert(X.toarray(), [0, 200], 0, axis=0)
    names = [["author 000"], *authors[:200], ["author 001", "silent"], *authors[200:]]
    model = model_of().fit(padded, authors=names)
    other = model_of().fit(X, authors=authors)
    assert model.authors_[-1] == "silent"
    assert_allclose(model.author_components_[:-1], other.author_components_, rtol=1e-8)
    assert_allclose(model.components_, other.components_, rtol=1e-8)
    assert_allclose(model.author_components_[-1], 0.2)
    assert model.author_document_counts_[-1] == 1
    assert model.bound_ == pytest.approx(other.bound_, rel=1e-9)
    streamed = model_of().partial_fit(padded, authors=names)
    assert_allclose(streamed.author_components_[-1], 0.2)


def test_nothing_but_empty_documents():
    model = model_of().fit(np.zeros((3, 5)), authors=["Ann", "Bob", ["Ann", "Bob"]])
    assert_allclose(model.author_topic_, 1 / K)
    assert_allclose(model.topic_word_, 1 / 5)
    assert model.bound_ == pytest.approx(0, abs=1e-9)
    assert model.perplexity_ == 1
    assert_allclose(model.transform(np.zeros((2, 5)), authors=["Ann", None]), 1 / K)
    streamed = model_of().partial_fit(np.zeros((3, 5)), authors=["Ann", "Bob", "Ann"])
    assert_allclose(streamed.author_topic_, 1 / K)
    assert np.isfinite(streamed.components_).all()


def test_an_update_continues_a_fit(planted, fitted):
    X, authors, *_ = planted
    n = fitted.n_batch_iter_
    before = fitted.components_.copy()
    assert fitted.partial_fit(X[:50], authors=authors[:50]) is fitted
    assert fitted.n_batch_iter_ == n + 1
    assert fitted.n_iter_ == n
    assert not np.allclose(fitted.components_, before)
    assert_allclose(fitted.topic_word_, before / before.sum(axis=1)[:, None], atol=0.02)


@pytest.mark.parametrize("learned", ["doc_topic_prior", "topic_word_prior"])
@pytest.mark.parametrize("method", ["batch", "online", "stream"])
def test_priors_that_are_learned_change(planted, learned, method):
    X, authors, *_ = planted
    fixed = {"doc_topic_prior": 30 / K, "topic_word_prior": None}
    model = model_of(**(fixed | {learned: "auto"}))
    if method == "stream":
        for begin in range(0, 400, 100):
            rows = slice(begin, begin + 100)
            model.partial_fit(X[rows], authors=authors[rows])
    else:
        model.set_params(learning_method=method).fit(X, authors=authors)
    priors = {
        "doc_topic_prior": (model.doc_topic_prior_, 30 / K, (K,)),
        "topic_word_prior": (model.topic_word_prior_, 1 / K, (60,)),
    }
    found, start, shape = priors.pop(learned)
    assert found.shape == shape
    assert (found > 0).all()
    assert np.abs(found - start).max() > 0.01
    ((other, expected, _),) = priors.values()
    assert other == expected


def test_one_pass_is_one_partial_fit_of_all_but_for_the_clock(planted):
    """`fit` online and `partial_fit` make the same updates of the same batches."""
    X, authors, *_ = planted
    init = planted_topics(K, 60)
    parameters = {"init": init, "batch_size": 100, "total_samples": 400}
    streamed = model_of(**parameters).partial_fit(X, authors=authors)
    assert streamed.n_batch_iter_ == 4
    assert streamed.n_iter_ == 0
    one_by_one = model_of(**parameters)
    for begin in range(0, 400, 100):
        rows = slice(begin, begin + 100)
        one_by_one.partial_fit(X[rows], authors=authors[rows])
    # The first batch alone knows only of its own tokens: the start is scaled to it.
    assert_allclose(one_by_one.topic_word_, streamed.topic_word_, atol=0.01)
    assert_allclose(one_by_one.author_topic_, streamed.author_topic_, atol=0.02)
    assert_allclose(
        one_by_one.author_document_counts_, streamed.author_document_counts_
    )


def test_saved_models_go_on_as_they_were(planted, fitted, tmp_path):
    X, authors, *_ = planted
    expected = fitted.transform(X[:50], authors=authors[:50])
    joblib.dump(fitted, tmp_path / "model.joblib")
    copies = [
        pickle.loads(pickle.dumps(fitted)),
        copy.deepcopy(fitted),
        joblib.load(tmp_path / "model.joblib"),
        joblib.load(tmp_path / "model.joblib", mmap_mode="r"),
    ]
    fitted.partial_fit(X[:100], authors=[["new", *own] for own in authors[:100]])
    for other in copies:
        assert_array_equal(other.transform(X[:50], authors=authors[:50]), expected)
        other.partial_fit(X[:100], authors=[["new", *own] for own in authors[:100]])
        assert_array_equal(other.components_, fitted.components_)
        assert_array_equal(other.author_components_, fitted.author_components_)
        assert other.authors_.tolist() == fitted.authors_.tolist()


def test_skops_saves_models_without_pickle(planted, fitted, tmp_path):
    skops = pytest.importorskip("skops.io")
    X, authors, *_ = planted
    skops.dump(fitted, tmp_path / "model.skops")
    untrusted = skops.get_untrusted_types(file=tmp_path / "model.skops")
    assert set(untrusted) <= {"sktopics.lda._author_topic.AuthorTopicModel"}
    other = skops.load(tmp_path / "model.skops", trusted=untrusted)
    assert other.authors_.tolist() == fitted.authors_.tolist()
    assert_array_equal(
        other.transform(X, authors=authors), fitted.transform(X, authors=authors)
    )


def test_a_clone_knows_nobody(fitted):
    other = clone(fitted)
    assert other.get_params() == fitted.get_params()
    assert not hasattr(other, "authors_")


def test_fit_forgets_what_was_before(planted, fitted):
    X, authors, *_ = planted
    fitted.partial_fit(X[:50], authors=["somebody"] * 50)
    fitted.fit(X, authors=authors)
    fresh = model_of(total_samples=400).fit(X, authors=authors)
    assert fitted.authors_.tolist() == fresh.authors_.tolist()
    assert_array_equal(fitted.author_components_, fresh.author_components_)
    assert fitted.n_batch_iter_ == fresh.n_batch_iter_


def test_new_authors_are_inferred_from_their_documents(planted, fitted):
    order = order_of(fitted)
    for topic in range(K):
        names, mixtures = fitted.infer_authors(documents_about(topic, 3))
        assert names.tolist() == [None]
        assert mixtures.shape == (1, K)
        assert mixtures[0, order[topic]] > 0.9
    X = np.vstack([documents_about(0, 3), documents_about(1, 3)])
    names, mixtures = fitted.infer_authors(X, authors=["z"] * 3 + ["y"] * 3)
    assert names.tolist() == ["y", "z"]
    assert_allclose(mixtures.sum(axis=1), 1)
    assert mixtures[0, order[1]] > 0.9
    assert mixtures[1, order[0]] > 0.9


def test_known_authors_account_for_their_share(planted, fitted):
    """Of documents about two topics, one is that of a known author."""
    order = order_of(fitted)
    fitted.partial_fit(documents_about(0, 30), authors=["expert"] * 30)
    X = documents_about(0, 6) + documents_about(1, 6)
    alone = fitted.infer_authors(X)[1][0]
    names, mixtures = fitted.infer_authors(X, authors=[["expert", "new"]] * 6)
    assert names.tolist() == ["new"]
    assert alone[order[0]] > 0.35
    assert mixtures[0, order[0]] < alone[order[0]] - 0.1
    assert mixtures[0, order[1]] > 0.6


def test_nobody_new_to_infer(planted, fitted):
    X, authors, *_ = planted
    names, mixtures = fitted.infer_authors(X[:5], authors=authors[:5])
    assert names.shape == (0,)
    assert mixtures.shape == (0, K)
