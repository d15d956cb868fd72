"""SequenceVectorizer: CountVectorizer, with the words in order."""

import io
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import BaseEstimator, clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.utils.estimator_checks import parametrize_with_checks
from slow_ngrams import slow_ngrams

from sktopics import SequenceVectorizer, TokenSequences
from sktopics._boundaries import split_paragraphs, split_sentences

DOCUMENTS = [
    "The cat sat on the mat. The mat was flat!",
    "A dog ran; the dog barked at a cat.\n\nNo dogs were hurt.",
    "",
    "Café CAFÉ cafe, the the the",
    "flat",
    "dog cat dog cat dog",
]
UNSEEN = ["the bird and the cat sang", "", "nothing known", "DOG cat"]


def result_or_message(vectorizer, documents):
    try:
        return vectorizer.fit_transform(documents), None
    except ValueError as error:
        return None, str(error)


def assert_same_as_counts(documents, unseen, **parameters):
    """Fit both on the same documents, and compare what both say."""
    counter = CountVectorizer(**parameters)
    vectorizer = SequenceVectorizer(**parameters)
    expected, message = result_or_message(counter, documents)
    if message is not None:
        assert result_or_message(vectorizer, documents) == (None, message)
        return
    for unknown in ("drop", "keep"):
        vectorizer.set_params(unknown=unknown)
        X = vectorizer.fit_transform(documents)
        assert vectorizer.vocabulary_ == counter.vocabulary_
        names = counter.get_feature_names_out()
        np.testing.assert_array_equal(vectorizer.get_feature_names_out(), names)
        np.testing.assert_array_equal(X.terms, names)
        assert vectorizer.transform(documents) == X
        both = [
            (X, expected),
            (vectorizer.transform(unseen), counter.transform(unseen)),
        ]
        for sequences, counts in both:
            found = sequences.to_counts()
            assert found.dtype == counts.dtype
            assert found.nnz == counts.nnz
            np.testing.assert_array_equal(found.toarray(), counts.toarray())


PARAMETERS = [
    {},
    {"lowercase": False},
    {"strip_accents": "unicode"},
    {"stop_words": "english"},
    {"stop_words": ["cat", "the"]},
    {"min_df": 2},
    {"max_df": 0.4, "min_df": 1},
    {"max_features": 3},
    {"max_features": 3, "min_df": 2, "binary": True},
    {"binary": True},
    {"binary": True, "ngram_range": (1, 2), "dtype": np.float32},
    {"dtype": np.float64},
    {"ngram_range": (2, 2)},
    {"ngram_range": (1, 3), "stop_words": "english"},
    {"ngram_range": (2, 4), "min_df": 2},
    {"analyzer": "char", "ngram_range": (1, 3)},
    {"analyzer": "char_wb", "ngram_range": (2, 3), "max_features": 20},
    {"analyzer": str.split},
    {"tokenizer": str.split, "token_pattern": None},
    {"preprocessor": str.upper},
    {"token_pattern": r"(\w)\w*"},
    {"vocabulary": ["the", "dog", "cat"]},
    {"vocabulary": {"cat": 1, "dog": 0}},
    {"vocabulary": {"cat"}, "binary": True},
]


