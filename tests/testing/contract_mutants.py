"""Models that break the contract, each in one way, and the checks that must see it."""

import copy

import numpy as np
import scipy.sparse as sp
from contract_toys import ToyCounts, ToyDocuments, ToySequences
from sklearn.base import TransformerMixin
from sklearn.callback import with_callbacks

from sktopics._sklearn import _check_sample_weight
from sktopics.sequences import TokenSequences

MUTANTS = []  # (class, names of the checks that it must fail)


def fails(*checks):
    def register(cls):
        MUTANTS.append((cls, checks))
        return cls

    return register


# --- as an object -----------------------------------------------------------------


@fails("check_clone")
class ClonesFitted(ToyCounts):
    def __sklearn_clone__(self):
        return copy.deepcopy(self)


@fails("check_params_round_trip")
class StoresMore(ToyCounts):
    def __init__(self, n_components=4, *, random_state=None):
        super().__init__(n_components, random_state=random_state)
        self.components = None


@fails("check_params_unchanged_by_fit")
class ChangesParameters(ToyCounts):
    def fit(self, X, y=None):
        super().fit(X)
        self.max_iter = 1
        return self


@fails("check_not_fitted_error")
class NeedsNoFit(ToyCounts):
    def transform(self, X):
        return super().transform(X) if hasattr(self, "n_iter_") else np.ones((1, 1))


@fails("check_fit_returns_self")
class ReturnsNothing(ToyCounts):
    def fit(self, X, y=None):
        super().fit(X)


@fails("check_fit_idempotent", "check_fit_forgets")
class Remembers(ToyCounts):
    def _initial(self, X):
        return getattr(self, "components_", super()._initial(X))


@fails("check_fit_transform")
class OtherFitTransform(ToyCounts):
    def fit_transform(self, X, y=None):
        return self.fit(X).transform(X)[:, ::-1]


@fails("check_output_finite", "check_document_order", "check_document_subsets")
class NotFinite(ToyCounts):
    def transform(self, X):
        output = super().transform(X)
        output[-1] = np.nan
        return output


@fails("check_output_finite")
class DropsDocuments(ToyCounts):
    def transform(self, X):
        return super().transform(X)[1:]


@fails("check_random_state", "check_global_random_state_untouched")
class DrawsGlobally(ToyCounts):
    def _initial(self, X):
        return np.random.gamma(100.0, 0.01, (self.n_components, X.shape[1]))  # noqa: NPY002


@fails("check_global_random_state_untouched")
class SeedsGlobally(ToyCounts):
    def _initial(self, X):
        np.random.seed(5)  # noqa: NPY002
        return super()._initial(X)


@fails("check_reading_changes_nothing")
class Counts(ToyCounts):
    def transform(self, X):
        self.n_calls_ = getattr(self, "n_calls_", 0) + 1
        return super().transform(X)


@fails("check_reading_changes_nothing")
class RandomScore(ToyCounts):
    def score(self, X, y=None):
        return np.random.default_rng().uniform()


@fails("check_inputs_unchanged")
class WritesInput(ToyCounts):
    def transform(self, X):
        if sp.issparse(X):
            X.data[:3] += 1
        return super().transform(X)


# --- documents as rows ------------------------------------------------------------


@fails("check_document_order")
class KnowsPosition(ToyCounts):
    def transform(self, X):
        output = super().transform(X)
        return output + 0.01 * np.arange(len(output))[:, np.newaxis]


@fails("check_repeated_documents")
class AnswersInTurn(ToyCounts):
    def transform(self, X):
        output = super().transform(X)
        turns = {}
        for row in output:
            turn = turns[row.tobytes()] = turns.get(row.tobytes(), -1) + 1
            row += 0.01 * turn
        return output


@fails("check_document_subsets")
class KnowsBatch(ToyCounts):
    def transform(self, X):
        output = super().transform(X)
        return output / output.max(axis=0)


@fails("check_one_document")
class NeedsTwo(ToyCounts):
    def fit(self, X, y=None):
        if X.shape[0] == 1:
            raise ValueError("math domain error")
        return super().fit(X)


