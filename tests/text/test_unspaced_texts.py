"""The hint for texts without spaces between their words."""

import warnings

import pytest

from sktopics import OnlineCountVectorizer, SequenceVectorizer
from sktopics.text import TextCleaner, word_pattern
from sktopics.text._unspaced_texts import is_unspaced

CHINESE = ["今天天气很好，我们去公园。", "他喜欢吃苹果和香蕉", "", "我们在北京学习中文"]
JAPANESE = ["今日は天気がいいです。", "私は日本語を勉強しています"]
THAI = ["วันนี้อากาศดีมาก เราไปสวนสาธารณะกัน", "ฉันชอบกินแอปเปิลและกล้วย"]
SPACED = ["今天 天气 很 好 我们 去 公园", "他 喜欢 吃 苹果", "วันนี้ อากาศ ดี มาก เรา ไป"]
VECTORIZERS = [SequenceVectorizer, OnlineCountVectorizer]


def in_pairs(text):
    """What a preprocessor makes of a text that finds words itself."""
    return " ".join(text[i : i + 2] for i in range(0, len(text), 2))


def hints(call, *args):
    """The hints that a call gives; a fit without words fails all the same."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        call(*args)
    return [str(w.message) for w in caught if "no spaces" in str(w.message)]


@pytest.mark.parametrize("vectorizer", VECTORIZERS)
@pytest.mark.parametrize(
    "texts", [CHINESE, JAPANESE, THAI], ids=["Chinese", "Japanese", "Thai"]
)
def test_once_per_fit(vectorizer, texts):
    (hint,) = hints(vectorizer().fit, texts)
    assert f"of the first {len(list(filter(None, texts)))} documents" in hint
    assert "tokenizer=function" in hint
    (_,) = hints(vectorizer().fit_transform, texts)
    (_,) = hints(vectorizer(preprocessor=TextCleaner()).fit, texts)
    (_,) = hints(vectorizer(token_pattern=word_pattern()).fit, iter(texts))


def test_first_batch_of_a_stream_alone():
    vectorizer = OnlineCountVectorizer()
    assert len(hints(vectorizer.partial_fit, CHINESE)) == 1
    assert not hints(vectorizer.partial_fit, CHINESE)
    assert not hints(vectorizer.transform, CHINESE)


@pytest.mark.parametrize("vectorizer", VECTORIZERS)
def test_words_that_are_found(vectorizer):
    assert not hints(vectorizer().fit, SPACED)
    assert not hints(vectorizer().fit, ["我来了", "one", "two", "three"])
    assert not hints(vectorizer().fit, ["rain", "snow"])
    assert not hints(vectorizer().fit, ["한국어는 띄어쓰기를 합니다", "비가 옵니다"])
    assert not hints(vectorizer(tokenizer=list, token_pattern=None).fit, CHINESE)
    assert not hints(vectorizer(token_pattern=r"\w").fit, CHINESE)
    assert not hints(vectorizer(analyzer="char").fit, CHINESE)
    assert not hints(vectorizer(preprocessor=in_pairs).fit, CHINESE)


def test_a_fit_that_fails_for_want_of_words():
    with (
        pytest.warns(UserWarning, match="no spaces"),
        pytest.raises(ValueError, match="no terms remain"),
    ):
        OnlineCountVectorizer(min_df=2).fit(CHINESE)


def test_a_hint_as_an_error_changes_nothing():
    vectorizer = SequenceVectorizer().fit(["rain"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(UserWarning, match="no spaces"):
            vectorizer.fit(CHINESE)
    assert vectorizer.vocabulary_ == {"rain": 0}


@pytest.mark.parametrize(
    "text", ["", "  ", "42", "?!", "我", "苹果", "a 苹果 b c d e f"]
)
def test_texts_of_which_nothing_is_known(text):
    assert not is_unspaced(text)
