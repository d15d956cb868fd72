"""Doc2Vec that learns new words, goes on with its documents, and infers at a rate."""

import copy
import pickle
import warnings

import numpy as np
import pytest
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
from sklearn.base import clone
from sklearn.callback import ProgressBar

from sktopics import (
    Doc2Vec,
    OnlineCountVectorizer,
    SequenceVectorizer,
    TokenSequences,
)
from sktopics.embedding._architectures import architecture_of
from sktopics.embedding._doc2vec_training import State
from sktopics.embedding._prediction import tree_probabilities
from sktopics.kernels.huffman import grafted_tree
from sktopics.sequences import NamedCounts

EARLY = [name for name in NAMES if name[0] != "c"]


def halves():
    """Documents without the topic of c0 ... c7, and then all of them, named."""
    X = planted(80)
    early = X[np.flatnonzero(labels(80) != 2)].aligned(EARLY)
    return early, X


@pytest.fixture
def quiet():
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        yield


# --- new words ----------------------------------------------------------------------


@everywhere
def test_new_words_come_after_those_known(name):
    early, X = halves()
    model = new(name).fit(early)
    before = copy.deepcopy(model)
    model.partial_fit(X)
    late = [f"c{i}" for i in range(8)]
    assert model.terms_.tolist() == [*EARLY, *late]
    assert model.n_features_in_ == len(model.feature_names_in_) == 40
    counts = X.to_counts()
    assert_allclose(
        model.term_counts_,
        early.to_counts().aligned(model.terms_).sum(axis=0)
        + counts.aligned(model.terms_).sum(axis=0),
    )
    assert len(model.word_vectors_) == 40
    assert len(model.document_vectors_) == 60 + 80
    assert_array_equal(model.document_vectors_[:60], before.document_vectors_)
    assert same_topic(model.document_vectors_[60:], labels(80)) > 0.7
    if model.trains_words_:
        assert model.vector("c3").any()
    inferred = model.transform(X.aligned(model.terms_))
    assert same_topic(inferred, labels(80)) > 0.7
    # What was fitted before knows nothing of it.
    assert before.terms_.tolist() == EARLY
    assert_array_equal(before.transform(early), new(name).fit(early).transform(early))


@everywhere
def test_new_words_start_as_if_they_had_been_known(name):
    early, X = halves()
    counts = np.bincount(X.ids, minlength=40).astype(float)
    model = new(name).fit(early)
    state, start = State.fitted(model), (model, architecture_of(model))
    state.add_words(model, counts)
    known = State.new(*start, counts, None, model.random_seed_)
    for part in ("word_vectors", "output_vectors", "node_vectors"):
        ours, theirs = getattr(state, part), getattr(known, part)
        assert (ours is None) == (theirs is None)
        if ours is not None:
            assert ours.shape == theirs.shape
            assert_array_equal(ours[-8:], theirs[-8:])
    assert state.term_counts[32:].tolist() == [0] * 8


@pytest.mark.parametrize("name", ["dm tree", "dbow both"])
def test_the_tree_keeps_the_counts_of_when_words_came(name):
    early, X = halves()
    model = new(name).fit(early)
    before = model.tree_counts_
    model.partial_fit(X).partial_fit(X)
    assert model.tree_size_ == 32
    assert_array_equal(model.tree_counts_[:32], before)
    assert_allclose(model.tree_counts_[32:], np.bincount(X.ids, minlength=40)[16:24])
    assert model.node_vectors_.shape == (39, 12)


def test_likelihoods_and_training_go_down_the_grown_tree():
    early, X = halves()
    model = new("dbow", hs=True, negative=0).fit(early).partial_fit(X)
    known = X.aligned(model.terms_)
    tree = grafted_tree(model.tree_counts_, 32)
    counts = known.to_counts().toarray()
    expected = [
        count @ np.log(tree_probabilities(vector, model.node_vectors_, tree))
        for count, vector in zip(counts, model.transform(known), strict=True)
    ]
    assert_allclose(model.score_samples(known), expected, rtol=1e-4)
    # The words of topic c were learned, in documents of that topic.
    of_topic = model.transform(known[2])[0]
    p = tree_probabilities(of_topic, model.node_vectors_, tree)
    assert p[32:].sum() > 0.4


