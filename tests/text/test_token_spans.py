"""token_spans: where the tokens of sequences stand in the raw text."""

import html
import io
import re
from itertools import chain

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import CountVectorizer

from sktopics import SequenceVectorizer
from sktopics.text import token_spans

DOCUMENTS = [
    "The cat sat on the mat. The mat was flat!",
    "A dog ran; the dog barked at a cat.\n\nNo dogs were hurt.",
    "",
    "Café CAFÉ cafe, the the the",
    "İSTANBUL ﬁne ΟΔΟΣ ΣΑΣ Ⅷ straße … ½x ㎏ cafe\u0301 ﷺ",
    "?!",
]
# Characters whose small letters, decompositions or accents change lengths.
LETTERS = "aBcé ÉİßﬁΣς½ö\u0301\u0307Ⅷㅏ한ñ.-\n' "


def at_spans(vectorizer, documents):
    """The texts at the spans of each document."""
    spans = token_spans(vectorizer, documents)
    lengths = vectorizer.transform(documents).lengths
    assert [found.shape for found in spans] == [(n, 2) for n in lengths]
    for found in spans:
        assert found.dtype == np.int64
        assert (np.diff(found[:, 0]) >= 0).all()
    return [
        [text[start:stop] for start, stop in found]
        for text, found in zip(documents, spans, strict=True)
    ]


class TestPreprocessing:
    @pytest.mark.parametrize(
        "parameters",
        [
            {},
            {"lowercase": False},
            {"strip_accents": "unicode"},
            {"strip_accents": "ascii"},
            {"strip_accents": lambda text: text.replace("é", "e")},
            {"strip_accents": lambda text: text.replace("a", "ææ")},
            {"stop_words": "english"},
            {"stop_words": ["the", "cat"]},
            {"min_df": 2},
            {"max_features": 3, "unknown": "keep"},
            {"token_pattern": r"\w+"},
            {"token_pattern": r"(?u)[^\W\d_]+"},
            {"token_pattern": r"\S+"},
            {"boundaries": "sentence"},
            {"boundaries": "paragraph", "stop_words": "english", "min_df": 2},
            {"boundaries": "sentence", "unknown": "keep", "min_df": 2},
            {"tokenizer": str.split, "token_pattern": None},
            {"preprocessor": str.upper},
        ],
        ids=lambda parameters: ", ".join(parameters),
    )
    def test_text_at_the_span_becomes_the_token(self, parameters):
        vectorizer = SequenceVectorizer(**parameters).fit(DOCUMENTS)
        preprocess = vectorizer.build_preprocessor()
        tokens = vectorizer.transform(DOCUMENTS).tokens()
        found = at_spans(vectorizer, DOCUMENTS)
        for text, token in zip(chain(*found), chain(*tokens), strict=True):
            if token is not None:
                # A token may be a part of what one character turned into.
                assert token in preprocess(text)
                assert len(text) <= len(token) + 1

    @settings(max_examples=150, deadline=None)
    @given(
        documents=st.lists(st.text(LETTERS, max_size=25), max_size=3),
        parameters=st.fixed_dictionaries(
            {
                "strip_accents": st.sampled_from([None, "unicode", "ascii"]),
                "lowercase": st.booleans(),
                "boundaries": st.sampled_from([None, "sentence", "paragraph"]),
                "ngram_range": st.sampled_from([(1, 1), (1, 2), (2, 2)]),
                "unknown": st.sampled_from(["drop", "keep"]),
                "token_pattern": st.sampled_from([r"(?u)\b\w\w+\b", r"\w+", r"\S+"]),
            }
        ),
    )
    def test_any_text(self, documents, parameters):
        vectorizer = SequenceVectorizer(**parameters)
        vectorizer.fit(["a b c", *documents, "ab cd ef"])
        preprocess = vectorizer.build_preprocessor()
        tokens = vectorizer.transform(documents).tokens()
        found = at_spans(vectorizer, documents)
        for text, token in zip(chain(*found), chain(*tokens), strict=True):
            # In the place of a word the final sigma may be another one, and between
            # the words of an n-gram is what is between them in the text.
            changed = preprocess(text).replace("ς", "σ")
            words = token.replace("ς", "σ").split(" ")
            assert re.search(".*?".join(map(re.escape, words)), changed, re.DOTALL)

    def test_as_many_spans_as_tokens_of_the_words(self):
        text = "To be, or not to be"
        vectorizer = SequenceVectorizer(stop_words=["or"], vocabulary=["to", "be"])
        assert at_spans(vectorizer, [text]) == [["To", "be", "to", "be"]]
        vectorizer.set_params(unknown="keep")
        assert at_spans(vectorizer, [text]) == [["To", "be", "not", "to", "be"]]
        (spans,) = token_spans(vectorizer, [text])
        assert spans.tolist() == [[0, 2], [3, 5], [10, 13], [14, 16], [17, 19]]

    def test_accents_belong_to_their_letters(self):
        vectorizer = SequenceVectorizer(strip_accents="unicode")
        vectorizer.fit(["cafe bar e"])
        assert at_spans(vectorizer, ["Cafe\u0301 bar"]) == [["Cafe\u0301", "bar"]]

    def test_one_character_that_turns_into_a_word(self):
        vectorizer = SequenceVectorizer(strip_accents="unicode").fit(["viii ﬁt"])
        assert vectorizer.get_feature_names_out().tolist() == ["fit", "viii"]
        assert at_spans(vectorizer, ["Ⅷ, ﬁt"]) == [["Ⅷ", "ﬁt"]]


