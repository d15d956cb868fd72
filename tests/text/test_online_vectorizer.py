"""OnlineCountVectorizer: CountVectorizer on a stream."""

import inspect
import io
import pickle
import subprocess
import sys
from itertools import chain

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import OnlineCountVectorizer
from sktopics.testing import make_documents

DOCUMENTS = [
    "The cat sat on the mat. The mat was flat!",
    "A dog ran; the dog barked at a cat.",
    "",
    "Café CAFÉ cafe, the the the",
    "flat",
    "dog cat dog cat dog",
]
OPTIONS = [
    {},
    {"lowercase": False},
    {"stop_words": "english"},
    {"stop_words": ["cat", "the"]},
    {"min_df": 2},
    {"max_df": 0.4},
    {"max_features": 3},
    {"max_features": 3, "min_df": 2, "binary": True},
    {"ngram_range": (1, 2), "dtype": np.float32},
    {"analyzer": "char_wb", "ngram_range": (2, 3)},
    {"analyzer": str.split},
    {"tokenizer": str.split, "token_pattern": None},
    {"vocabulary": ["the", "dog", "cat"]},
    {"decay": 0.5, "delete_min_df": 100},
]
NAMES = [" ".join(options) or "default" for options in OPTIONS]


def by_term(vectorizer, counts):
    """Columns of a matrix, or numbers of a vector, by their terms."""
    terms = vectorizer.get_feature_names_out()
    counts = dense(counts)
    assert counts.shape[-1] == len(terms)
    return {term: counts[..., i].tolist() for i, term in enumerate(terms)}


def dense(counts):
    return counts.toarray() if sp.issparse(counts) else counts


def columns_in_order(vectorizer):
    numbers = sorted(vectorizer.vocabulary_.values())
    return numbers == list(range(len(vectorizer.term_counts_)))


def snapshot(vectorizer):
    return pickle.dumps(vars(vectorizer))


class TestFit:
    @pytest.mark.parametrize("options", OPTIONS, ids=NAMES)
    def test_as_count_vectorizer(self, options):
        ours = OnlineCountVectorizer(**options)
        own = {"decay", "delete_min_df"}
        theirs = CountVectorizer(**{k: options[k] for k in options.keys() - own})
        X, expected = ours.fit_transform(DOCUMENTS), theirs.fit_transform(DOCUMENTS)
        assert X.dtype == expected.dtype
        assert X.terms.tolist() == ours.get_feature_names_out().tolist()
        for part in ("data", "indices", "indptr"):
            np.testing.assert_array_equal(getattr(X, part), getattr(expected, part))
        assert ours.vocabulary_ == theirs.vocabulary_
        np.testing.assert_array_equal(
            ours.get_feature_names_out(), theirs.get_feature_names_out()
        )
        np.testing.assert_array_equal(ours.term_counts_, X.toarray().sum(axis=0))
        assert ours.term_counts_.dtype == np.float64
        unseen = ["a bird and the cat", ""]
        found, expected = ours.transform(unseen), theirs.transform(unseen)
        np.testing.assert_array_equal(found.toarray(), expected.toarray())

    def test_same_parameters_and_defaults(self):
        ours = inspect.signature(OnlineCountVectorizer).parameters
        theirs = inspect.signature(CountVectorizer).parameters
        assert list(ours)[:-3] == list(theirs)
        for name, parameter in theirs.items():
            assert ours[name].default == parameter.default
            assert ours[name].kind == parameter.kind

    def test_clone_keeps_everything(self):
        options = {"stop_words": "english", "ngram_range": (1, 2), "decay": 0.1}
        vectorizer = OnlineCountVectorizer(delete_min_df=2, **options)
        copy = clone(vectorizer.fit(DOCUMENTS))
        assert copy.get_params() == vectorizer.get_params()
        assert copy.stop_words == "english"
        assert copy.ngram_range == (1, 2)
        assert not hasattr(copy, "vocabulary_")

    def test_fit_forgets_a_stream(self):
        vectorizer = OnlineCountVectorizer().partial_fit(["zebra"])
        vectorizer.fit(["cat"])
        assert vectorizer.vocabulary_ == {"cat": 0}
        assert vectorizer.term_counts_.tolist() == [1]

    def test_generators_bytes_and_files(self, tmp_path):
        expected = OnlineCountVectorizer().fit_transform(DOCUMENTS).toarray()
        encoded = [text.encode("latin-1") for text in DOCUMENTS]
        paths = [tmp_path / f"{i}.txt" for i in range(len(encoded))]
        for path, text in zip(paths, encoded, strict=True):
            path.write_bytes(text)
        files = [io.BytesIO(text) for text in encoded]
        for kind, documents in (
            ("content", iter(DOCUMENTS)),
            ("content", encoded),
            ("content", np.array(encoded)),
            ("filename", paths),
            ("file", files),
        ):
            vectorizer = OnlineCountVectorizer(input=kind, encoding="latin-1")
            X = vectorizer.fit_transform(documents)
            np.testing.assert_array_equal(X.toarray(), expected)