def test_old_nodes_keep_their_meaning():
    """A new word shares the probability of an old one; gensim builds another tree."""
    early, X = halves()
    model = new("dm tree").fit(early)
    before = dict(predicted(model))
    grown = copy.deepcopy(model).partial_fit(X)
    nodes = np.zeros((39, 12), np.float32)
    nodes[:31] = model.node_vectors_
    grown.node_vectors_ = nodes
    grown.word_vectors_ = np.concatenate([model.word_vectors_, nodes[31:]])
    after = dict(predicted(grown))
    assert sum(after.values()) == pytest.approx(1)
    same = [after[term] == pytest.approx(before[term], rel=1e-5) for term in EARLY]
    assert sum(same) >= 24
    assert all(after[term] < before[term] * (1 + 1e-5) for term in EARLY)


def predicted(model):
    return model.predict_output_word(["a0", "b1"], n=None)


def test_a_stream_of_batches_grows():
    early, X = halves()
    stream = [early[:20], X[:30], X[30:]]
    whole = TokenSequences.concatenate(
        [part.aligned([*EARLY, *(f"c{i}" for i in range(8))]) for part in stream]
    )
    assert_same(new().fit(stream), new().fit(whole))
    grown = new().fit(early).partial_fit(stream)
    assert_same(grown, new().fit(early).partial_fit(whole))
    assert grown.n_features_in_ == 40


def test_a_stream_may_not_grow_while_it_is_read():
    early, X = halves()

    class Changing:
        n_read = 0

        def __iter__(self):
            self.n_read += 1
            yield early if self.n_read < 3 else X

    model = new().fit(early)
    before = copy.deepcopy(vars(model))
    with pytest.raises(ValueError, match=r"Terms of the stream changed .*'c0'"):
        model.partial_fit(Changing())
    assert model.terms_.tolist() == EARLY
    assert model.n_features_in_ == before["n_features_in_"] == 32


def test_named_counts_grow_and_matrices_do_not():
    early, X = halves()
    model = new("dbow").fit(early.to_counts())
    assert_same(
        copy.deepcopy(model).partial_fit(X.to_counts()),
        new("dbow").fit(early).partial_fit(X),
    )
    before = vectors_of(copy.deepcopy(model))
    for other in (X.to_counts().toarray(), NamedCounts(X.to_counts().toarray())):
        with pytest.raises(ValueError, match="X has 40 features, but Doc2Vec"):
            model.partial_fit(other)
    unnamed = TokenSequences([0], [0, 1], n_terms=40)
    with pytest.raises(ValueError, match="X has 40 terms, but Doc2Vec was fitted on"):
        model.partial_fit(unnamed)
    for old, now in zip(before, vectors_of(model), strict=True):
        assert_array_equal(now, old)


def test_names_in_another_order_and_fewer():
    early, X = halves()
    model = new().fit(X)
    turned = X[:8].aligned(NAMES[::-1])
    assert_same(
        copy.deepcopy(model).partial_fit(turned),
        copy.deepcopy(model).partial_fit(X[:8]),
    )
    model.partial_fit(early)
    assert model.n_features_in_ == 40


def test_new_words_that_vectors_are_known_of():
    early, X = halves()
    given = np.arange(24, dtype=np.float32).reshape(2, 12) / 50
    found = (["a0", "c3"], given)
    model = new("dbow words", init_word_vectors=found, init_lock=0.0).fit(early)
    assert_array_equal(model.vector("a0"), given[0])
    model.partial_fit(X)
    assert_array_equal(model.vector("c3"), given[1])
    # Known ones go on from where they are, not from the file.
    model = new("dbow words", init_word_vectors=found).fit(early)
    before = model.vector("a0")
    other_topics = X[np.flatnonzero(labels(80) != 0)]
    model.partial_fit(other_topics)
    assert_array_equal(model.vector("a0"), before)
    assert not np.array_equal(before, given[0])
    # An array is of the words that were there: new ones are trained.
    model = new("dbow words", init_lock=np.zeros(32)).fit(early)
    before = model.word_vectors_
    model.partial_fit(X)
    assert_array_equal(model.word_vectors_[:32], before)
    assert not np.allclose(model.word_vectors_[32:], new().fit(X).word_vectors_[:8])
    assert (np.abs(model.word_vectors_[32:]).max(axis=1) > 1 / 12).all()


def test_counts_that_forget_rare_words():
    """What the vectorizer drops stays in the model; it may come again."""
    vectorizer = OnlineCountVectorizer(delete_min_df=2, token_pattern=r"\w+")
    model = new("dbow", epochs=2)
    for batch in (["a a b", "c c"], ["a d d"], ["b b", "e e a"]):
        X = vectorizer.partial_fit_transform(batch)
        model.partial_fit(X)
    assert vectorizer.get_feature_names_out().tolist() == ["a", "c", "d", "b", "e"]
    assert model.terms_.tolist() == ["a", "c", "d", "b", "e"]
    assert model.term_counts_.tolist() == [4, 2, 2, 2, 2]
    assert model.transform(vectorizer.transform(["e d"])).any()


