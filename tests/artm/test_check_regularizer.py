"""The check of gradients finds what is wrong, and says where."""

import numpy as np
import pytest

from sktopics.artm import Decorrelator, Regularizer, SmoothPtdw, check_regularizer


def ridge(phi, n_wt, n_t):
    return -(phi**2)


def ridge_value(phi, n_wt, n_t):
    return -(phi**2).sum() / 2


def test_a_function_with_its_value():
    check_regularizer(ridge, score=ridge_value)
    check_regularizer([("mine", ridge)], score=ridge_value, dtype=np.float32)


def test_a_wrong_factor_is_found():
    with pytest.raises(AssertionError, match=r"ridge\.grad at \[\d+, \d\] is -\S+ and"):
        check_regularizer(ridge, score=lambda *args: 1.001 * ridge_value(*args))


def test_one_wrong_entry_is_found_where_it_is():
    def odd(phi, n_wt, n_t):
        r_wt = -(phi**2)
        r_wt[3, 2] += 0.01
        return r_wt

    with pytest.raises(AssertionError, match=r"odd\.grad at \[3, 2\].* 1 of 60"):
        check_regularizer(odd, score=ridge_value)


class Own(Decorrelator):
    """Changed in one place by each test."""


@pytest.mark.parametrize(
    "grad",
    [
        lambda self, phi, n_wt, n_t: -Decorrelator.grad(self, phi, n_wt, n_t),
        # the usual slips: no tau, no phi, the topic itself among the others,
        # counters in place of probabilities
        lambda self, phi, n_wt, n_t: Decorrelator().grad(phi, n_wt, n_t),
        lambda self, phi, n_wt, n_t: -self.tau * (phi.sum(1, keepdims=True) - phi),
        lambda self, phi, n_wt, n_t: -self.tau * phi * phi.sum(1, keepdims=True),
        lambda self, phi, n_wt, n_t: Decorrelator.grad(self, n_wt / n_t, n_wt, n_t),
        lambda self, phi, n_wt, n_t: np.zeros_like(phi),
    ],
)
@pytest.mark.parametrize("topics", [None, [0, 2]])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_slips_are_found(monkeypatch, grad, topics, dtype):
    check_regularizer(Own(tau=2, topics=topics), dtype=dtype)
    monkeypatch.setattr(Own, "grad", grad, raising=False)
    with (
        np.errstate(invalid="ignore"),
        pytest.raises(AssertionError, match=r"own\.grad"),
    ):
        check_regularizer(Own(tau=2, topics=topics), dtype=dtype)


def test_division_by_nothing_is_found():
    """Right wherever all is positive, and NaN where a topic is empty."""

    def entropy(phi, n_wt, n_t):
        return phi * np.log(phi)

    def value(phi, n_wt, n_t):
        kept = phi[phi > 0]
        return (kept * np.log(kept) - kept).sum()

    with np.errstate(all="ignore"), pytest.raises(ValueError, match="not finite"):
        check_regularizer(entropy, score=value)


def test_changing_arguments_is_found():
    def thief(phi, n_wt, n_t):
        n_wt += 1
        return -(phi**2)

    with pytest.raises(AssertionError, match=r"thief\.grad changes its arguments"):
        check_regularizer(thief, score=ridge_value)


def test_schedule_and_relative_are_set_aside():
    check_regularizer(Decorrelator(tau=3, schedule=[0, 1], relative=True))


def test_without_a_value_there_is_nothing_to_check():
    with pytest.raises(TypeError, match="ridge has no method 'score'"):
        check_regularizer(ridge)


def test_one_at_a_time():
    with pytest.raises(ValueError, match="one regularizer at a time"):
        check_regularizer([Decorrelator(), ridge])


class Documents(Regularizer):
    """R = sum of squares of theta / 2."""

    factor = 1.0

    def grad_theta(self, theta, n_td):
        return self.factor * self.tau * theta**2

    def score_theta(self, theta, n_td):
        return self.tau * (theta**2).sum() / 2


class Half(Documents):
    factor = 0.5


class Words(SmoothPtdw):
    def score_ptdw(self, ptdw, offsets):
        return 2 * super().score_ptdw(ptdw, offsets)


def test_theta_and_words_are_checked():
    check_regularizer(Documents(topics=[1]))
    with pytest.raises(AssertionError, match=r"half\.grad_theta at"):
        check_regularizer(Half())
    with pytest.raises(AssertionError, match=r"words\.grad_ptdw at"):
        check_regularizer(Words())


def test_a_kink_nearby_is_no_error():
    """|x| has a derivative on both sides of where it bends."""

    def grad(phi, n_wt, n_t):
        return phi * np.sign(phi - bend)

    def score(phi, n_wt, n_t):
        return np.abs(phi - bend).sum()

    bend = 0.0
    seen = []
    check_regularizer(
        lambda phi, n_wt, n_t: seen.append(phi) or grad(phi, n_wt, n_t), score=score
    )
    bend = seen[0][2, 2] * (1 + 5e-5)
    check_regularizer(grad, score=score)