class TestPartialFit:
    def test_new_terms_come_last_and_sorted(self):
        vectorizer = OnlineCountVectorizer()
        vectorizer.partial_fit(["mat cat"])
        assert list(vectorizer.get_feature_names_out()) == ["cat", "mat"]
        X = vectorizer.partial_fit_transform(["zoo ant mat", "bee ant ant"])
        terms = list(vectorizer.get_feature_names_out())
        assert terms == ["cat", "mat", "ant", "bee", "zoo"]
        assert X.toarray().tolist() == [[0, 1, 1, 0, 1], [0, 0, 2, 1, 0]]
        assert X.has_sorted_indices
        assert X.has_canonical_format
        assert vectorizer.term_counts_.tolist() == [1, 2, 3, 1, 1]

    def test_columns_do_not_depend_on_the_hash_seed(self):
        words = "alder birch cedar elm fir hazel larch maple oak pine yew"
        code = (
            "from sktopics import OnlineCountVectorizer\n"
            "vectorizer = OnlineCountVectorizer().partial_fit(['one two'])\n"
            f"vectorizer.partial_fit(['{words}'])\n"
            "print(vectorizer.vocabulary_)"
        )
        printed = {
            subprocess.run(
                [sys.executable, "-c", code],
                env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for seed in ("1", "2")
        }
        assert len(printed) == 1

    @pytest.mark.parametrize("options", [{}, {"binary": True}, {"ngram_range": (1, 2)}])
    def test_transform_after_partial_fit(self, options):
        vectorizer = OnlineCountVectorizer(**options).partial_fit(DOCUMENTS[:2])
        X = vectorizer.partial_fit_transform(DOCUMENTS[2:])
        again = vectorizer.transform(DOCUMENTS[2:])
        assert X.dtype == again.dtype
        np.testing.assert_array_equal(X.toarray(), again.toarray())
        assert type(vectorizer.vocabulary_) is dict
        vectorizer.transform(["unseen words"])
        assert "unseen" not in vectorizer.vocabulary_

    @settings(max_examples=60, deadline=None)
    @given(
        shards=st.lists(
            st.lists(st.text("ab c", max_size=9), max_size=3).map(lambda s: ["a", *s]),
            min_size=1,
            max_size=4,
        ),
        options=st.fixed_dictionaries(
            {
                "ngram_range": st.sampled_from([(1, 1), (1, 2), (2, 3)]),
                "binary": st.booleans(),
                "analyzer": st.sampled_from(["word", "char"]),
                "token_pattern": st.just(r"(?u)\b\w+\b"),
            }
        ),
    )
    @pytest.mark.filterwarnings("ignore:The parameter 'token_pattern'")
    def test_a_stream_gives_the_counts_of_one_fit(self, shards, options):
        shards = [["a b c", *shards[0]], *shards[1:]]
        whole = OnlineCountVectorizer(**options)
        expected = whole.fit_transform(list(chain(*shards)))
        stream = OnlineCountVectorizer(**options)
        sums, terms = sp.csr_array((0, 0)), []
        for shard in shards:
            X = stream.partial_fit_transform(shard)
            # A row for every document, those of earlier shards empty.
            before = sp.csr_array((sums.shape[0], X.shape[1]), dtype=X.dtype)
            sums = stream.add_counts(sums, terms, sp.vstack([before, X]))
            terms = stream.get_feature_names_out()
            assert columns_in_order(stream)
        assert by_term(stream, sums) == by_term(whole, expected)
        assert by_term(stream, stream.term_counts_) == by_term(
            whole, whole.term_counts_
        )

    def test_decay(self):
        vectorizer = OnlineCountVectorizer(decay=0.25).partial_fit(["cat cat", "dog"])
        assert by_term(vectorizer, vectorizer.term_counts_) == {"cat": 2, "dog": 1}
        vectorizer.partial_fit(["dog"])
        assert by_term(vectorizer, vectorizer.term_counts_) == {"cat": 1.5, "dog": 1.75}

    def test_drops_what_is_rare_after_the_batch(self):
        vectorizer = OnlineCountVectorizer(decay=0.5, delete_min_df=1)
        vectorizer.partial_fit(["ant bee bee cat cat cat"])
        X = vectorizer.partial_fit_transform(["zoo cat"])
        # ant went from 1 to 0.5; bee is at the border and stays.
        expected = {"bee": 1, "cat": 2.5, "zoo": 1}
        assert by_term(vectorizer, vectorizer.term_counts_) == expected
        assert list(vectorizer.get_feature_names_out()) == ["bee", "cat", "zoo"]
        assert X.toarray().tolist() == [[0, 1, 1]]
        assert columns_in_order(vectorizer)
        vectorizer.partial_fit(["ant ant"])  # comes again, and starts from 0
        expected = {"cat": 1.25, "ant": 2}
        assert by_term(vectorizer, vectorizer.term_counts_) == expected
        np.testing.assert_array_equal(
            vectorizer.transform(["ant cat bee"]).toarray(), [[1, 1]]
        )

    def test_drops_in_the_first_batch(self):
        vectorizer = OnlineCountVectorizer(delete_min_df=2)
        X = vectorizer.partial_fit_transform(["cat cat dog"])
        assert vectorizer.vocabulary_ == {"cat": 0}
        assert X.toarray().tolist() == [[2]]

    def test_a_given_vocabulary_stays(self):
        vectorizer = OnlineCountVectorizer(
            vocabulary=["zoo", "cat"], delete_min_df=2, decay=0.5
        )
        for _ in range(2):
            X = vectorizer.partial_fit_transform(["cat cat dog"])
        assert vectorizer.vocabulary_ == {"zoo": 0, "cat": 1}
        assert X.toarray().tolist() == [[0, 2]]
        assert vectorizer.term_counts_.tolist() == [0, 3]

    def test_goes_on_from_a_fit(self):
        vectorizer = OnlineCountVectorizer(delete_min_df=2).fit(["cat dog"])
        vectorizer.partial_fit(["dog"])
        assert by_term(vectorizer, vectorizer.term_counts_) == {"dog": 2}

    @pytest.mark.parametrize(
        "limit",
        [
            {"min_df": 2},
            {"min_df": 0.1},
            {"min_df": 1.0},
            {"max_df": 0.9},
            {"max_df": 1},
            {"max_features": 10},
        ],
        ids=str,
    )
    def test_limits_are_for_fit(self, limit):
        vectorizer = OnlineCountVectorizer(**limit)
        (name,) = limit
        with pytest.raises(ValueError, match=f"{name}=.* for fit.*delete_min_df"):
            vectorizer.partial_fit(DOCUMENTS)
        fitted = OnlineCountVectorizer().fit(DOCUMENTS).set_params(**limit)
        with pytest.raises(ValueError, match=f"{name}=.* for fit.*delete_min_df"):
            fitted.partial_fit_transform(DOCUMENTS)

    def test_limits_that_are_none(self):
        vectorizer = OnlineCountVectorizer(min_df=0.0, max_df=np.float64(1))
        vectorizer.partial_fit(DOCUMENTS)
        vectorizer.set_params(min_df=np.int64(1)).partial_fit(DOCUMENTS)


class TestErrors:
    @pytest.mark.parametrize(
        ("batch", "error", "message"),
        [
            ("a text", TypeError, "a list of str in an order, and got str"),
            ({"a": "b"}, TypeError, "and got dict"),
            (3, TypeError, "and got int"),
            ([], ValueError, "at least 1 document"),
            (["new words", np.nan], TypeError, "document 1 is nan"),
            (["new words", None], TypeError, "document 1 is None"),
            ([["new", "words"]], TypeError, "document 0 is"),
            (np.array([["new words"]]), TypeError, "2 dimensions"),
        ],
        ids=["str", "dict", "int", "empty", "nan", "none", "tokens", "2d"],
    )
    def test_bad_documents_change_nothing(self, batch, error, message):
        vectorizer = OnlineCountVectorizer().partial_fit(DOCUMENTS)
        before = snapshot(vectorizer)
        for method in ("partial_fit", "partial_fit_transform", "fit", "transform"):
            with pytest.raises(error, match=message):
                getattr(vectorizer, method)(batch)
            assert snapshot(vectorizer) == before

    def test_failures_in_the_middle_of_a_batch_change_nothing(self):
        def analyze(text):
            if text == "bad":
                raise RuntimeError("cannot read this")
            return text.split()

        fresh = OnlineCountVectorizer(analyzer=analyze)
        with pytest.raises(RuntimeError):
            fresh.partial_fit(["new words", "bad"])
        assert not hasattr(fresh, "vocabulary_")
        fitted = OnlineCountVectorizer(analyzer=analyze).partial_fit(["old words"])
        for method in ("partial_fit", "fit"):
            with pytest.raises(RuntimeError):
                getattr(fitted, method)(["new words", "bad"])
            assert fitted.vocabulary_ == {"old": 0, "words": 1}
            assert fitted.term_counts_.tolist() == [1, 1]
            assert fitted.transform(["new words"]).toarray().tolist() == [[0, 1]]

    def test_a_batch_that_leaves_no_terms_changes_nothing(self):
        vectorizer = OnlineCountVectorizer(decay=0.9).partial_fit(["cat"])
        vectorizer.set_params(delete_min_df=5)
        before = snapshot(vectorizer)
        with pytest.raises(ValueError, match=r"no terms remain.*delete_min_df"):
            vectorizer.partial_fit(["dog"])
        assert snapshot(vectorizer) == before

    def test_a_batch_without_terms_decays(self):
        vectorizer = OnlineCountVectorizer(decay=0.5).partial_fit(["cat"])
        X = vectorizer.partial_fit_transform(["", "!"])
        assert X.toarray().tolist() == [[0], [0]]
        assert vectorizer.term_counts_.tolist() == [0.5]

    def test_a_first_batch_without_terms(self):
        with pytest.raises(ValueError, match="empty vocabulary"):
            OnlineCountVectorizer().partial_fit(["", "!"])

    @pytest.mark.parametrize(
        "parameters",
        [
            {"decay": 1},
            {"decay": -0.1},
            {"decay": "half"},
            {"delete_min_df": 0},
            {"delete_min_df": -1},
        ],
        ids=str,
    )
    def test_bad_parameters(self, parameters):
        (name,) = parameters
        for method in ("fit", "partial_fit", "partial_fit_transform"):
            with pytest.raises(ValueError, match=name):
                getattr(OnlineCountVectorizer(**parameters), method)(DOCUMENTS)

    def test_ngram_range_of_a_later_batch(self):
        vectorizer = OnlineCountVectorizer().partial_fit(DOCUMENTS)
        vectorizer.set_params(ngram_range=(2, 1))
        with pytest.raises(ValueError, match="lower boundary larger"):
            vectorizer.partial_fit(DOCUMENTS)

    def test_text_in_place_of_token_lists(self):
        with pytest.raises(TypeError, match="got str"):
            OnlineCountVectorizer(analyzer=str.split).fit("a text")


class TestAddCounts:
    def test_follows_the_vocabulary(self):
        vectorizer = OnlineCountVectorizer(decay=0.5, delete_min_df=1)
        counts = vectorizer.partial_fit_transform(["ant bee bee cat cat"])
        terms = vectorizer.get_feature_names_out()
        X = vectorizer.partial_fit_transform(["zoo", "cat bat"])
        assert list(vectorizer.get_feature_names_out()) == ["bee", "cat", "bat", "zoo"]
        sums = vectorizer.add_counts(counts, terms, X)
        assert isinstance(sums, sp.csr_array)
        assert sums.toarray().tolist() == [[1, 1, 0, 1], [0, 1, 1, 0]]
        assert sums.has_sorted_indices

    @pytest.mark.parametrize("decay", [None, 0.0, 0.5])
    @pytest.mark.parametrize("container", [sp.csr_array, sp.csc_matrix, dense])
    def test_sums_are_the_counts_of_terms(self, decay, container):
        vectorizer = OnlineCountVectorizer(decay=decay, delete_min_df=2)
        documents, counts, terms = make_documents(40), np.zeros((0, 0)), []
        before = documents[:]
        for start in range(0, 40, 5):
            X = vectorizer.partial_fit_transform(documents[start : start + 5])
            new = np.zeros((2 + start // 5, X.shape[1]), dtype=X.dtype)
            np.add.at(new, np.arange(5) % len(new), X.toarray())
            counts = vectorizer.add_counts(container(counts), terms, container(new))
            terms = vectorizer.get_feature_names_out()
            np.testing.assert_allclose(
                counts.sum(axis=0), vectorizer.term_counts_, rtol=1e-12
            )
        assert counts.shape == (9, len(terms))
        assert documents == before
        assert counts.dtype == np.float64  # as what it began with

    def test_integers_stay_integers_without_decay(self):
        vectorizer = OnlineCountVectorizer().fit(["cat dog"])
        counts = np.array([[2**53 + 1, 0]])
        sums = vectorizer.add_counts(counts, ["cat", "gone"], [[2, 3]])
        assert sums.dtype == np.int64
        assert sums.toarray().tolist() == [[2**53 + 3, 3]]

    def test_arguments_stay_as_they_are(self):
        vectorizer = OnlineCountVectorizer(decay=0.5).fit(["cat dog"])
        counts, new = sp.csr_array([[4.0, 2.0]]), sp.csr_array([[1.0, 1.0]])
        sums = vectorizer.add_counts(counts, ["dog", "cat"], new)
        assert sums.toarray().tolist() == [[2, 3]]
        assert counts.toarray().tolist() == [[4, 2]]
        assert new.toarray().tolist() == [[1, 1]]

    @pytest.mark.parametrize(
        ("counts", "terms", "new", "message"),
        [
            ([[1, 2]], ["cat"], [[1, 2]], "2 columns of counts, and holds 1 names"),
            ([[1, 2]], ["cat", "cat"], [[1, 2]], "1 of them different"),
            ([[1], [2]], ["cat"], [[1, 2]], "2 rows or more"),
            ([[1]], ["cat"], [[1]], "2 columns"),
            ([1], ["cat"], [[1, 2]], "2 dimensions, and have 1"),
        ],
    )
    def test_shapes_that_do_not_fit(self, counts, terms, new, message):
        vectorizer = OnlineCountVectorizer().fit(["cat dog"])
        with pytest.raises(ValueError, match=message):
            vectorizer.add_counts(counts, terms, new)

    def test_before_fit(self):
        with pytest.raises(NotFittedError):
            OnlineCountVectorizer().add_counts([[1]], ["cat"], [[1]])


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"decay": 0.1},
        {"delete_min_df": 3},
        {"decay": 0.3, "delete_min_df": 4, "ngram_range": (1, 2)},
    ],
    ids=str,
)
def test_against_bertopic(options):
    vectorizers = pytest.importorskip("bertopic.vectorizers")
    theirs, ours = (
        vectorizers.OnlineCountVectorizer(**options),
        OnlineCountVectorizer(**options),
    )
    documents, counts, terms = make_documents(40), np.zeros((0, 0)), []
    for start in (0, 10, 20, 30):
        batch = documents[start : start + 10]
        classes = [" ".join(batch[i::3]) for i in range(3)]
        theirs.partial_fit(classes)
        expected = theirs.update_bow(classes)
        X = ours.partial_fit_transform(classes)
        counts = ours.add_counts(counts, terms, X)
        terms = ours.get_feature_names_out()
        found, expected = by_term(ours, counts), by_term(theirs, expected)
        assert found.keys() == expected.keys()
        for term, values in found.items():
            np.testing.assert_allclose(values, expected[term], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("given", [None, ["rain", "snow"], {"rain": 0}])
def test_a_vocabulary_that_comes_between_batches(given):
    vectorizer = OnlineCountVectorizer(vocabulary=given).partial_fit(["rain", "rain"])
    vectorizer.partial_fit(["rain and sun"])
    for other in (None, ["sun", "rain", "hail"]):
        if other != given:
            before = dict(vars(vectorizer.set_params(vocabulary=other)))
            with pytest.raises(ValueError, match=r"vocabulary=.* comes too late"):
                vectorizer.partial_fit(["sun"])
            assert vars(vectorizer) == before
    vectorizer.set_params(vocabulary=given).partial_fit(["sun"])
