"""Doc2Vec: what it learns, from what, and that it does so again."""

import subprocess
import sys

import numpy as np
import pytest
import scipy.sparse as sp
from doc2vec_models import (
    NAMES,
    assert_same,
    everywhere,
    labels,
    new,
    planted,
    same_topic,
    vectors_of,
)
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline

from sktopics import Doc2Vec, SequenceVectorizer, TokenSequences
from sktopics.datasets import load_sotu
from sktopics.testing import make_documents, parametrize_with_sequence_checks

# --- what is learned --------------------------------------------------------------


@everywhere
def test_documents_about_the_same_are_alike(name):
    X = planted()
    model = new(name).fit(X)
    assert same_topic(model.document_vectors_, labels()) > 0.9
    assert same_topic(model.transform(X), labels()) > 0.9


@everywhere
def test_loss_is_reported_and_falls(name):
    model = new(name).fit(planted())
    assert len(model.loss_curve_) == model.n_iter_ == 20
    assert model.loss_ == model.loss_curve_[-1] < 0.9 * model.loss_curve_[0]


@pytest.mark.parametrize("name", ["dm", "dbow words", "dm tree"])
def test_words_of_a_topic_are_alike(name):
    model = new(name, window=4).fit(planted())
    topic = np.array([word[0] for word in model.terms_])
    assert same_topic(model.word_vectors_, topic) > 0.8


def test_loss_at_the_start_is_that_of_a_coin():
    """All vectors are close to 0: each of 1 + 5 outputs costs log 2."""
    model = new(alpha=1e-9, min_alpha=0, epochs=1).fit(planted())
    hits = 6 - model.loss_ / np.log(2)  # noise that hits the word is spared
    assert 0 < hits < 1


def test_inferred_vectors_find_their_documents():
    X = planted(200, length=60)
    model = new("dm", vector_size=30).fit(X)
    inferred, trained = model.transform(X), model.document_vectors_
    inferred /= np.linalg.norm(inferred, axis=1, keepdims=True)
    trained = trained / np.linalg.norm(trained, axis=1, keepdims=True)
    similarity = inferred @ trained.T
    rank = (similarity > np.diag(similarity)[:, None]).sum(axis=1)
    assert (rank < 10).mean() > 0.95


def test_mean_and_sum_differ():
    X = planted()
    assert not np.allclose(
        new("dm").fit(X).document_vectors_, new("dm sum").fit(X).document_vectors_
    )


def test_long_documents_are_read_to_their_end():
    ids = np.repeat([0, 1, 2, 3], [6000, 6000, 1, 1])
    long = TokenSequences(ids, [0, 12000, 12001, 12002], n_terms=4)
    for name in ("dm", "dbow"):
        model = new(name, epochs=2).fit(long)
        assert model.term_counts_[1] == 6000
        # The second half says what the first does not.
        half = TokenSequences(ids[:6000], [0, 6000], n_terms=4)
        assert not np.allclose(
            model.transform(half), model.transform(long)[0], atol=0.1
        )


def test_early_stopping():
    X = planted()
    model = new(tol=0.5).fit(X)
    assert model.n_iter_ < 20
    falls = -np.diff(model.loss_curve_) / model.loss_curve_[:-1]
    assert falls[-1] < 0.5
    assert (falls[:-1] >= 0.5).all()


# --- the same again ---------------------------------------------------------------


@everywhere
def test_bit_equal(name):
    X = planted()
    assert_same(new(name).fit(X), new(name).fit(X))


def test_bit_equal_in_another_process():
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from doc2vec_models import new, planted\n"
        "import joblib\n"
        "for name in ('dm', 'dbow'):\n"
        "    model = new(name).fit(planted())\n"
        "    print(joblib.hash([model.document_vectors_, model.transform(planted())]))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, __file__.rpartition("/")[0]],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_another_seed_gives_other_vectors():
    X = planted()
    assert not np.allclose(
        new().fit(X).transform(X), new(random_state=1).fit(X).transform(X)
    )


def many_words(n_terms=1000):
    """Enough words for threads, and enough for each term to learn apart."""
    few = planted(300, length=250)
    # Every word has become one of several, in turns.
    several = n_terms // few.n_terms
    ids = few.ids * several + np.arange(few.n_tokens) % several
    return TokenSequences(ids, few.offsets, n_terms=few.n_terms * several)


@everywhere
def test_threads_that_learn_apart_are_bit_equal(name):
    """The same for any number of them, other than with one, and as good."""
    X = many_words()
    two, again, three = (new(name, epochs=4, n_jobs=n).fit(X) for n in (2, 2, 3))
    assert_same(two, again)
    assert_same(two, three)
    one = new(name, epochs=4).fit(X)
    assert not np.array_equal(one.document_vectors_, two.document_vectors_)
    for model in (one, two):
        assert same_topic(model.document_vectors_, labels(300)) > 0.95


