"""ClassTfidfTransformer: BERTopic's weights, and what BERTopic gets wrong."""

from itertools import product

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import config_context
from sklearn.base import clone
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import ClassTfidfTransformer

TERMS = np.array([f"word{i}" for i in range(60)], dtype=object)


def make_counts(n_classes=7, seed=0):
    """Counts of classes in which every term occurs and most classes lack some."""
    rng = np.random.RandomState(seed)
    rates = rng.gamma(0.4, 6.0, size=(n_classes, len(TERMS)))
    counts = rng.poisson(rates).astype(np.float64)
    counts[rng.randint(n_classes, size=len(TERMS)), np.arange(len(TERMS))] += 1
    return sp.csr_array(counts)


@pytest.fixture(scope="module")
def bertopic():
    return pytest.importorskip("bertopic.vectorizers")


class TestAgainstBERTopic:
    @pytest.mark.parametrize(
        ("bm25", "reduce", "seeded", "multiplied"),
        list(product([False, True], repeat=4)),
    )
    def test_all_options(self, bertopic, bm25, reduce, seeded, multiplied):
        options = {"bm25_weighting": bm25, "reduce_frequent_words": reduce}
        counts, unseen = make_counts(), make_counts(4, seed=1)
        seeds = ["word3", "word59", "no term"] if seeded else None
        factors = np.linspace(0.5, 1.5, len(TERMS)) if multiplied else np.ones(60)
        ours = ClassTfidfTransformer(seed_words=seeds, seed_multiplier=3, **options)
        ours.fit(counts, feature_names=TERMS, term_multiplier=factors)
        # Of the peer's, it is BERTopic itself that multiplies by the seed_multiplier.
        theirs = bertopic.ClassTfidfTransformer(**options)
        peers_factors = factors * np.where(np.isin(TERMS, seeds or []), 3.0, 1.0)
        theirs.fit(sp.csr_matrix(counts), multiplier=peers_factors)
        for X in (counts, unseen):
            expected = theirs.transform(sp.csr_matrix(X)).toarray()
            found = ours.transform(X)
            assert isinstance(found, sp.csr_array)
            assert found.dtype == np.float64
            np.testing.assert_allclose(found.toarray(), expected, rtol=0, atol=1e-12)
            np.testing.assert_allclose(found.toarray(), expected, rtol=1e-12)

    @pytest.mark.parametrize("bm25", [False, True])
    def test_terms_that_never_occur_are_zero(self, bertopic, bm25):
        counts = sp.csr_array(np.array([[3.0, 0, 1], [2, 0, 0]]))
        ours = ClassTfidfTransformer(bm25_weighting=bm25).fit(counts)
        assert ours.idf_[1] == 0
        later = np.array([[1.0, 4, 0]])
        assert np.isfinite(ours.transform(later).toarray()).all()
        if not bm25:  # what it is that the peer gives
            with np.errstate(all="ignore"):
                theirs = bertopic.ClassTfidfTransformer().fit(sp.csr_matrix(counts))
                later = theirs.transform(sp.csr_matrix(later)).toarray()
            assert not np.isfinite(later).all()

    def test_bm25_is_negative_for_terms_of_half_of_all_words(self, bertopic):
        counts = sp.csr_array(np.array([[50.0, 5, 0], [60, 0, 7]]))
        ours = ClassTfidfTransformer(bm25_weighting=True).fit(counts)
        average = 61
        np.testing.assert_allclose(
            ours.idf_, np.log((average + 1) / (np.array([110, 5, 7]) + 0.5))
        )
        assert ours.idf_[0] < 0 < ours.idf_[1]
        theirs = bertopic.ClassTfidfTransformer(bm25_weighting=True)
        theirs.fit(sp.csr_matrix(counts))
        np.testing.assert_allclose(
            ours.transform(counts).toarray(),
            theirs.transform(sp.csr_matrix(counts)).toarray(),
            rtol=1e-12,
        )