@fails("check_empty_documents", "check_rows_sum_to_one")
class DividesByLength(ToyCounts):
    def transform(self, X):
        output = super().transform(X)
        with np.errstate(invalid="ignore"):
            return output * (X.sum(axis=1) / X.sum(axis=1)).reshape(-1, 1)


@fails("check_rows_sum_to_one")
class Unnormalised(ToyCounts):
    def transform(self, X):
        return super().transform(X) * 2


@fails("check_n_jobs")
class DependsOnJobs(ToyCounts):
    def transform(self, X):
        return super().transform(X) * (self.n_jobs or 1)


@fails("check_more_topics_than_data")
class FewerTopics(ToyCounts):
    def _initial(self, X):
        return super()._initial(X)[: min(X.shape)]


@fails("check_components")
class TopicsDoNotSum(ToyCounts):
    topic_word_ = property(lambda self: self.components_)


# --- what comes out ---------------------------------------------------------------


@fails("check_feature_names_out")
class IntegerNames(ToyCounts):
    def get_feature_names_out(self, input_features=None):
        return np.arange(self.n_components).astype(object)


@fails("check_feature_names_out")
class SameNames(ToyCounts):
    def get_feature_names_out(self, input_features=None):
        return np.array(["topic"] * self.n_components, dtype=object)


@fails(
    "check_set_output_pandas",
    "check_set_output_polars",
    "check_unknown_output_container",
)
class IgnoresSetOutput(ToyCounts):
    def set_output(self, *, transform=None):
        return self


@fails("check_set_output_pandas", "check_set_output_polars")
class IgnoresSetOutputOfSparse(IgnoresSetOutput):
    def transform(self, X):
        return sp.csr_array(super().transform(X))


@fails("check_pickle", "check_joblib", "check_skops")
class SavesRounded(ToyCounts):
    def __getstate__(self):
        state = super().__getstate__().copy()
        if "components_" in state:
            state["components_"] = state["components_"].astype("float32")
        return state


@fails("check_joblib")
class WritesModel(ToyCounts):
    def transform(self, X):
        self.components_ *= 1
        return super().transform(X)


class Hidden:
    pass


@fails("check_skops")
class HidesHelper(ToyCounts):
    def fit(self, X, y=None):
        self.helper_ = Hidden()
        return super().fit(X)


@fails("check_unfitted_persistence")
class SavesNoParameters(ToyCounts):
    def __getstate__(self):
        return {**super().__getstate__(), "max_iter": 1}


# --- among others -----------------------------------------------------------------


@fails("check_pipeline", "check_cross_validate", "check_grid_search")
class TakesNoY(ToyCounts):
    def fit_transform(self, X):
        return super().fit_transform(X)

    def fit(self, X):
        return super().fit(X)


@fails("check_cross_validate", "check_grid_search")
class ScoresNan(ToyCounts):
    def score(self, X, y=None):
        return np.nan


@fails("check_grid_search")
class FixedTopics(ToyCounts):
    def _initial(self, X):
        return np.random.RandomState(0).gamma(100.0, 0.01, (4, X.shape[1]))


@fails("check_sample_weight_routing")
class IgnoresWeights(ToyCounts):
    def fit(self, X, y=None, sample_weight=None):
        return super().fit(X)


@fails("check_callbacks")
class HidesModel(ToyCounts):
    def _init_callback_context(self, **kwargs):
        context = super()._init_callback_context(**kwargs)
        subcontext = context.subcontext

        def without_model(**kwargs):
            made = subcontext(**kwargs)
            end = made.call_on_fit_task_end
            made.call_on_fit_task_end = lambda **given: end(
                estimator=self, X=given["X"], y=None
            )
            return made

        context.subcontext = without_model
        return context


class _OwnLoop(ToyCounts):
    """Reports its passes in the right order, and hears no request to stop."""

    @with_callbacks
    def fit(self, X, y=None):
        X = self._counts(X, reset=True)
        whole = self._init_callback_context(max_subtasks=self.max_iter)
        whole.call_on_fit_task_begin(estimator=self, X=X)
        for _ in range(self.max_iter):
            this = whole.subcontext(task_name="pass")
            this.call_on_fit_task_begin(estimator=self, X=X)
            self.components_ = self._initial(X)
            this.call_on_fit_task_end(
                estimator=self, X=X, reconstruction_attributes={"n_iter_": 1}
            )
        whole.call_on_fit_task_end(estimator=self, X=X, reconstruction_attributes={})
        return self