def test_word_by_word():
    """Many calls, some of which bring a word: paths stay short."""
    model = new("dm tree", epochs=1)
    texts = [f"w{i} w{i // 2} w{i // 3}" for i in range(64)]
    vectorizer = SequenceVectorizer()
    for text in texts:
        model.partial_fit(vectorizer.partial_fit_transform([text]))
    assert model.terms_.tolist() == list(vectorizer.get_feature_names_out())
    words = model.predict_output_word(["w3"], n=None)
    assert sum(p for _, p in words) == pytest.approx(1)
    loaded = pickle.loads(pickle.dumps(model))
    assert_same(
        loaded.partial_fit(vectorizer.transform(texts[:3])),
        model.partial_fit(vectorizer.transform(texts[:3])),
    )


def test_models_of_before_have_a_tree_that_was_built_at_once():
    X = planted()
    model, old = new("dm tree").fit(X), new("dm tree").fit(X)
    del old.tree_size_, old.alpha_
    old._fitted_names = [
        n for n in old._fitted_names if n[:5] not in ("tree_", "alpha")
    ]
    old._fitted_names.append("tree_counts_")
    assert_array_equal(old.transform(X), model.transform(X))
    assert_same(old.partial_fit(X), model.partial_fit(X))


@pytest.mark.parametrize("kept", ["keep_documents", "keep_inference"])
def test_trimmed_models_do_not_go_on(kept):
    early, X = halves()
    model = new(warm_start=True).fit(early).trim(**{kept: False})
    for method in (model.partial_fit, model.fit):
        with pytest.raises(ValueError, match=r"was trimmed of .* can not go on"):
            method(X)
    assert model.n_features_in_ == 32


def test_memory_is_counted_with_new_words(monkeypatch):
    early, X = halves()
    model = new().fit(early)
    monkeypatch.setattr("sktopics.embedding._limits.memory_of_machine", lambda: 10_000)
    with pytest.raises(ValueError, match="The vectors of the model would take"):
        model.partial_fit(X)
    assert model.n_features_in_ == 32


# --- warm starts --------------------------------------------------------------------


@everywhere
def test_the_same_documents_go_on(name, quiet):
    X = planted()
    model = new(name, warm_start=True).fit(X)
    assert_same(model, new(name).fit(X))
    before = copy.deepcopy(model)
    model.fit(X)
    assert len(model.document_vectors_) == 60
    assert_array_equal(model.term_counts_, before.term_counts_)
    assert model.n_iter_ == len(model.loss_curve_) == 40
    assert model.loss_curve_[:20] == before.loss_curve_
    assert np.mean(model.loss_curve_[20:25]) < np.mean(model.loss_curve_[:5])
    # The same passes as those of partial_fit with tags that are known.
    tags = [f"{d:02}" for d in range(60)]
    tagged = new(name).fit(X, tags=tags)
    tagged.term_counts_ = np.zeros(40)  # partial_fit counts them again
    tagged.partial_fit(X, tags=tags)
    assert_same(tagged, model)
    # Without it, fit starts over.
    assert_same(model.set_params(warm_start=False).fit(X), new(name).fit(X))


def test_streams_tags_and_files_go_on(tmp_path):
    X = planted()
    whole = new(warm_start=True).fit(X).fit(X)
    stream = [X[:7], X[7:]]
    assert_same(new(warm_start=True).fit(stream).fit(stream), whole)
    path = tmp_path / "vectors.npy"
    kept = new(warm_start=True, vectors_file=path).fit(X).fit(X)
    assert isinstance(kept.document_vectors_, np.memmap)
    assert_same(kept, whole)
    tags = [[f"topic {d % 4}"] for d in range(60)]
    for given in (tags, np.eye(4)[labels()]):
        model = new(warm_start=True).fit(X, tags=given)
        model.fit(X, tags=given)
        assert model.document_vectors_.shape == (4, 12)
        assert_allclose(model.term_counts_, X.to_counts().sum(axis=0))
    # Fewer documents of known tags are documents of this model.
    model.set_params(warm_start=True).fit(X, tags=given)


def test_a_warm_start_after_new_documents(quiet):
    early, X = halves()
    model = new(warm_start=True).fit(early).partial_fit(X)
    model.fit([early, X])
    assert len(model.document_vectors_) == 140
    with pytest.raises(ValueError, match="these are 80 documents, and the model has "):
        model.fit(X)
    other = TokenSequences.from_tokens([["zebra"]] * 140)
    with pytest.raises(ValueError, match="does not know the terms 'zebra'"):
        model.fit(other)


