"""Figures of effects and of shares by class: points, intervals, choice, errors."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from sktopics.effects import TopicEffects, TopicPrevalence
from sktopics.plots import plot_topic_effects

pytest.importorskip("plotly")


def effects_of(slopes, corrected, covariates=("one", "x")):
    """Return effects with these slopes and corrected p-values, and errors of 0.1."""
    found = np.column_stack([np.full(len(slopes), 0.5), slopes])
    p = np.column_stack([np.full(len(slopes), np.nan), corrected])
    found = np.hstack([found, *[found[:, 1:]] * (len(covariates) - 2)])
    p = np.hstack([p, *[p[:, 1:]] * (len(covariates) - 2)])
    return TopicEffects(
        labels=tuple(f"<b>{k}" for k in range(len(slopes))),
        covariates=tuple(covariates),
        coefficients=found,
        errors=np.full(found.shape, 0.1),
        lower=found - 0.2,
        upper=found + 0.3,
        p_values=np.full(found.shape, 0.004),
        corrected=p,
        level=0.9,
        shares="words",
        n_documents=99,
        n_groups=0,
    )


def prevalence_of(values, sizes):
    """Return prevalence with intervals 0.1 below and 0.2 above."""
    values = np.array(values)
    return TopicPrevalence(
        labels=tuple("abc"[: values.shape[1]]),
        classes=tuple(f"class {i}" for i in range(len(values))),
        prevalence=values,
        lower=values - 0.1,
        upper=values + 0.2,
        n_documents=np.array(sizes),
        level=0.95,
        shares="model",
    )


def test_effects_are_sorted_and_told_by_their_corrected_p():
    figure = plot_topic_effects(effects_of([0.1, -0.3, 0.2, 0.05], [0.05, 0, 0, 0.2]))
    assert [trace.name for trace in figure.data] == ["larger", "smaller", "not clear"]
    larger, smaller, unclear = figure.data
    # From the top: 0.2, 0.1, 0.05, -0.3.
    assert_allclose(larger.x, [0.2, 0.1])
    assert_allclose(larger.y, [0, 1])
    assert (smaller.x[0], smaller.y[0]) == (-0.3, 3)
    assert (unclear.x[0], unclear.y[0]) == (0.05, 2)
    assert_allclose(larger.error_x.arrayminus, 0.2)
    assert_allclose(larger.error_x.array, 0.3)
    assert [text[0] for text in figure.layout.yaxis.ticktext] == list("2031")
    assert "+20 percentage points" in larger.text[0]
    assert "90% interval: +0 to +50" in larger.text[0]
    assert "p-value 0.004, corrected 0.05" in larger.text[1]
    assert figure.layout.title.text == "Effects of x"


def test_topics_and_covariates_are_chosen():
    effects = effects_of([0.1, -0.3, 0.2], [0, 0, 0], ("one", "x", "year"))
    figure = plot_topic_effects(effects, "year", n_topics=2)
    assert [text[0] for text in figure.layout.yaxis.ticktext] == list("21")
    note = "the 2 of 3 topics that vary most"
    assert figure.layout.title.subtitle.text == note
    figure = plot_topic_effects(effects, "one", topics=[1, 0], labels={0: "sea"})
    assert figure.layout.yaxis.ticktext == ("1: &lt;b&gt;1", "0: sea")
    assert_allclose(figure.data[0].x, [0.5, 0.5])
    assert "corrected" not in figure.data[0].text[0]
    with pytest.raises(ValueError, match=r"one of \['x', 'year'\]"):
        plot_topic_effects(effects)
    with pytest.raises(ValueError, match=r"no covariate 'party': take one of \['one"):
        plot_topic_effects(effects, "party")
    with pytest.raises(ValueError, match="topics has 3, and there are the topics 0"):
        plot_topic_effects(effects, "x", topics=[3])


def test_shares_by_class():
    # Mean of all documents: (3 * .2 + .6) / 4 = .3, and .7.
    prevalence = prevalence_of([[0.2, 0.8], [0.6, 0.4], [np.nan] * 2], [3, 1, 0])
    figure = plot_topic_effects(prevalence)
    assert figure.layout.yaxis.ticktext == ("1: b", "0: a")
    first, second, third = figure.data
    assert (first.name, second.name) == ("class 0", "class 1")
    assert_allclose(first.x, [0.8, 0.2])
    assert_allclose(second.x, [0.4, 0.6])
    assert_allclose(second.error_x.arrayminus, 0.1)
    # Points of the classes of a topic are below each other, and nearer to their topic.
    assert first.y[0] < second.y[0] < third.y[0] < 0.5 < first.y[1]
    assert len({trace.marker.symbol for trace in figure.data}) == 3
    assert "share 80.0%, 95% interval: 70.0% to 100.0%<br>3 documents" in first.text[0]
    assert third.error_x.array is None
    figure = plot_topic_effects(prevalence, n_classes=1, n_topics=1)
    assert [trace.name for trace in figure.data] == ["class 0"]
    note = "the 1 largest of 2 topics, the 1 largest of 3 classes"
    assert figure.layout.title.subtitle.text == note
    with pytest.raises(TypeError, match="is for what topic_effects gives"):
        plot_topic_effects(prevalence, "x")


def test_other_things_are_refused():
    with pytest.raises(TypeError, match="or topic_prevalence gives: got list"):
        plot_topic_effects([0.1, 0.2])