@fails("check_callbacks_stop")
class DoesNotStop(_OwnLoop):
    pass


@fails("check_callbacks", "check_callbacks_teardown")
class NoTeardown(_OwnLoop):
    fit = _OwnLoop.fit.__wrapped__


# --- after a failure --------------------------------------------------------------


@fails("check_failed_partial_fit", "check_extreme_counts")
class HalfChanged(ToyCounts):
    def partial_fit(self, X, y=None):
        self.n_batches_ = getattr(self, "n_batches_", 0) + 1
        return super().partial_fit(X)


@fails("check_failed_fit")
class HalfFitted(ToyCounts):
    def fit(self, X, y=None):
        self._fit(X, y, None)
        return self


@fails("check_failed_fit")
class NotesInterrupts(ToyCounts):
    def fit(self, X, y=None, sample_weight=None):
        try:
            return super().fit(X, y, sample_weight)
        except KeyboardInterrupt:
            self.n_interrupts_ = 1
            raise


@fails("check_failed_transform")
class ResetsOnTransform(ToyCounts):
    def transform(self, X):
        self._counts(X, reset=True)
        return super().transform(X)


# --- after an interrupt -----------------------------------------------------------


@fails("check_interrupted_fit")
class SetsOneByOne(ToyCounts):
    def fit(self, X, y=None, sample_weight=None):
        learner = copy.copy(self)
        learner._fit(X, y, sample_weight)
        self.n_features_in_ = learner.n_features_in_
        self.components_ = learner.components_
        self.n_iter_ = learner.n_iter_
        return self


@fails("check_interrupted_fit")
class PutsBackOneByOne(ToyCounts):
    def fit(self, X, y=None, sample_weight=None):
        before = dict(vars(self))
        try:
            self._fit(X, y, sample_weight)
        except BaseException:
            vars(self).clear()
            vars(self).update(before)
            raise
        return self


@fails("check_interrupted_partial_fit")
class UpdatesInPlace(ToyCounts):
    def partial_fit(self, X, y=None):
        if not hasattr(self, "components_"):
            return super().partial_fit(X)
        X = self._counts(X, reset=False)
        weight = np.ones(X.shape[0], dtype=X.dtype)
        self.components_ /= 2
        self.components_ += self._pass(X, 2 * self.components_, weight)
        return self


@fails("check_interrupted_partial_fit")
class CountsTheFirstCall(ToyCounts):
    def partial_fit(self, X, y=None):
        if not hasattr(self, "components_"):
            self._counts(X, reset=True)
        return super().partial_fit(X)


@fails("check_interrupted_transform")
class MarksItself(ToyCounts):
    def transform(self, X):
        self.is_reading_ = True
        output = super().transform(X)
        del self.is_reading_
        return output


@fails("check_bad_n_components")
class AnyNumberOfTopics(ToyCounts):
    def fit(self, X, y=None):
        wanted, self.n_components = self.n_components, 4
        super().fit(X)
        self.n_components = wanted
        return self


@fails("check_n_features_in")
class WrongWidth(ToyCounts):
    n_features_in_ = 3


# --- extreme numbers, and parameters that were changed ----------------------------


@fails("check_extreme_counts")
class SumsAnything(ToyCounts):
    def _counts(self, X, *, reset):
        ones = X.copy()
        if sp.issparse(X):
            ones.data = np.ones_like(X.data)
        super()._counts(ones, reset=reset)
        return sp.csr_array(X)


@fails("check_extreme_sample_weight")
class WeighsAnything(ToyCounts):
    def _weights(self, X, sample_weight):
        return _check_sample_weight(sample_weight, X, dtype=X.dtype)


