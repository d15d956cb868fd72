"""Doc2Vec: tags, going on, streams, files, words to start from, likelihoods."""

import copy
import gzip

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
from sklearn import config_context
from sklearn.exceptions import NotFittedError
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MultiLabelBinarizer

from sktopics import SequenceVectorizer, TokenSequences
from sktopics.embedding._prediction import tree_probabilities
from sktopics.kernels.huffman import huffman_tree
from sktopics.text import LineDocuments


def tags_of_topics(n=60):
    """Each document has the tag of its topic, some a second one."""
    return [[f"topic {d % 4}", *(["zone"] if d % 3 == 0 else [])] for d in range(n)]


# --- tags -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["dm", "dbow", "dbow words", "dm tree"])
def test_shared_tags(name):
    X = planted()
    model = new(name).fit(X, tags=tags_of_topics())
    assert model.tags_.tolist() == [f"topic {i}" for i in range(4)] + ["zone"]
    assert model.document_vectors_.shape == (5, 12)
    # What is inferred of a document is most like the tag of its topic.
    inferred, tags = model.transform(X), model.document_vectors_[:4]
    inferred /= np.linalg.norm(inferred, axis=1, keepdims=True)
    nearest = (inferred @ (tags / np.linalg.norm(tags, axis=1)[:, None]).T).argmax(
        axis=1
    )
    assert (nearest == labels()).mean() > 0.9


def test_indicators_are_tags():
    X, tags = planted(), tags_of_topics()
    named = new().fit(X, tags=tags)
    # Columns are in the order of the names, as MultiLabelBinarizer sorts them.
    binarizer = MultiLabelBinarizer(sparse_output=True)
    indicator = binarizer.fit_transform(tags)
    for given in (indicator, indicator.toarray()):
        model = new().fit(X, tags=given)
        assert model.tags_.tolist() == [0, 1, 2, 3, 4]
        assert binarizer.classes_.tolist() == sorted(named.tags_)
        for i, tag in enumerate(binarizer.classes_):
            (row,) = np.flatnonzero(named.tags_ == tag)
            assert_allclose(
                model.document_vectors_[i], named.document_vectors_[row], atol=1e-5
            )


def test_a_tag_of_its_own_for_each_document():
    X = planted()
    tags = [f"{d:02}" for d in range(60)]
    assert_same(new().fit(X, tags=tags), new().fit(X))


@pytest.mark.parametrize("name", ["dm", "dbow", "dbow words"])
def test_documents_without_tags(name):
    """They train the words, where there are words to train."""
    X = planted()
    tags = [None if d % 2 else ["even"] for d in range(60)]
    model = new(name).fit(X, tags=tags)
    assert model.tags_.tolist() == ["even"]
    alone = new(name).fit(X[::2], tags=tags[::2])
    same_words = np.array_equal(model.word_vectors_, alone.word_vectors_)
    assert same_words == (name == "dbow")


def test_number_of_tags_for_concatenation():
    X = planted()
    two = [[f"topic {d % 4}", f"half {d % 2}"] for d in range(60)]
    model = new("dm concat", dm_tag_count=2).fit(X, tags=two)
    assert model.output_vectors_.shape == (40, 4 * 12)
    assert model.transform(X).shape == (60, 12)
    assert np.isfinite(model.score(X))
    with pytest.raises(ValueError, match="dm_tag_count=1 tags, and document 0 has 2"):
        new("dm concat").fit(X, tags=two)
    with pytest.raises(ValueError, match="dm_tag_count=2 tags: pass tags"):
        new("dm concat", dm_tag_count=2).fit(X)


@pytest.mark.parametrize(
    ("tags", "error", "match"),
    [
        (["a"], ValueError, "tags must be given for each document: got 1 for 60"),
        ([[1.5]] * 60, TypeError, "Names of tags must be strings or integers, got 1.5"),
        ("tags", TypeError, "tags must be a list"),
        (np.full((60, 2), 2), ValueError, "indicator matrix of tags must be 0 or 1"),
    ],
)
def test_bad_tags(tags, error, match):
    with pytest.raises(error, match=match):
        new().fit(planted(), tags=tags)


def test_tags_are_routed():
    X, tags = planted(), tags_of_topics()
    with config_context(enable_metadata_routing=True):
        pipe = make_pipeline("passthrough", new().set_fit_request(tags=True))
        model = pipe.fit(X, tags=tags)[-1]
    assert_same(model, new().fit(X, tags=tags))