class TestAgainstCountVectorizer:
    @pytest.mark.parametrize("parameters", PARAMETERS, ids=str)
    def test_counts_vocabulary_and_columns(self, parameters):
        assert_same_as_counts(DOCUMENTS, UNSEEN, **parameters)

    @settings(max_examples=60, deadline=None)
    @given(
        documents=st.lists(st.text("ab c", max_size=14), min_size=1, max_size=6),
        parameters=st.fixed_dictionaries(
            {
                "ngram_range": st.sampled_from([(1, 1), (1, 2), (2, 3), (1, 4)]),
                "min_df": st.sampled_from([1, 2, 0.3]),
                "max_df": st.sampled_from([1.0, 0.6, 3]),
                "max_features": st.sampled_from([None, 1, 3]),
                "binary": st.booleans(),
                "analyzer": st.sampled_from(["word", "char", "char_wb"]),
                "token_pattern": st.just(r"(?u)\b\w+\b"),
            }
        ),
    )
    @pytest.mark.filterwarnings("ignore:The parameter 'token_pattern'")
    def test_any_documents_and_parameters(self, documents, parameters):
        assert_same_as_counts(documents, ["a b", "c ab", ""], **parameters)

    def test_files_and_bytes(self, tmp_path):
        for i, document in enumerate(DOCUMENTS):
            (tmp_path / f"{i}.txt").write_text(document, encoding="latin-1")
        paths = [tmp_path / f"{i}.txt" for i in range(len(DOCUMENTS))]
        expected = SequenceVectorizer(boundaries="sentence").fit_transform(DOCUMENTS)
        options = {"boundaries": "sentence", "encoding": "latin-1"}
        given = {
            "filename": paths,
            "file": [io.BytesIO(path.read_bytes()) for path in paths],
            "content": [path.read_bytes() for path in paths],
        }
        for kind, documents in given.items():
            vectorizer = SequenceVectorizer(input=kind, **options)
            assert vectorizer.fit_transform(documents) == expected

    @pytest.mark.parametrize(
        ("documents", "parameters", "message"),
        [
            ("one string", {}, "string object received"),
            (["", ""], {}, "empty vocabulary"),
            (["ab cd"], {"min_df": 3}, "max_df corresponds to < documents"),
            (["ab", "cd"], {"min_df": 2}, "no terms remain"),
            ([np.nan], {}, "np.nan is an invalid document"),
            (["ab"], {"ngram_range": (2, 1)}, "lower boundary larger"),
            (["ab"], {"vocabulary": ["a", "a"]}, "Duplicate term"),
            (["ab"], {"boundaries": "line"}, "'boundaries' parameter"),
            (["ab"], {"unknown": "mark"}, "'unknown' parameter"),
            (["ab"], {"min_df": -1}, "'min_df' parameter"),
        ],
    )
    def test_errors(self, documents, parameters, message):
        with pytest.raises(ValueError, match=message):
            SequenceVectorizer(**parameters).fit_transform(documents)

    def test_failed_fit_leaves_the_fitted_one_as_it_was(self):
        vectorizer = SequenceVectorizer().fit(DOCUMENTS)
        before = vectorizer.transform(DOCUMENTS)
        with pytest.raises(ValueError, match="empty vocabulary"):
            vectorizer.fit([""])
        assert vectorizer.transform(DOCUMENTS) == before

    def test_not_fitted(self):
        for method in ("transform", "transform_batches", "inverse_transform"):
            argument = ["a"]
            if method == "inverse_transform":
                argument = TokenSequences([0], [0, 1])
            with pytest.raises(NotFittedError):
                getattr(SequenceVectorizer(), method)(argument)
        given = SequenceVectorizer(vocabulary=["dog", "cat"])
        assert given.transform(["cat dog cat"]).ids.tolist() == [1, 0, 1]

    def test_vocabulary_changed_by_hand(self):
        vectorizer = SequenceVectorizer().fit(["ape bee"])
        vectorizer.vocabulary_ = {"cat": 0, "dog": 1}
        assert vectorizer.transform(["dog cat ape"]).tokens() == [["dog", "cat"]]

    def test_vocabulary_has_plain_ints(self):
        vectorizer = SequenceVectorizer(max_features=2).fit(DOCUMENTS)
        assert {type(i) for i in vectorizer.vocabulary_.values()} == {int}