class TestPatterns:
    def test_group(self):
        vectorizer = SequenceVectorizer(token_pattern=r"#(\w+)").fit(["#one #two"])
        assert at_spans(vectorizer, ["one #Two, #one"]) == [["Two", "one"]]

    def test_group_that_takes_no_part(self):
        pattern = r"a(b)?"
        assert CountVectorizer(token_pattern=pattern).fit(["ab a"]).vocabulary_ == {
            "b": 1,
            "": 0,
        }
        vectorizer = SequenceVectorizer(token_pattern=pattern).fit(["ab a"])
        (spans,) = token_spans(vectorizer, ["aab a"])
        assert spans.tolist() == [[0, 0], [2, 3], [4, 4]]

    def test_two_groups(self):
        vectorizer = SequenceVectorizer(token_pattern="(a)(b)", vocabulary=["a"])
        with pytest.raises(ValueError, match="More than 1 capturing group"):
            token_spans(vectorizer, ["ab"])

    def test_ngrams_in_reading_order(self):
        vectorizer = SequenceVectorizer(ngram_range=(1, 2), stop_words=["the"])
        text = "Read, the RED book"
        X = vectorizer.fit_transform([text])
        assert X.tokens() == [["read", "read red", "red", "red book", "book"]]
        expected = ["Read", "Read, the RED", "RED", "RED book", "book"]
        assert at_spans(vectorizer, [text]) == [expected]
        vectorizer = SequenceVectorizer(ngram_range=(2, 3), boundaries="sentence")
        vectorizer.fit(["we all fall down. we fall"])
        assert at_spans(vectorizer, ["We all fall. Down. We all"]) == [
            ["We all", "We all fall", "all fall", "We all"]
        ]

    def test_terms_that_a_subclass_makes_in_a_way_of_its_own(self):
        class Ngrams(SequenceVectorizer):
            def _word_ngrams(self, tokens, stop_words=None):
                return tokens[::-1]

        class Analyzer(SequenceVectorizer):
            def build_analyzer(self):
                return str.split

        for vectorizer in (Ngrams(vocabulary=["ab"]), Analyzer(vocabulary=["ab"])):
            name = type(vectorizer).__name__
            with pytest.raises(ValueError, match=f"{name} makes its terms in a way"):
                token_spans(vectorizer, ["ab"])

        class Words(SequenceVectorizer):
            def build_tokenizer(self):
                return str.split

        vectorizer = Words(ngram_range=(1, 2), token_pattern=None, tokenizer=str.split)
        vectorizer.fit(["a bc"])
        assert at_spans(vectorizer, ["A bc a"]) == [["A", "A bc", "bc", "a"]]