def test_threads_do_not_learn_apart_with_shared_tags():
    X, tags = many_words(), [[str(d // 2)] for d in range(300)]
    alone = new("dbow", epochs=2).fit(X, tags=tags)
    together = new("dbow", epochs=2, n_jobs=2).fit(X, tags=tags)
    assert together.loss_ == pytest.approx(alone.loss_, rel=0.05)


@pytest.mark.parametrize("name", ["dm", "dbow"])
def test_several_threads_learn_as_well(name):
    """Enough words for Hogwild: the same but for what threads do to each other."""
    X = planted(300, length=250)
    assert X.n_tokens > 1 << 16
    alone = new(name, epochs=3).fit(X)
    together = new(name, epochs=3, n_jobs=2).fit(X)
    assert together.loss_ == pytest.approx(alone.loss_, rel=0.05)
    assert same_topic(together.document_vectors_, labels(300)) > 0.9


# --- what it is given -------------------------------------------------------------


@pytest.mark.parametrize("hs", [False, True])
def test_counts_for_bags_of_words(hs):
    X = planted()
    model = new("dbow", hs=hs).fit(X)
    counts = X.to_counts()
    order = np.concatenate([ids[::-1] for ids in np.split(X.ids, X.offsets[1:-1])])
    backwards = TokenSequences(order, X.offsets, n_terms=X.n_terms)
    for same in (counts, sp.csc_matrix(counts), counts.toarray(), backwards):
        assert_same(new("dbow", hs=hs).fit(same), model)
    expected = model.transform(X)
    plain = new("dbow", hs=hs).fit(counts)
    assert_array_equal(plain.transform(counts), expected)
    assert_array_equal(plain.transform(backwards), expected)


def test_weights_of_counts():
    """Counts with fractions are words that count for less."""
    counts = np.array([[2.5, 0, 1], [0, 1, 0.25]])
    model = new("dbow", epochs=1).fit(counts)
    assert_allclose(model.term_counts_, counts.sum(axis=0))
    nothing = new("dbow", epochs=1).fit(sp.csr_array(np.zeros((2, 3))))
    assert_array_equal(nothing.document_vectors_, 0)


@pytest.mark.parametrize("name", ["dm", "dm concat", "dbow words"])
def test_counts_for_windows(name):
    with pytest.raises(TypeError, match="let a SequenceVectorizer make them"):
        new(name).fit(planted().to_counts())


def test_windows_end_at_boundaries():
    """A word that stands alone in its sentence learns from none of the others."""
    ids = np.tile([0, 1, 2], 50)
    alone = TokenSequences(ids, [0, 150], n_terms=3, boundaries=np.ones(150, bool))
    model = new("dbow words")
    start = (
        model.set_params(epochs=1, alpha=1e-12, min_alpha=0).fit(alone).word_vectors_
    )
    model.set_params(epochs=5, alpha=0.1)
    assert_allclose(model.fit(alone).word_vectors_, start, atol=1e-9)
    together = TokenSequences(ids, [0, 150], n_terms=3)
    assert np.abs(model.fit(together).word_vectors_ - start).max() > 0.01


@everywhere
def test_documents_without_known_words(name):
    X = TokenSequences([0, 1, 2, 1, -1, -1, 2], [0, 0, 4, 6, 7], n_terms=5)
    model = new(name, epochs=3).fit(X)
    for vectors in (model.document_vectors_, model.transform(X)):
        assert_array_equal(vectors[[0, 2]], 0)
        assert (vectors[[1, 3]] != 0).any(axis=1).all()
    assert_array_equal(model.score_samples(X)[[0, 2]], 0)
    with pytest.raises(ValueError, match="No document of X has a word"):
        model.score(X[[0, 2]])


@everywhere
def test_one_word(name):
    X = TokenSequences([0], [0, 1], n_terms=1)
    model = new(name, epochs=2).fit(X)
    assert all(np.isfinite(vectors).all() for vectors in vectors_of(model))
    assert np.isfinite(model.transform(X)).all()


@pytest.mark.parametrize("name", ["dm", "dm concat", "dbow words"])
def test_window_larger_than_the_documents(name):
    X = planted(20, length=4)
    wide = new(name, window=50, shrink_windows=False, epochs=2).fit(X)
    exact = new(name, window=3, shrink_windows=False, epochs=2).fit(X)
    if name == "dm concat":
        assert wide.output_vectors_.shape == (X.n_terms, 101 * 12)
    else:
        assert_same(wide, exact)


# --- parameters -------------------------------------------------------------------


def test_nothing_to_learn_from():
    with pytest.raises(ValueError, match="negative=0 without hs=True"):
        Doc2Vec(negative=0).fit(planted())


@pytest.mark.parametrize(
    ("parameter", "value"),
    [("dm", 2), ("window", 0), ("negative", -1), ("sample", -1.0), ("epochs", 0)],
)
def test_bad_parameters(parameter, value):
    with pytest.raises(ValueError, match=f"'{parameter}' parameter of Doc2Vec"):
        Doc2Vec(**{parameter: value}).fit(planted())


def test_subsampling_leaves_frequent_words_out():
    """What is passed over changes nothing: the loss is that of fewer words."""
    X = planted()
    few = new(sample=1e-6, epochs=1, alpha=1e-9, min_alpha=0).fit(X)
    assert np.abs(few.document_vectors_).max() < 1e-6
    assert_array_equal(few.term_counts_, X.to_counts().sum(axis=0))
    assert not np.allclose(
        new(sample=1e-3).fit(X).document_vectors_,
        new(sample=0).fit(X).document_vectors_,
    )


def test_inference_epochs():
    X = planted()
    model = new().fit(X)
    usual = model.transform(X)
    assert_array_equal(model.set_params(inference_epochs=20).transform(X), usual)
    fewer = model.set_params(inference_epochs=2).transform(X)
    assert np.linalg.norm(fewer) < np.linalg.norm(usual)


def test_names_of_columns():
    model = new().fit(planted())
    assert model.get_feature_names_out().tolist() == [f"doc2vec{i}" for i in range(12)]
    assert model.terms_.tolist() == NAMES
    assert model.feature_names_in_.tolist() == NAMES
    X = planted()
    unnamed = new().fit(TokenSequences(X.ids, X.offsets, n_terms=X.n_terms))
    assert unnamed.terms_[:2].tolist() == ["0", "1"]
    other = TokenSequences(X.ids, X.offsets, terms=NAMES[::-1])
    with pytest.raises(ValueError, match="Term 0 of X is 'e7', and Doc2Vec was fitted"):
        model.transform(other)


def test_verbose(capsys):
    new(verbose=1, epochs=2).fit(planted())
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("epoch: 2 of epochs: 2, loss: ")


# --- in company -------------------------------------------------------------------


def test_pipeline_and_search():
    documents = make_documents(80)
    y = np.arange(80) % 4
    pipe = make_pipeline(SequenceVectorizer(), new(), LogisticRegression())
    grid = {"doc2vec__vector_size": [4, 8], "doc2vec__dm": [0, 1]}
    search = GridSearchCV(pipe, grid, cv=2).fit(documents, y)
    assert search.best_score_ > 0.9
    assert search.predict(documents[:4]).tolist() == [0, 1, 2, 3]


@parametrize_with_sequence_checks(
    [
        Doc2Vec(8, epochs=2, dm=0),
        Doc2Vec(8, epochs=2, dm=0, dbow_words=True, hs=True),
        Doc2Vec(8, epochs=2, dm_concat=True, window=2),
        Doc2Vec(8, epochs=2, hs=True, negative=0, dm_mean=False),
    ]
)
@pytest.mark.filterwarnings("ignore:X does not have valid feature names")
def test_contract(estimator, check):
    check(estimator)


def test_gensim_is_no_better():
    """The same settings, on addresses to Congress: who held them, who is found."""
    gensim = pytest.importorskip("gensim.models.doc2vec")
    X = SequenceVectorizer(min_df=5).fit_transform(load_sotu().documents[-800:])
    ours = Doc2Vec(50, dm=0, random_state=0).fit(X)
    tagged = [gensim.TaggedDocument(t, [i]) for i, t in enumerate(X.tokens())]
    theirs = gensim.Doc2Vec(
        tagged, vector_size=50, dm=0, min_count=1, workers=1, epochs=10, seed=0
    )
    first = 300
    inferred = np.array([theirs.infer_vector(d.words) for d in tagged[:first]])
    ours_found = _found(ours.transform(X[:first]), ours.document_vectors_)
    assert ours_found >= _found(inferred, theirs.dv.vectors)
    assert ours_found > 0.9


def _found(inferred, trained):
    inferred = inferred / np.linalg.norm(inferred, axis=1, keepdims=True)
    similarity = inferred @ (trained / np.linalg.norm(trained, axis=1)[:, None]).T
    own = similarity[np.arange(len(inferred)), np.arange(len(inferred))]
    return ((similarity > own[:, None]).sum(axis=1) < 10).mean()