class TestOrder:
    def test_words(self):
        X = SequenceVectorizer().fit_transform(DOCUMENTS)
        analyze = CountVectorizer().build_analyzer()
        assert X.tokens() == [analyze(document) for document in DOCUMENTS]

    def test_ngrams_come_where_they_start(self):
        X = SequenceVectorizer(ngram_range=(1, 2)).fit_transform(["we all fall down"])
        assert X.tokens() == [
            ["we", "we all", "all", "all fall", "fall", "fall down", "down"]
        ]
        X = SequenceVectorizer(analyzer="char", ngram_range=(1, 2)).fit_transform(
            ["abc"]
        )
        assert X.tokens() == [["a", "ab", "b", "bc", "c"]]

    def test_ngrams_within_words_come_where_they_start(self):
        vectorizer = SequenceVectorizer(analyzer="char_wb", ngram_range=(3, 5))
        X = vectorizer.fit_transform(["no a", "", "sun"])
        assert X.tokens() == [
            [" no", " no ", "no ", " a "],
            [],
            [" su", " sun", " sun ", "sun", "sun ", "un "],
        ]

    @settings(max_examples=100, deadline=None)
    @given(
        texts=st.lists(st.text("abc \t.\n", max_size=20), min_size=1, max_size=4),
        kind=st.sampled_from(["word", "char", "char_wb"]),
        ngram_range=st.sampled_from([(1, 1), (1, 2), (2, 2), (1, 3), (2, 4), (4, 6)]),
        boundaries=st.sampled_from([None, "sentence", "paragraph"]),
        stop_words=st.sampled_from([None, ["a", "ab"]]),
    )
    def test_order_and_boundaries_by_brute_force(
        self, texts, kind, ngram_range, boundaries, stop_words
    ):
        texts.append("cd bc cd cb cd")  # for a vocabulary that is never empty
        options = {"analyzer": kind}
        if kind == "word":
            options |= {"token_pattern": r"\w+", "stop_words": stop_words}
        vectorizer = SequenceVectorizer(
            ngram_range=ngram_range, boundaries=boundaries, **options
        )
        split = {None: lambda text: [text], "sentence": split_sentences}
        split["paragraph"] = split_paragraphs
        expected = [
            [
                [term for *_, term in slow_ngrams(piece, kind, ngram_range, stop_words)]
                for piece in split[boundaries](text)
            ]
            for text in texts
        ]
        X = vectorizer.fit_transform(texts)
        flat = [[term for piece in text for term in piece] for text in expected]
        assert X.tokens() == flat
        if boundaries is not None:
            pieces = [[piece for piece in text if piece] or [[]] for text in expected]
            assert TestBoundaries().pieces(X) == pieces
        analyze = vectorizer.build_analyzer()
        assert [sorted(analyze(text)) for text in texts] == list(map(sorted, flat))

    def test_an_analyzer_that_scikit_learn_built_gives_ngrams_where_they_start(self):
        built = CountVectorizer(ngram_range=(1, 2)).build_analyzer()
        for analyzer in (built, CountVectorizer(analyzer=built).build_analyzer()):
            X = SequenceVectorizer(analyzer=analyzer).fit_transform(["all fall down"])
            assert X.tokens() == [["all", "all fall", "fall", "fall down", "down"]]

    def test_a_subclass_that_makes_ngrams_of_its_own_keeps_its_order(self):
        class Skipping(SequenceVectorizer):
            def _word_ngrams(self, tokens, stop_words=None):
                pairs = zip(tokens, tokens[2:], strict=False)
                return [*tokens, *map("-".join, pairs)]

        class Wrapped(SequenceVectorizer):
            def build_analyzer(self):
                analyze = super().build_analyzer()
                return lambda text: [term for term in analyze(text) if "a" in term]

        text = "we all fall down"
        X = Skipping(ngram_range=(1, 2)).fit_transform([text])
        assert X.tokens() == [["we", "all", "fall", "down", "we-fall", "all-down"]]
        X = Wrapped(ngram_range=(1, 2), boundaries="sentence").fit_transform([text])
        assert X.tokens() == [["all", "fall", "we all", "all fall", "fall down"]]

    def test_a_subclass_with_words_of_its_own_has_ngrams_where_they_start(self):
        class Short(SequenceVectorizer):
            def build_tokenizer(self):
                split = super().build_tokenizer()
                return lambda text: [word[:2] for word in split(text)]

        X = Short(ngram_range=(1, 2)).fit_transform(["all fall down"])
        assert X.tokens() == [["al", "al fa", "fa", "fa do", "do"]]

    def test_custom_analyzer_keeps_its_order(self):
        def backwards(text):
            return reversed(text.split())

        X = SequenceVectorizer(analyzer=backwards).fit_transform(["a b c"])
        assert X.tokens() == [["c", "b", "a"]]

    def test_unknown_words(self):
        seen = ["ape bee", "bee cat ape", "bee dog ape"]
        dropped = SequenceVectorizer(min_df=2)
        kept = SequenceVectorizer(min_df=2, unknown="keep")
        assert dropped.fit_transform(seen)[1].tokens() == [["bee", "ape"]]
        assert kept.fit_transform(seen)[1].tokens() == [["bee", None, "ape"]]
        assert dropped.transform(["ape elk bee"]).ids.tolist() == [0, 1]
        assert kept.transform(["ape elk bee"]).ids.tolist() == [0, -1, 1]

    def test_binary_keeps_places(self):
        X = SequenceVectorizer(binary=True).fit_transform(["ape bee ape", "ape ape"])
        assert X.tokens() == [["ape", "bee", "ape"], ["ape", "ape"]]
        assert X.weights.tolist() == [1, 1, 0, 1, 0]