# --- going on ---------------------------------------------------------------------


@everywhere
def test_first_partial_fit_is_fit(name):
    assert_same(new(name).partial_fit(planted()), new(name).fit(planted()))


@everywhere
def test_new_documents_get_new_vectors(name):
    X = planted(80)
    model = new(name).fit(X[:60])
    before = copy.deepcopy(model)
    model.partial_fit(X[60:])
    assert model.tags_.tolist() == list(range(80))
    assert_array_equal(model.document_vectors_[:60], before.document_vectors_)
    new_ones = model.document_vectors_[60:]
    assert (np.abs(new_ones).max(axis=1) > 0).all()
    assert same_topic(new_ones, labels(80)[60:]) > 0.7
    assert_allclose(model.term_counts_, X.to_counts().sum(axis=0))
    assert len(model.loss_curve_) == model.n_iter_ == 40
    assert model.loss_curve_[:20] == before.loss_curve_
    if model.tree_counts_ is not None:
        assert_array_equal(model.tree_counts_, before.tree_counts_)


def test_known_tags_go_on_training():
    X = planted(80)
    tags = [[f"topic {d % 4}"] for d in range(60)]
    more = [["topic 0", "zebra"], ["aardvark"]] * 10
    model = new().fit(X[:60], tags=tags)
    before = model.document_vectors_.copy()
    model.partial_fit(X[60:], tags=more)
    assert model.tags_.tolist() == [f"topic {i}" for i in range(4)] + [
        "aardvark",
        "zebra",
    ]
    assert not np.allclose(model.document_vectors_[0], before[0])
    assert_array_equal(model.document_vectors_[1:4], before[1:])
    assert (model.document_vectors_[4:] != 0).all()


def test_columns_go_on_training():
    X = planted()
    indicator = np.eye(4, dtype=int)[labels()]
    model = new().fit(X, tags=indicator)
    before = model.document_vectors_.copy()
    model.partial_fit(X[:1], tags=indicator[:1])
    assert not np.allclose(model.document_vectors_[0], before[0])
    assert_array_equal(model.document_vectors_[1:], before[1:])


@pytest.mark.parametrize(
    ("first", "then", "match"),
    [
        (None, ["a"] * 60, "fitted without tags"),
        (["a"] * 60, None, "fitted with tags: pass those"),
        (["a"] * 60, np.ones((60, 1)), "tags of the model have names, and the new"),
        (np.ones((60, 1)), ["a"] * 60, "are columns of an indicator matrix, and the"),
        (np.ones((60, 1)), np.ones((60, 2)), "has 2 columns; the model knows 1"),
    ],
)
def test_other_kinds_of_tags_are_refused(first, then, match):
    X = planted()
    model = new(epochs=2).fit(X, tags=first)
    before = [vectors.copy() for vectors in vectors_of(model)]
    with pytest.raises(ValueError, match=match):
        model.partial_fit(X, tags=then)
    for old, now in zip(before, vectors_of(model), strict=True):
        assert_array_equal(now, old)


def test_vector_size_can_not_change():
    model = new(epochs=2).fit(planted()).set_params(vector_size=5)
    with pytest.raises(ValueError, match="vector_size is 5, and the model was fitted"):
        model.partial_fit(planted())


@pytest.mark.parametrize(
    ("fitted", "then"),
    [
        ("dm", {"dm_concat": True}),
        ("dm concat", {"dm_concat": False}),
        ("dm concat", {"window": 3}),
        ("dm", {"hs": True}),
        ("dm tree", {"negative": 5}),
    ],
)
def test_the_architecture_can_not_change(fitted, then):
    X = planted()
    model = new(fitted, epochs=1).fit(X).set_params(**then)
    for method in (model.partial_fit, model.transform, model.score):
        with pytest.raises(ValueError, match="fitted with another architecture"):
            method(X)


def test_words_that_first_occur_later():
    """They were in the vocabulary from the start, with no documents."""
    X = planted(80)
    early = np.flatnonzero(labels(80) != 2)
    model = new("dbow words").fit(X[early])
    assert (model.term_counts_[16:24] == 0).all()
    model.partial_fit(X)
    assert (model.term_counts_[16:24] > 0).all()
    assert same_topic(model.document_vectors_[len(early) :], labels(80)) > 0.9


# --- streams ----------------------------------------------------------------------


@everywhere
def test_batches_are_the_whole(name):
    X = planted()
    stream = [X[:7], X[7:8], X[8:60]]
    assert_same(new(name).fit(stream), new(name).fit(X))