@fails("check_extreme_token_weights")
class SumsTokenWeights(ToySequences):
    def _counts(self, X, *, reset):
        plain = X
        if getattr(X, "weights", None) is not None:
            plain = TokenSequences(X.ids, X.offsets, n_terms=X.n_terms)
        super()._counts(plain, reset=reset)
        return X.to_counts(np.float64)


@fails("check_parameters_set_after_fit")
class TakesAnyParameter(ToyCounts):
    def transform(self, X):
        wanted, self.n_jobs = self.n_jobs, None
        output = super().transform(X)
        self.n_jobs = wanted
        return output


@fails("check_parameters_set_after_fit")
class TripsOverParameters(ToyCounts):
    def transform(self, X):
        self.max_iter += 0
        return super().transform(X)


# --- counts -----------------------------------------------------------------------


@fails("check_sparse_formats")
class NoDok(ToyCounts):
    def _counts(self, X, *, reset):
        if sp.issparse(X) and X.format == "dok":
            raise TypeError("dok?")
        return super()._counts(X, reset=reset)


@fails("check_sparse_formats")
class MatrixSemantics(ToyCounts):
    def _counts(self, X, *, reset):
        if isinstance(X, sp.spmatrix):
            X = X.sign()
        return super()._counts(X, reset=reset)


@fails("check_int64_indices")
class NarrowIndices(ToyCounts):
    def _counts(self, X, *, reset):
        if sp.issparse(X) and getattr(X, "indptr", np.int32([0])).dtype != np.int32:
            raise TypeError("Buffer dtype mismatch")
        return super()._counts(X, reset=reset)


@fails("check_non_canonical")
class CountsEntries(ToyCounts):
    def _counts(self, X, *, reset):
        checked = super()._counts(X, reset=reset)
        if not sp.issparse(X):
            return checked
        entries = sp.coo_array(X)
        ones = np.ones_like(checked.data, shape=entries.nnz)
        return sp.coo_array((ones, entries.coords), shape=X.shape).tocsr()


@fails("check_non_canonical")
class SumsInPlace(ToyCounts):
    def _counts(self, X, *, reset):
        if sp.issparse(X) and X.format == "csr":
            X.sum_duplicates()
        return super()._counts(X, reset=reset)


@fails("check_integer_counts")
class Overflows(ToyCounts):
    def _counts(self, X, *, reset):
        checked = super()._counts(X, reset=reset)
        lengths = X.sum(axis=1, dtype=X.dtype).astype(checked.dtype) + 1
        return sp.csr_array(checked.multiply(1 / lengths.reshape(-1, 1)))


@fails("check_float_types")
class AlwaysDouble(ToyCounts):
    def transform(self, X):
        return super().transform(X).astype(np.float64)


@fails("check_counts_in_pandas", "check_counts_in_polars")
class ForgetsNames(ToyCounts):
    def _counts(self, X, *, reset):
        return super()._counts(
            np.asarray(X) if hasattr(X, "columns") else X, reset=reset
        )


@fails("check_counts_in_polars")
class AsksPandas(ToyCounts):
    def _counts(self, X, *, reset):
        if hasattr(X, "columns"):
            X.iloc[0]
        return super()._counts(X, reset=reset)


@fails("check_readonly_counts")
class WritesBuffer(ToyCounts):
    def _counts(self, X, *, reset):
        if sp.issparse(X) and X.format == "csr":
            X.data *= 1
        return super()._counts(X, reset=reset)


@fails("check_all_zero_terms")
class DividesByTerm(ToyCounts):
    def _pass(self, X, components, weight):
        with np.errstate(invalid="ignore"):
            return super()._pass(X, components, weight) * (X.sum(0) / X.sum(0))


@fails("check_one_term")
class NeedsTwoTerms(ToyCounts):
    def _initial(self, X):
        return super()._initial(X) * (np.nan if X.shape[1] == 1 else 1)


@fails("check_bad_counts", "check_failed_partial_fit", "check_failed_transform")
class TakesNegative(ToyCounts):
    def _counts(self, X, *, reset):
        return super()._counts(abs(X) if hasattr(X, "dtype") else X, reset=reset)


@fails("check_sequences_refused")
class TakesSequences(ToyCounts):
    def _counts(self, X, *, reset):
        X = X.to_counts() if isinstance(X, TokenSequences) else X
        return super()._counts(X, reset=reset)