class TestBoundaries:
    def pieces(self, X):
        return [
            [part.tolist() for part in np.split(tokens, np.flatnonzero(starts)[1:])]
            for tokens, starts in (
                (np.array(X[i].tokens()[0]), X[i].boundaries) for i in range(len(X))
            )
        ]

    def test_sentences_and_paragraphs(self):
        text = ["Ape bee. Cat!\n\nDog elk", "fox? Gnu"]
        X = SequenceVectorizer(boundaries="sentence").fit_transform(text)
        assert self.pieces(X) == [
            [["ape", "bee"], ["cat"], ["dog", "elk"]],
            [["fox"], ["gnu"]],
        ]
        X = SequenceVectorizer(boundaries="paragraph").fit_transform(text)
        assert self.pieces(X) == [
            [["ape", "bee", "cat"], ["dog", "elk"]],
            [["fox", "gnu"]],
        ]
        assert SequenceVectorizer().fit_transform(text).boundaries is None

    def test_callable_and_empty_pieces(self):
        vectorizer = SequenceVectorizer(boundaries=lambda text: text.split("|"))
        X = vectorizer.fit_transform(["|ape bee||cat|", "", "||", "dog"])
        assert X.lengths.tolist() == [3, 0, 0, 1]
        assert np.flatnonzero(X.boundaries).tolist() == [0, 2, 3]
        no_pieces = SequenceVectorizer(boundaries=lambda text: [text] if text else [])
        assert no_pieces.fit_transform(["", "ape", ""]).lengths.tolist() == [0, 1, 0]

    def test_boundary_moves_to_the_next_known_word(self):
        vectorizer = SequenceVectorizer(
            boundaries="sentence", vocabulary=["ape", "bee", "cat"]
        )
        X = vectorizer.transform(["Ape elk. Elk bee. Elk. Elk cat ape.", "Elk ape"])
        assert self.pieces(X) == [[["ape"], ["bee"], ["cat", "ape"]], [["ape"]]]
        vectorizer.set_params(unknown="keep")
        X = vectorizer.transform(["Ape elk. Elk bee."])
        assert np.flatnonzero(X.boundaries).tolist() == [0, 2]

    @pytest.mark.parametrize("boundaries", ["sentence", "paragraph"])
    def test_counts_of_words_are_the_same(self, boundaries):
        vectorizer = SequenceVectorizer(boundaries=boundaries, min_df=2)
        counts = CountVectorizer(min_df=2).fit_transform(DOCUMENTS)
        found = vectorizer.fit_transform(DOCUMENTS).to_counts()
        np.testing.assert_array_equal(found.toarray(), counts.toarray())

    def test_ngrams_do_not_reach_across(self):
        def analyze(text):
            split = CountVectorizer(ngram_range=(1, 3)).build_analyzer()
            return [ngram for piece in split_sentences(text) for ngram in split(piece)]

        vectorizer = SequenceVectorizer(boundaries="sentence", ngram_range=(1, 3))
        X = vectorizer.fit_transform(DOCUMENTS)
        counter = CountVectorizer(analyzer=analyze)
        expected = counter.fit_transform(DOCUMENTS)
        assert vectorizer.vocabulary_ == counter.vocabulary_
        np.testing.assert_array_equal(X.to_counts().toarray(), expected.toarray())
        assert "mat the" not in vectorizer.vocabulary_
        assert self.pieces(X)[0][1][:3] == ["the", "the mat", "the mat was"]


