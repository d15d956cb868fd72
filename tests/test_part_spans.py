"""Places of parts and tokens: what `split_documents` and encoders of parts share."""

from numpy.testing import assert_array_equal

from sktopics._part_spans import part_spans, token_places


def test_the_last_tokens_are_in_a_part():
    # top2vec 1.0.36 reads 200 of these 300 tokens.
    text = " ".join(f"w{i}" for i in range(300))
    spans = part_spans(text, 100, 50)
    assert len(spans) == 5
    assert text[slice(*spans[-1])].split() == [f"w{i}" for i in range(200, 300)]


def test_places_of_tokens():
    text = " Rain,  雪と snow\n"
    words = [text[start:stop] for start, stop in token_places(text)]
    assert words == ["Rain,", "雪", "と", "snow"]
    assert_array_equal(token_places(" \n").shape, (0, 2))