def test_batches_of_counts():
    counts = planted().to_counts()
    assert_same(new("dbow").fit([counts[:20], counts[20:]]), new("dbow").fit(planted()))


def test_batches_with_tags():
    X, tags = planted(), tags_of_topics()
    stream = [(X[:25], tags[:25]), (X[25:], tags[25:])]
    assert_same(new().fit(stream), new().fit(X, tags=tags))
    indicator = sp.csr_array(np.eye(4, dtype=int)[labels()])
    columns = [(X[:25], indicator[:25]), (X[25:], indicator[25:])]
    assert_same(new().fit(columns), new().fit(X, tags=indicator))


class Counted:
    """A stream that knows how often it was read, and holds one batch at a time."""

    def __init__(self, n_batches):
        self.n_batches, self.n_read = n_batches, 0

    def __iter__(self):
        self.n_read += 1
        for i in range(self.n_batches):
            yield planted(20, seed=i)


def test_a_stream_is_read_for_each_epoch_and_once_before():
    stream = Counted(3)
    model = new(epochs=4).fit(stream)
    assert stream.n_read == 5
    assert model.document_vectors_.shape == (60, 12)
    model.partial_fit(Counted(2))
    assert model.document_vectors_.shape == (100, 12)


def test_a_compressed_file_of_lines(tmp_path):
    lines = [" ".join(words) for words in planted().tokens()] + [""]
    path = tmp_path / "documents.txt.gz"
    with gzip.open(path, "wt") as file:
        file.write("\n".join(lines) + "\n")
    documents = LineDocuments(path)
    vectorizer = SequenceVectorizer().fit(documents)
    model = new().fit(documents.batches(vectorizer, batch_size=11))
    assert_same(model, new().fit(vectorizer.transform(lines)))
    assert_array_equal(model.document_vectors_[60], 0)


@pytest.mark.parametrize(
    ("stream", "error", "match"),
    [
        (iter([planted()]), ValueError, "can only be read once: pass a list"),
        ([planted(), "text"], TypeError, "let a SequenceVectorizer make them"),
        ([planted(), (planted(), ["a"] * 60)], ValueError, "Some batches .* have tags"),
        ([planted(), planted()[:0]], ValueError, "at least 1 document"),
        (
            [planted(), TokenSequences([0], [0, 1], n_terms=5)],
            ValueError,
            "X has 5 terms, but Doc2Vec was fitted on 40",
        ),
        (
            [(planted(), np.ones((60, 1))), (planted(), np.ones((60, 2)))],
            ValueError,
            "have 1 and 2 columns",
        ),
    ],
)
def test_bad_streams(stream, error, match):
    model = new(epochs=2)
    with pytest.raises(error, match=match):
        model.fit(stream)
    assert not hasattr(model, "n_features_in_")


def test_an_empty_stream_and_tags_beside_a_stream():
    class Nothing:
        def __iter__(self):
            return iter(())

    with pytest.raises(ValueError, match="the stream is empty"):
        new().fit(Nothing())
    with pytest.raises(
        ValueError, match=r"come with its batches, .* pairs \(X, tags\)"
    ):
        new().fit([planted()], tags=["a"] * 60)


def test_a_stream_that_changes():
    class Changing:
        n_read = 0

        def __iter__(self):
            self.n_read += 1
            yield planted(2), ["a", "b" if self.n_read < 3 else "c"]

    with pytest.raises(ValueError, match="changed while it was read: 'c' are new"):
        new().fit(Changing())


def test_a_stream_that_grows_or_loses_its_tags():
    """Vectors are as many as documents, or tags, were found at first."""

    class Changing:
        def __init__(self, first, then):
            self.batches = [first, first, then, then]  # it is tried out before

        def __iter__(self):
            return iter(self.batches.pop(0))

    X, tags = planted(60), [["a", "b"]] * 60
    columns, more = np.ones((60, 2), int), np.ones((60, 900), int)
    wide = TokenSequences([899, 0], [0, 2], n_terms=900)
    counts = X.to_counts()
    cases = [
        ("dm", [X[:5]], [X], "had 5 documents, and has more"),
        ("dbow", [X[:5]], [X[:5], X[5:]], "had 5 documents, and has more"),
        ("dm", [X], [wide, X], "X has 900 terms, but Doc2Vec was fitted on 40"),
        ("dbow", [counts], [np.ones((5, 900))], "X has 900 features, but Doc2Vec"),
        ("dm", [(X, tags)], [X], "its batches had tags before"),
        ("dm", [X], [(X, tags)], "its batches had no tags before"),
        ("dm", [(X, columns)], [(X, more)], "tags were an indicator matrix of 2"),
        ("dm", [(X, columns)], [(X, tags)], "tags were an indicator matrix of 2"),
        ("dm", [(X, tags)], [(X, columns)], "0, 1 are new"),
        ("dm concat", [(X, more[:, :1])], [(X, columns)], "indicator matrix of 1"),
        ("dm concat", [(X, ["a"] * 60)], [(X, tags)], "tags, and document 0 has 2"),
    ]
    for name, first, then, match in cases:
        model = new(name, epochs=2)
        with pytest.raises(ValueError, match=match):
            model.fit(Changing(first, then))
        assert not hasattr(model, "n_features_in_")


