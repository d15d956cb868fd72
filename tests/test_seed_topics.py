"""Words that users name topics by: names, columns, and what is refused."""

import warnings

import numpy as np
import pytest

from sktopics._seed_topics import read_seed_topics

NAMES = np.array(["tax", "jobs", "war", "peace", "interest rate"], dtype=object)


def read(seeds, names=NAMES, n_components=3, **options):
    return read_seed_topics(seeds, n_components, len(NAMES), names, **options)


def test_a_dict_names_the_first_topics():
    seeds = read({"economy": ["jobs", "tax"], "world": ("war",)})
    assert seeds.topic_names(3) == ["economy", "world", None]
    assert [columns.tolist() for columns in seeds.columns] == [[0, 1], [2]]
    mask = seeds.mask(3, 5)
    assert mask.sum() == 3
    assert mask[0, :2].all()
    assert mask[1, 2]


@pytest.mark.parametrize(
    "seeds",
    [
        [["tax", "jobs"], [np.int64(2), 3]],
        (np.array(["tax", "jobs"]), ["war", "peace"]),
        np.array([["tax", "jobs"], ["war", "peace"]]),
        [{"tax", "jobs"}, iter(["war", "peace"])],
    ],
    ids=["list", "tuple", "array", "iterables"],
)
def test_lists_have_no_names(seeds):
    seeds = read(seeds)
    assert seeds.topic_names(3) == [None] * 3
    assert [columns.tolist() for columns in seeds.columns] == [[0, 1], [2, 3]]


def test_numbers_need_no_names_and_a_word_may_have_two_topics():
    seeds = read([[0, 4], [4]], names=None)
    assert [columns.tolist() for columns in seeds.columns] == [[0, 4], [4]]


def test_unknown_words_are_in_one_warning():
    with pytest.warns(UserWarning, match="2 of the words.*'hail', 'Tax'") as caught:
        seeds = read({"a": ["tax", "hail"], "b": ["Tax", "hail", "interest rate"]})
    assert len(caught) == 1
    assert [columns.tolist() for columns in seeds.columns] == [[0], [4]]


def test_words_of_a_stream_may_come_later():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        seeds = read([["hail"], ["tax", "snow"]], streaming=True)
    assert [columns.tolist() for columns in seeds.columns] == [[], [0]]


@pytest.mark.parametrize(
    ("seeds", "error", "message"),
    [
        ([["tax"]] * 4, ValueError, "words of 4 topics, and n_components is 3"),
        ({"a": ["hail", "snow"]}, ValueError, "none of the words of topic 'a': 'hail'"),
        ([["tax"], ["hail"]], ValueError, "none of the words of topic 1: 'hail'"),
        ({"a": ["tax", "tax"]}, ValueError, "'tax' twice for topic 'a'"),
        ({"a": ["tax", 0]}, ValueError, "0 twice for topic 'a'"),
        ({"a": ["tax", "x", "x"]}, ValueError, "'x' twice for topic 'a'"),
        ({"a": []}, ValueError, "no words for topic 'a'"),
        ([[5]], ValueError, "column 5 for topic 0, and X has columns 0 to 4"),
        ([[-1]], ValueError, "column -1"),
        ({"a": "tax"}, TypeError, "a list of words for each topic"),
        ({0: ["tax"]}, TypeError, "names of topics are str, and 0 is none"),
        (["tax", "jobs"], TypeError, "a list of words for each topic"),
        ([[True]], TypeError, "True of topic 0 is neither"),
        ([[1.0]], TypeError, "1.0 of topic 0 is neither"),
        ("tax", TypeError, "got str"),
        (3, TypeError, "got int"),
    ],
)
def test_bad_seeds(seeds, error, message):
    with pytest.raises(error, match=message):
        read(seeds)


def test_names_need_names():
    with pytest.raises(ValueError, match="the columns of X have no names"):
        read({"a": ["tax"]}, names=None)