@pytest.mark.parametrize(
    ("tags", "X", "then", "match"),
    [
        (
            None,
            planted(59),
            None,
            "these are 59 documents, and the model has",
        ),
        (None, planted(seed=1), None, "in the same order: 'a0' occurs [0-9]+ times in"),
        (
            ["a"] * 60,
            planted(),
            ["b"] * 60,
            "does not know the tags 'b'",
        ),
        (["a"] * 60, planted(), None, "fitted with tags: pass those"),
        (None, planted(), ["a"] * 60, "fitted without tags"),
        (np.ones((60, 1)), planted(), np.ones((60, 2)), "has 2 columns; the model"),
        (None, TokenSequences([0], [0, 1], n_terms=3), None, "X has 3 terms"),
    ],
    ids=["fewer", "others", "tags", "no tags", "tags now", "columns", "terms"],
)
def test_other_documents_are_refused(tags, X, then, match):
    model = new(epochs=2, warm_start=True).fit(planted(), tags=tags)
    before = copy.deepcopy(model)
    with pytest.raises(ValueError, match=match):
        model.fit(X, tags=then)
    assert_same(model, before)
    assert model.tags_.tolist() == before.tags_.tolist()


def test_a_warm_start_under_callbacks_clones_and_parameters():
    X = planted()
    model = new(epochs=2, warm_start=True).set_callbacks(ProgressBar())
    assert_same(model.fit(X).fit(X), new(epochs=2, warm_start=True).fit(X).fit(X))
    twin = clone(model).set_callbacks()
    assert_same(twin.fit(X), new(epochs=2).fit(X))
    with pytest.raises(ValueError, match="vector_size is 5, and the model was fitted"):
        twin.set_params(vector_size=5).fit(X)
    with pytest.raises(ValueError, match="'warm_start' parameter of Doc2Vec"):
        new(warm_start="yes").fit(X)


# --- learning rates -----------------------------------------------------------------


@pytest.mark.parametrize("method", ["fit", "partial_fit"])
def test_a_rate_that_rises_is_told(method):
    with pytest.warns(UserWarning, match="min_alpha=0.2 is above alpha=0.1") as caught:
        getattr(new(min_alpha=0.2, epochs=1), method)(planted())
    assert [warning.filename for warning in caught] == [__file__]


@pytest.mark.parametrize("method", ["fit", "partial_fit"])
def test_a_rate_above_that_of_before_is_told(method, quiet):
    X = planted()
    model = new(epochs=1, warm_start=True).fit(X)
    assert model.alpha_ == 0.1
    getattr(model, method)(X)  # as before
    getattr(model.set_params(alpha=0.05), method)(X)
    with pytest.warns(UserWarning, match="alpha=0.1 is higher than the 0.05 that the"):
        getattr(model.set_params(alpha=0.1), method)(X)


def test_starting_over_may_be_at_any_rate(quiet):
    new(epochs=1).fit(planted()).set_params(alpha=0.5).fit(planted())


def test_inference_has_a_rate_of_its_own(quiet):
    X = planted()
    model = new(min_alpha=0.01).fit(X)
    inferred = model.transform(X)
    assert_array_equal(model.set_params(inference_alpha=0.1).transform(X), inferred)
    slow = model.set_params(inference_alpha=0.02).transform(X)
    assert (np.linalg.norm(slow, axis=1) < np.linalg.norm(inferred, axis=1)).all()
    # The rates of a model that is trained at this one.
    twin = copy.deepcopy(model).set_params(alpha=0.02, inference_alpha=None)
    assert_array_equal(twin.transform(X), slow)
    # Below min_alpha it stays: rates never rise.
    low = model.set_params(inference_alpha=0.001).transform(X)
    twin.set_params(alpha=0.001, min_alpha=0.001)
    assert_array_equal(twin.transform(X), low)
    assert_array_equal(twin.score_samples(X), model.score_samples(X))
    assert_same(new(inference_alpha=0.3).fit(X), new().fit(X))


def test_inference_that_diverges_names_its_rate():
    X = planted()
    model = new("dm sum", epochs=3).fit(X)
    model.set_params(inference_alpha=3e38, inference_epochs=50)
    with pytest.raises(ValueError, match="lower inference_alpha, which is 3e"):
        model.transform(X)


@pytest.mark.parametrize("value", [0, -1, np.nan, np.inf, "fast", 1e39])
def test_bad_rates_of_inference(value):
    model = Doc2Vec(4, epochs=1, random_state=0).fit(planted())
    with pytest.raises(ValueError, match="'inference_alpha' parameter of Doc2Vec"):
        model.set_params(inference_alpha=value).transform(planted())