class TestOwnFunctions:
    def test_tags_and_entities(self):
        def plain(text):
            return html.unescape(re.sub("<[^>]*>", " ", text)).lower()

        text = "<p class='lead'>The <b>End</b> of l'&eacute;t&eacute;? the end</p>"
        vectorizer = SequenceVectorizer(preprocessor=plain, token_pattern=r"\w+")
        X = vectorizer.fit_transform([text])
        assert X.tokens() == [["the", "end", "of", "l", "été", "the", "end"]]
        (found,) = at_spans(vectorizer, [text])
        assert found == ["The", "End", "of", "l", "&eacute;t&eacute;", "the", "end"]

    def test_words_in_the_place_of_others(self):
        def numbers(text):
            return re.sub(r"\d+", "NUMBER", text)

        vectorizer = SequenceVectorizer(preprocessor=numbers)
        text = "In 1945 or 2021, 37 of 40"
        vectorizer.fit([text])
        assert at_spans(vectorizer, [text]) == [
            ["In", "1945", "or", "2021", "37", "of", "40"]
        ]

    def test_contractions(self):
        vectorizer = SequenceVectorizer(
            preprocessor=lambda text: text.replace("n't", " not")
        )
        text = "I didn't, did I?"
        vectorizer.fit([text])
        assert at_spans(vectorizer, [text]) == [["did", "n't", "did"]]

    def test_added_words_have_empty_spans(self):
        vectorizer = SequenceVectorizer(
            preprocessor=lambda text: f"start {text} stop".lower()
        )
        vectorizer.fit(["of"])
        (spans,) = token_spans(vectorizer, ["Of it"])
        assert vectorizer.transform(["Of it"]).n_tokens == 3
        assert spans.tolist() == [[0, 0], [0, 2], [5, 5]]

    def test_stems(self):
        def stems(text):
            return [word[:4] for word in re.findall(r"\w{3,}", text)]

        vectorizer = SequenceVectorizer(tokenizer=stems, token_pattern=None)
        text = "Running dogs ran to the runners' house"
        vectorizer.fit([text])
        assert at_spans(vectorizer, [text]) == [
            ["Running", "dogs", "ran", "the", "runners", "house"]
        ]

    def test_writing_without_spaces(self):
        vectorizer = SequenceVectorizer(tokenizer=list, token_pattern=None)
        vectorizer.fit(["天地人"])
        assert at_spans(vectorizer, ["人天地天"]) == [["人", "天", "地", "天"]]

    @settings(max_examples=60, deadline=None)
    @given(st.text("aBcé -.ßİ", max_size=30))
    @example("İB.B")
    def test_own_tokenizer_as_the_pattern(self, text):
        """A tokenizer that does what the pattern does finds the same places."""
        own = SequenceVectorizer(
            tokenizer=re.compile(r"\w+").findall, token_pattern=None, unknown="keep"
        ).fit(["a"])
        by_pattern = SequenceVectorizer(token_pattern=r"\w+", unknown="keep").fit(["a"])
        (found,), (expected,) = (token_spans(v, [text]) for v in (own, by_pattern))
        np.testing.assert_array_equal(found, expected)


class TestInput:
    def test_boundaries_of_the_callers(self):
        vectorizer = SequenceVectorizer(boundaries=lambda text: text.split("|"))
        vectorizer.fit(["ape bee cat"])
        assert at_spans(vectorizer, ["|Ape bee||cat|", ""]) == [
            ["Ape", "bee", "cat"],
            [],
        ]
        vectorizer.set_params(boundaries=lambda text: text.lower().split("|"))
        with pytest.raises(ValueError, match="boundaries: a piece is not in the text"):
            token_spans(vectorizer, ["Ape|bee"])

    def test_files_and_bytes(self, tmp_path):
        text = "Café, Straße"
        path = tmp_path / "a.txt"
        path.write_text(text, encoding="latin-1")
        expected = token_spans(SequenceVectorizer().fit([text]), [text])
        given = {
            "filename": path,
            "file": io.BytesIO(path.read_bytes()),
            "content": path.read_bytes(),
        }
        for kind, document in given.items():
            vectorizer = SequenceVectorizer(input=kind, encoding="latin-1")
            vectorizer.vocabulary = ["café", "straße"]
            (spans,) = token_spans(vectorizer, [document])
            np.testing.assert_array_equal(spans, expected[0])

    def test_any_iterable(self):
        vectorizer = SequenceVectorizer().fit(DOCUMENTS)
        spans = token_spans(vectorizer, (text for text in DOCUMENTS))
        assert len(spans) == len(DOCUMENTS)
        assert token_spans(vectorizer, []) == []
        with pytest.raises(ValueError, match="string object received"):
            token_spans(vectorizer, "one string")

    def test_not_fitted(self):
        with pytest.raises(NotFittedError):
            token_spans(SequenceVectorizer(), ["a"])

    @pytest.mark.parametrize("analyzer", ["char", "char_wb", str.split])
    def test_terms_that_are_no_words(self, analyzer):
        vectorizer = SequenceVectorizer(analyzer=analyzer).fit(["ab cd"])
        with pytest.raises(ValueError, match="only terms that are made of words"):
            token_spans(vectorizer, ["ab cd"])

    def test_what_is_no_text(self):
        with pytest.raises(TypeError, match="must be a SequenceVectorizer, got Count"):
            token_spans(CountVectorizer().fit(["ab"]), ["ab"])
        vectorizer = SequenceVectorizer().fit(["ab"])
        with pytest.raises(TypeError, match="A document should be a str"):
            token_spans(vectorizer, [None])
        tokenized = SequenceVectorizer(
            preprocessor=str.split, tokenizer=list, token_pattern=None
        ).fit(["ab cd"])
        with pytest.raises(ValueError, match="preprocessor gives list"):
            token_spans(tokenized, ["ab cd"])
        tokenized = SequenceVectorizer(
            tokenizer=lambda text: [len(text)], token_pattern=None
        ).fit(["ab cd"])
        with pytest.raises(ValueError, match="tokenizer gives 5"):
            token_spans(tokenized, ["ab cd"])
        lists = SequenceVectorizer(
            preprocessor=" ".join, tokenizer=str.split, token_pattern=None
        ).fit([["ab", "cd"]])
        with pytest.raises(ValueError, match="A document must be text"):
            token_spans(lists, [["ab", "cd"]])