# --- files ------------------------------------------------------------------------


def test_document_vectors_in_a_file(tmp_path):
    path = tmp_path / "vectors.npy"
    X = planted(80)
    model = new(vectors_file=path).fit(X[:60])
    in_memory = new().fit(X[:60])
    assert isinstance(model.document_vectors_, np.memmap)
    assert_same(model, in_memory)
    assert_array_equal(np.load(path), in_memory.document_vectors_)
    model.partial_fit(X[60:])
    assert_same(model, in_memory.partial_fit(X[60:]))
    assert np.load(path).shape == (80, 12)
    assert [p.name for p in tmp_path.iterdir()] == ["vectors.npy"]


def test_a_failed_fit_leaves_the_file(tmp_path):
    path = tmp_path / "vectors.npy"
    model = new(vectors_file=path, epochs=2).fit(planted())
    before = model.document_vectors_.copy()
    model.set_params(init_word_vectors=(["a0"], np.ones((1, 3))))
    with pytest.raises(ValueError, match="vectors of 3 numbers"):
        model.fit(planted(20))
    assert_array_equal(model.document_vectors_, before)
    assert_array_equal(np.load(path), before)
    assert [p.name for p in tmp_path.iterdir()] == ["vectors.npy"]


def test_trim(tmp_path):
    X = planted()
    model = new(epochs=2).fit(X)
    inferred = model.transform(X)
    inference = copy.deepcopy(model).trim(keep_documents=False)
    assert not hasattr(inference, "document_vectors_")
    assert_array_equal(inference.transform(X), inferred)
    with pytest.raises(ValueError, match="trimmed of document_vectors_"):
        inference.partial_fit(X)
    queries = copy.deepcopy(model).trim(keep_inference=False)
    assert queries.document_vectors_ is not None
    assert len(queries.most_similar("a0")) == 10
    for method in ("transform", "score", "score_samples"):
        with pytest.raises(ValueError, match="was trimmed and cannot infer"):
            getattr(queries, method)(X)
    with pytest.raises(ValueError, match="trimmed of output_vectors_"):
        queries.partial_fit(X)
    with pytest.raises(NotFittedError):
        new().trim()


@everywhere
def test_estimate_memory(name):
    model = new(name, epochs=1)
    memory = model.estimate_memory(n_documents=60, n_terms=40)
    model.fit(planted())
    sizes = {key: getattr(model, key) for key in memory if key != "total"}
    sizes = {key: 0 if v is None else v.nbytes for key, v in sizes.items()}
    assert memory == {**sizes, "total": sum(sizes.values())}


# --- words to start from ----------------------------------------------------------


def some_words():
    names = ["b3", "nowhere", "a0"]
    return names, np.random.default_rng(0).normal(size=(3, 12)).astype(np.float32)


@pytest.mark.parametrize("name", ["dm", "dm concat", "dbow words", "dbow"])
def test_locked_words_stay(name):
    names, vectors = some_words()
    X = planted()
    model = new(name, init_word_vectors=(names, vectors), init_lock=0.0).fit(X)
    places = [NAMES.index("b3"), NAMES.index("a0")]
    assert_array_equal(model.word_vectors_[places], vectors[[0, 2]])
    assert model.trains_words_
    model.partial_fit(X)
    assert_array_equal(model.word_vectors_[places], vectors[[0, 2]])
    if name != "dbow":
        others = np.delete(np.arange(40), places)
        start = new(name, epochs=1, alpha=1e-12, min_alpha=0).fit(X).word_vectors_
        moved = np.abs(model.word_vectors_ - start).max(axis=1)[others]
        assert (moved > 0.01).all()