@fails("check_partial_fit_stream")
class LearnsOnce(ToyCounts):
    def partial_fit(self, X, y=None):
        return self if hasattr(self, "components_") else super().partial_fit(X)


# --- sequences --------------------------------------------------------------------


@fails("check_sequence_tags")
class SaysArray(ToySequences):
    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.two_d_array = True
        return tags


@fails("check_sequence_views")
class ReadsWholeBuffer(ToySequences):
    def _counts(self, X, *, reset):
        counts = super()._counts(X, reset=reset)
        base = X.ids if X.ids.base is None else X.ids.base
        return counts + sp.csr_array(np.full(counts.shape, len(base) / 100))


@fails("check_readonly_sequences")
class NeedsMemory(ToySequences):
    def _counts(self, X, *, reset):
        part = X.ids
        while part is not None:
            if isinstance(part, np.memmap):
                raise TypeError("buffer source array is read-only")
            part = getattr(part, "base", None)
        return super()._counts(X, reset=reset)


@fails("check_unknown_tokens")
class IndexesUnknown(ToySequences):
    def _counts(self, X, *, reset):
        np.bincount(X.ids)
        return super()._counts(X, reset=reset)


@fails("check_boundaries_and_weights")
class NoBoundaries(ToySequences):
    def _counts(self, X, *, reset):
        counts = super()._counts(X, reset=reset)
        return counts if X.boundaries is None else counts * np.nan


@fails("check_other_width")
class AnyVocabulary(ToySequences):
    def _counts(self, X, *, reset):
        n_terms = getattr(self, "n_features_in_", X.n_terms)
        counts = super()._counts(
            TokenSequences(np.minimum(X.ids, n_terms - 1), X.offsets, n_terms=n_terms),
            reset=reset,
        )
        return counts


@fails("check_counts_or_sequences")
class UnhelpfulError(ToySequences):
    def _counts(self, X, *, reset):
        if sp.issparse(X):
            raise TypeError("'csr_array' object has no attribute 'ids'")
        return super()._counts(X, reset=reset)


@fails("check_bad_sequences")
class TakesAnything(ToySequences):
    def _counts(self, X, *, reset):
        if isinstance(X, list):
            X = TokenSequences([0, 1], [0, 1, 2])
        return super()._counts(X, reset=reset)


# --- documents --------------------------------------------------------------------


@fails("check_document_tags")
class SaysNoText(ToyDocuments):
    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string = False
        return tags


@fails("check_document_containers")
class ListsOnly(ToyDocuments):
    def _counts(self, X, *, reset):
        if isinstance(X, tuple):
            raise TypeError("Pass a list.")
        return super()._counts(X, reset=reset)


@fails("check_document_series")
class IndexesDocuments(ToyDocuments):
    def _counts(self, X, *, reset):
        if not isinstance(X, str):
            X = [X[i] for i in range(len(X))]
        return super()._counts(X, reset=reset)


@fails("check_unicode", "check_unseen_words")
class AsciiOnly(ToyDocuments):
    def _counts(self, X, *, reset):
        counts = super()._counts(X, reset=reset)
        for document in X:
            document.encode("ascii")
        return counts


@fails("check_unseen_words")
class NeedsEveryWord(ToyDocuments):
    def _counts(self, X, *, reset):
        counts = super()._counts(X, reset=reset)
        split = self.vectorizer_.build_analyzer()
        [self.vectorizer_.vocabulary_[word] for doc in X for word in split(doc)]
        return counts


@fails("check_bad_documents", "check_failed_transform")
class TakesAString(ToyDocuments):
    def _counts(self, X, *, reset):
        X = [X] if isinstance(X, str) else X
        return super()._counts(X, reset=reset)


@fails("check_bad_documents", "check_failed_transform")
class TakesMissing(ToyDocuments):
    def _counts(self, X, *, reset):
        if not isinstance(X, str):
            X = [x if isinstance(x, str) else "" for x in X]
        return super()._counts(X, reset=reset)


assert TransformerMixin in ToyCounts.__mro__  # so that set_output wraps overrides