class TestWeights:
    def test_the_formula(self):
        counts = np.array([[6.0, 2, 0], [8, 0, 4]])
        average = 10
        idf = np.log(1 + average / counts.sum(axis=0))
        shares = counts / counts.sum(axis=1, keepdims=True)
        found = ClassTfidfTransformer().fit(counts)
        np.testing.assert_allclose(found.idf_, idf)
        np.testing.assert_allclose(found.transform(counts).toarray(), shares * idf)
        found.set_params(reduce_frequent_words=True)
        roots = np.sqrt(shares) * idf
        np.testing.assert_allclose(found.transform(counts).toarray(), roots)

    def test_classes_without_words_are_zero(self):
        counts = make_counts().toarray()
        counts[2] = 0
        weights = ClassTfidfTransformer().fit_transform(counts)
        assert (weights.toarray()[2] == 0).all()
        assert np.isfinite(weights.data).all()

    def test_nothing_but_empty_classes(self):
        weights = ClassTfidfTransformer().fit_transform(np.zeros((2, 3)))
        assert (weights.toarray() == np.zeros((2, 3))).all()

    def test_integers_are_weighed_in_float32(self):
        counts = make_counts()
        exact = ClassTfidfTransformer().fit_transform(counts)
        for dtype in (np.int64, np.uint8, np.float32):
            weights = ClassTfidfTransformer().fit_transform(counts.astype(dtype))
            assert weights.dtype == np.float32
            np.testing.assert_allclose(weights.toarray(), exact.toarray(), rtol=1e-6)

    def test_many_small_counts_are_summed_in_float64(self):
        # In float32, 2 ** 24 + 1 is 2 ** 24.
        counts = np.ones((3, 2), dtype=np.float32)
        counts[0] = 2**24
        idf = ClassTfidfTransformer().fit(counts).idf_
        average = int((2**25 + 4) / 3)
        np.testing.assert_allclose(idf, np.log1p(average / (2**24 + 2)), rtol=1e-15)

    @pytest.mark.parametrize("bm25", [False, True])
    @settings(max_examples=50, deadline=None)
    @given(
        counts=st.lists(
            st.lists(
                st.one_of(st.just(0.0), st.floats(0, 1e9, allow_subnormal=True)),
                min_size=3,
                max_size=3,
            ),
            min_size=1,
            max_size=4,
        )
    )
    def test_weights_are_finite(self, bm25, counts):
        weights = ClassTfidfTransformer(bm25_weighting=bm25).fit_transform(counts)
        assert np.isfinite(weights.toarray()).all()

    def test_the_callers_matrix_stays_as_it_is(self):
        counts = make_counts()
        before = counts.copy()
        weights = ClassTfidfTransformer().fit_transform(counts)
        weights.data[:] = 0
        weights.indices[:] = 0
        np.testing.assert_array_equal(counts.toarray(), before.toarray())


