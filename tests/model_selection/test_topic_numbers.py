"""TopicNumberTable: its choice, its advice, how it is shown."""

import pickle

import numpy as np
import pytest

from sktopics.model_selection import TopicNumberTable


def table(told, values=None, found=None, **others):
    """Return a table of told_apart, each a mean or a list of repeats."""
    told = np.array([np.atleast_1d(each) for each in told], dtype=float)
    values = (5, 10, 20, 30)[: len(told)] if values is None else values
    found = values if found is None else found
    found = np.repeat(np.array(found)[:, np.newaxis], told.shape[1], axis=1)
    scores = {"told_apart": told, **others}
    return TopicNumberTable(
        "lda__n_components",
        tuple(values),
        found,
        tuple(scores),
        np.array(list(scores.values()), dtype=float),
    )


def test_the_fewest_within_a_share_of_the_best():
    found = table([0.37, 0.385, 0.40, 0.39])
    assert found.recommend() == 10  # 0.38 is 5 % below 0.40
    assert found.recommend(within=0.0) == 20
    assert found.recommend(within=0.1) == 5
    assert table([-0.2, -0.11, -0.1]).recommend(0.1) == 10
    with pytest.raises(ValueError, match="must be a share"):
        found.recommend(-1)
    with pytest.raises(ValueError, match="no score 'npmi'; it has \\['told_apart'\\]"):
        found.score("npmi")


def test_fewest_are_topics_and_no_values():
    # A larger min_topic_size gives fewer topics.
    assert table([0.4, 0.4, 0.1], (10, 20, 50), (30, 12, 2)).recommend() == 20


def test_advice():
    says = table([[0.2, 0.22], [0.40, 0.42]]).advice
    assert says[0].startswith("Try lda__n_components=10 first")
    assert "told_apart is best at the largest number" in says[1]
    assert len(says) == 3
    says = " ".join(table([[0.40, 0.42], [0.2, 0.22]]).advice)
    assert "smallest number of topics in the table" in says
    says = " ".join(table([0.4, 0.2], (2, 5)).advice)
    assert "There cannot be fewer topics" in says
    # Deviations of 0.1 / sqrt 2 and of 0: their root mean square is 0.05.
    says = table([[0.1, 0.2], [0.4, 0.5], [0.43, 0.43], [0.2, 0.3]]).advice
    assert says[1] == (
        "The standard deviation of told_apart between repeats is 0.06. These values "
        "are nearer to the choice than that, and may be as good: 20."
    )
    says = table([0.4], perplexity=[[900.0]]).advice
    assert len(says) == 3
    assert says[2].startswith("perplexity often goes on falling")


def test_frames_and_texts():
    found = table([[0.2, 0.4], [0.5, 0.5]], perplexity=[[900.0, 1000.0], [800, 800]])
    columns = found.to_dict()
    assert columns["lda__n_components"] == [5, 10]
    assert columns["told_apart"] == pytest.approx([0.3, 0.5])
    assert columns["told_apart_sd"] == pytest.approx([0.02**0.5, 0])
    assert columns["perplexity"] == [950, 800]
    lines = repr(found).split("\n")
    assert lines[0] == (
        "TopicNumberTable: 2 values of lda__n_components, 2 repeats each"
    )
    assert lines[1].split() == ["n_components", "topics_found", *found.names]
    assert lines[2].split(maxsplit=2) == ["5", "5", "0.300 ± 0.14    950 ± 71"]
    assert lines[-1] == "recommended: lda__n_components=10"
    assert pickle.loads(pickle.dumps(found)) == found
    with pytest.raises(ValueError, match="read-only"):
        found.scores[0, 0, 0] = 1


def test_one_repeat_has_no_spread():
    found = table([0.2, 0.5])
    assert np.isnan(found.to_dict()["told_apart_sd"]).all()
    assert "±" not in repr(found)
    assert "2 values of lda__n_components, 1 repeat each" in repr(found)
    assert "1 value of" in repr(table([0.2]))


def test_html_shows_values_as_texts():
    html = table([0.2, 0.5], ("<b>", "c"), (2, 3))._repr_html_()
    assert "<td>&lt;b&gt;</td>" in html
    assert "<b>" not in html
    assert html.count("<tr>") == 3
    assert "<li>Try " in html


def test_pandas():
    pytest.importorskip("pandas")
    assert table([0.2, 0.5]).to_frame().shape == (2, 4)