def test_words_from_a_file(tmp_path):
    names, vectors = some_words()
    path = tmp_path / "words.txt"
    rows = [
        f"{n} {' '.join(map(repr, map(float, v)))}"
        for n, v in zip(names, vectors, strict=True)
    ]
    path.write_text("\n".join(["3 12", *rows]) + "\n")
    X = planted()
    given = new(init_word_vectors=(names, vectors)).fit(X)
    assert_same(new(init_word_vectors=path).fit(X), given)
    assert_same(new(init_word_vectors=str(path)).fit(X), given)
    assert not np.allclose(given.word_vectors_, new().fit(X).word_vectors_)


def test_a_lock_for_each_word():
    X = planted()
    lock = np.ones(40)
    lock[5] = 0
    start = new(epochs=1, alpha=1e-12, min_alpha=0).fit(X).word_vectors_
    model = new(init_lock=lock).fit(X)
    stayed = np.abs(model.word_vectors_ - start).max(axis=1) < 1e-9
    assert np.flatnonzero(stayed).tolist() == [5]


@pytest.mark.parametrize(
    ("parameters", "match"),
    [
        (
            {"init_word_vectors": (["a"], np.ones((2, 12)))},
            "has 1 terms and vectors of",
        ),
        ({"init_word_vectors": (["a"],)}, r"a pair \(terms, vectors\), got tuple"),
        ({"init_word_vectors": (["a"], np.full((1, 12), np.nan))}, "NaN or infinite"),
        ({"init_lock": [1.0, 2.0]}, "one for each of 40 terms, got shape"),
        ({"init_lock": -np.ones(40)}, "finite and not negative"),
    ],
)
def test_bad_words_to_start_from(parameters, match):
    with pytest.raises(ValueError, match=match):
        new(**parameters).fit(planted())


# --- likelihoods ------------------------------------------------------------------


def test_likelihood_of_bags_under_the_tree_is_exact():
    X = planted()
    model = new("dbow", hs=True, negative=0).fit(X)
    tree = huffman_tree(model.tree_counts_)
    vectors, counts = model.transform(X), X.to_counts().toarray()
    expected = [
        counts[d] @ np.log(tree_probabilities(vectors[d], model.node_vectors_, tree))
        for d in range(60)
    ]
    assert_allclose(model.score_samples(X), expected, rtol=1e-4)
    assert model.score(X) == pytest.approx(np.sum(expected) / X.n_tokens, rel=1e-4)


def test_likelihood_of_windows_under_the_tree_is_exact():
    X = planted(8)
    model = new("dm tree", window=2, shrink_windows=True).fit(planted())
    tree = huffman_tree(model.tree_counts_)
    vectors, expected = model.transform(X), []
    for d, v in enumerate(vectors):
        words, total = X.ids[X.offsets[d] : X.offsets[d + 1]], 0.0
        for i, word in enumerate(words):
            near = [*words[max(i - 2, 0) : i], *words[i + 1 : i + 3]]
            h = (model.word_vectors_[near].sum(axis=0) + v) / (len(near) + 1)
            total += np.log(tree_probabilities(h, model.node_vectors_, tree)[word])
        expected.append(total)
    assert_allclose(model.score_samples(X), expected, rtol=1e-4)


def test_likelihood_under_noise_is_the_objective():
    """Its mean over noise words, where these are drawn many times."""
    X = planted(4, length=1000)
    model = new("dbow", negative=5).fit(X)
    vectors, counts = model.transform(X), X.to_counts().toarray()
    noise = model.term_counts_**0.75
    noise /= noise.sum()
    logits = vectors @ model.output_vectors_.T
    hit, miss = -np.logaddexp(0, -logits), -np.logaddexp(0, logits)
    spared = (noise * miss)[:, None, :].sum(axis=2) - noise * miss
    expected = (counts * (hit + 5 * spared)).sum(axis=1)
    assert_allclose(model.score_samples(X), expected, rtol=0.02)


def test_documents_are_likelier_in_the_model_of_their_class():
    """Classification by inversion (Taddy 2015)."""
    X = planted(120)
    y = labels(120) % 2
    models = [
        new("dm tree", sample=0).fit(X[np.flatnonzero(y[:80] == k)]) for k in (0, 1)
    ]
    likelihoods = np.column_stack([model.score_samples(X[80:]) for model in models])
    assert (likelihoods.argmax(axis=1) == y[80:]).mean() > 0.9