class TestSeeds:
    counts = np.array([[6.0, 2, 0], [8, 0, 4]])
    names = ("the", "cat", "dog")

    def factors(self, seed_words, **options):
        plain = ClassTfidfTransformer().fit(self.counts).idf_
        seeded = ClassTfidfTransformer(seed_words=seed_words, **options)
        return seeded.fit(self.counts, feature_names=self.names).idf_ / plain

    @pytest.mark.parametrize("container", [list, tuple, set, frozenset, np.array])
    def test_seed_words_are_multiplied(self, container):
        found = self.factors(container(["dog", "bird"]))
        np.testing.assert_allclose(found, [1, 1, 2])

    def test_multiplier(self):
        found = self.factors(["the", "cat"], seed_multiplier=0)
        np.testing.assert_allclose(found, [0, 0, 1])

    def test_names_of_a_data_frame(self):
        pandas = pytest.importorskip("pandas")
        frame = pandas.DataFrame(self.counts, columns=self.names)
        found = ClassTfidfTransformer(seed_words=["cat"]).fit(frame)
        plain = ClassTfidfTransformer().fit(frame)
        np.testing.assert_allclose(found.idf_ / plain.idf_, [1, 2, 1])
        assert list(found.get_feature_names_out()) == list(self.names)
        again = ClassTfidfTransformer(seed_words=["cat"])
        again.fit(frame, feature_names=self.names)
        np.testing.assert_array_equal(found.idf_, again.idf_)

    def test_names_are_not_those_of_an_earlier_fit(self):
        pandas = pytest.importorskip("pandas")
        frame = pandas.DataFrame(self.counts, columns=self.names)
        model = ClassTfidfTransformer(seed_words=["cat"]).fit(frame)
        with pytest.raises(ValueError, match="pass feature_names= to fit"):
            model.fit(self.counts)
        assert list(model.feature_names_in_) == list(self.names)  # as it was

    @pytest.mark.parametrize("empty", [None, [], set()])
    def test_without_seeds_no_names_are_needed(self, empty):
        ClassTfidfTransformer(seed_words=empty).fit(self.counts)

    def test_names_through_a_pipeline(self):
        documents = ["the cat the cat", "the dog"]
        vectorizer = CountVectorizer().fit(documents)
        pipeline = make_pipeline(vectorizer, ClassTfidfTransformer(seed_words=["cat"]))
        with config_context(enable_metadata_routing=True):
            pipeline[-1].set_fit_request(feature_names=True)
            pipeline.fit(documents, feature_names=["cat", "dog", "the"])
        np.testing.assert_allclose(pipeline[-1].idf_[0], 2 * np.log(1 + 3 / 2))
        assert list(pipeline.get_feature_names_out()) == ["cat", "dog", "the"]

    @pytest.mark.parametrize(
        ("parameters", "arguments", "message"),
        [
            ({"seed_words": ["cat"]}, {}, "pass feature_names= to fit"),
            ({"seed_words": "cat"}, {}, "seed_words"),
            ({"seed_words": [3]}, {"feature_names": names}, "one of them is 3"),
            ({"seed_multiplier": -1}, {}, "seed_multiplier"),
            ({"bm25_weighting": "yes"}, {}, "bm25_weighting"),
            ({}, {"feature_names": ["a", "b"]}, "must name 3 terms"),
            ({}, {"term_multiplier": [1, 2]}, "must hold 3 factors"),
            ({}, {"term_multiplier": [1, 2, np.nan]}, "must be finite"),
            ({}, {"term_multiplier": [1, 2, -1]}, "not negative"),
            ({}, {"term_multiplier": [1, 2, 1e308]}, None),
        ],
    )
    def test_bad_arguments(self, parameters, arguments, message):
        model = ClassTfidfTransformer(**parameters)
        if message is None:
            model.set_params(seed_words=["dog"], seed_multiplier=1e9)
            arguments = {**arguments, "feature_names": self.names}
            message = "weights are infinite"
        with pytest.raises(ValueError, match=message):
            model.fit(self.counts, **arguments)
        assert not hasattr(model, "idf_")

    def test_names_that_contradict_a_data_frame(self):
        pandas = pytest.importorskip("pandas")
        frame = pandas.DataFrame(self.counts, columns=self.names)
        with pytest.raises(ValueError, match="differ from the columns"):
            ClassTfidfTransformer().fit(frame, feature_names=["a", "b", "c"])


def test_clone_keeps_parameters():
    model = ClassTfidfTransformer(
        bm25_weighting=True, seed_words=["cat"], seed_multiplier=3.0
    )
    assert clone(model).get_params() == model.get_params()


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_sparse_weights_are_no_data_frame(library):
    """As those of TfidfTransformer, whatever is configured for other estimators."""
    pytest.importorskip(library)
    assert not hasattr(ClassTfidfTransformer(), "set_output")
    expected = ClassTfidfTransformer().fit_transform(make_counts())
    with config_context(transform_output=library):
        given = ClassTfidfTransformer().fit_transform(make_counts())
    assert type(given) is type(expected)
    np.testing.assert_array_equal(given.toarray(), expected.toarray())


def test_too_large_counts():
    with pytest.raises(ValueError, match="too large to be summed"):
        ClassTfidfTransformer().fit(np.full((2, 2), 1e308))