class TestOutput:
    def test_batches(self):
        vectorizer = SequenceVectorizer().fit(DOCUMENTS)
        whole = vectorizer.transform(DOCUMENTS)
        taken = []
        stream = (taken.append(document) or document for document in DOCUMENTS)
        batches = vectorizer.transform_batches(stream, batch_size=4)
        first = next(batches)
        assert len(taken) == 4  # no more is read than was asked for
        parts = [first, *batches]
        assert [len(X) for X in parts] == [4, 2]
        assert TokenSequences.concatenate(parts) == whole
        assert list(vectorizer.transform_batches([])) == []
        for size in (0, -1, 2.5, None):
            with pytest.raises(ValueError, match="batch_size must be"):
                vectorizer.transform_batches(DOCUMENTS, size)
        with pytest.raises(ValueError, match="string object received"):
            vectorizer.transform_batches("one string")

    @pytest.mark.parametrize("method", ["fit", "transform", "transform_batches"])
    @pytest.mark.parametrize("documents", [None, 3, 2.5])
    def test_documents_that_cannot_be_iterated_over(self, method, documents):
        vectorizer = SequenceVectorizer().fit(["rain and snow"])
        with pytest.raises(TypeError, match="raw text documents expected"):
            getattr(vectorizer, method)(documents)

    def test_generators_and_arrays(self):
        expected = SequenceVectorizer().fit_transform(DOCUMENTS)
        pd = pytest.importorskip("pandas")
        for documents in (
            (text for text in DOCUMENTS),
            np.array(DOCUMENTS),
            np.array(DOCUMENTS, dtype=object),
            pd.Series(DOCUMENTS, index=list("fedcba")),
        ):
            assert SequenceVectorizer().fit_transform(documents) == expected

    def test_one_document_and_none(self):
        vectorizer = SequenceVectorizer().fit(DOCUMENTS)
        n_terms = len(vectorizer.vocabulary_)
        assert vectorizer.transform([]).shape == (0, n_terms)
        assert vectorizer.transform([""]).shape == (1, n_terms)
        for i, document in enumerate(DOCUMENTS):
            assert (
                vectorizer.transform([document]) == vectorizer.transform(DOCUMENTS)[i]
            )

    def test_inverse_transform(self):
        vectorizer = SequenceVectorizer(vocabulary=["cat", "dog"], unknown="keep")
        vectorizer.fit(DOCUMENTS)
        X = vectorizer.transform(["dog ran cat dog"])
        assert vectorizer.inverse_transform(X) == [["dog", None, "cat", "dog"]]
        (terms,) = vectorizer.inverse_transform(X.to_counts())
        assert sorted(terms) == ["cat", "dog"]
        with pytest.raises(ValueError, match="X has 1 terms, but the vocabulary has 2"):
            vectorizer.inverse_transform(TokenSequences([0], [0, 1]))

    def test_clone_and_pickle(self):
        vectorizer = SequenceVectorizer(boundaries="sentence", max_features=8)
        X = vectorizer.fit_transform(DOCUMENTS)
        again = pickle.loads(pickle.dumps(vectorizer))
        assert again.transform(DOCUMENTS) == X
        copied = clone(vectorizer)
        assert copied.get_params() == vectorizer.get_params()
        assert not hasattr(copied, "vocabulary_")
        assert copied.fit_transform(DOCUMENTS) == X

    def test_parameters_are_those_of_count_vectorizer_and_three_more(self):
        theirs, ours = CountVectorizer().get_params(), SequenceVectorizer().get_params()
        more = {"boundaries": None, "unknown": "drop", "min_count": 1}
        assert {**theirs, **more} == ours

    def test_set_output(self):
        vectorizer = SequenceVectorizer()
        assert vectorizer.set_output(transform="default") is vectorizer
        assert vectorizer.set_output() is vectorizer
        for container in ("pandas", "polars"):
            with pytest.raises(ValueError, match="TokenSequences, which are no table"):
                vectorizer.set_output(transform=container)
        with pytest.raises(ValueError, match=r"pipeline\[-1\]\.set_output"):
            make_pipeline(vectorizer, Lengths()).set_output(transform="pandas")


class Lengths(BaseEstimator):
    def fit(self, X, y=None):
        self.n_terms_ = X.n_terms
        return self

    def transform(self, X):
        return X.lengths[:, None]

    def score(self, X, y=None):
        return self.n_terms_


class TestScikitLearn:
    @parametrize_with_checks([SequenceVectorizer()])
    def test_checks(self, estimator, check):
        check(estimator)

    def test_pipeline_in_grid_search(self):
        pipeline = make_pipeline(SequenceVectorizer(), Lengths())
        grid = {"sequencevectorizer__ngram_range": [(1, 1), (1, 2)]}
        search = GridSearchCV(pipeline, grid, cv=3, error_score="raise")
        search.fit(DOCUMENTS)
        assert search.best_params_ == {"sequencevectorizer__ngram_range": (1, 2)}
        assert search.transform(["dog cat"]).tolist() == [[3]]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_table_is_no_documents(library):
    """A frame would be read as the names of its columns."""
    table = pytest.importorskip(library).DataFrame({"text": ["the sea", "a ship"]})
    fitted = SequenceVectorizer().fit(["text of the sea"])
    for method in (SequenceVectorizer().fit, SequenceVectorizer().fit_transform):
        with pytest.raises(TypeError, match="Give the column of texts"):
            method(table)
    with pytest.raises(TypeError, match="Give the column of texts"):
        fitted.transform(table)
