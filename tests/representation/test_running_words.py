"""The words of texts in their order."""

import pytest
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer
from sklearn.pipeline import make_pipeline

from sktopics import LatentDirichletAllocation, SequenceVectorizer
from sktopics.representation._running_words import reader_of_words

TEXT = "The Head of State, St. Louis. New (York) is big"


def test_pieces_end_at_marks():
    read = reader_of_words()
    assert read(TEXT) == [
        ["the", "head", "of", "state"],
        ["st", "louis"],
        ["new"],
        ["york"],
        ["is", "big"],
    ]
    assert read("") == read(" ,. ") == []
    assert reader_of_words(str.split)("这是。 ok") == [["这是"], ["ok"]]


@pytest.mark.parametrize(
    "vectorizer",
    [
        CountVectorizer(stop_words="english", ngram_range=(1, 2), lowercase=False),
        SequenceVectorizer(stop_words="english", lowercase=False),
        SequenceVectorizer(boundaries="sentence", lowercase=False),
        HashingVectorizer(lowercase=False),
    ],
    ids=["counts", "sequences", "sentences", "hashing"],
)
def test_stop_words_stay_and_n_grams_are_not_made(vectorizer):
    expected = [["The", "Head", "of", "State"], ["St", "Louis"], ["New"], ["York"]]
    assert reader_of_words(vectorizer)(TEXT)[:4] == expected
    assert reader_of_words(vectorizer.build_analyzer())(TEXT)[:4] == expected


def test_models_and_functions():
    vectorizer = CountVectorizer(analyzer=str.split)
    pipeline = make_pipeline(vectorizer, LatentDirichletAllocation(2, max_iter=1))
    pipeline.fit(["a b", "c d"])
    assert reader_of_words(pipeline)("A b, c") == [["A", "b"], ["c"]]


def test_what_makes_no_words_is_refused():
    model = LatentDirichletAllocation(2, max_iter=1).fit([[1, 2], [2, 1]])
    with pytest.raises(ValueError, match="LatentDirichletAllocation has no vectorizer"):
        reader_of_words(model)
    with pytest.raises(ValueError, match="makes terms of characters"):
        reader_of_words(CountVectorizer(analyzer="char", ngram_range=(2, 3)))
    for wrong in (None, "ab", 3):
        with pytest.raises(TypeError, match="tokenizer must return a list of words"):
            reader_of_words(lambda text, wrong=wrong: wrong)("a b")
