"""Terms that occur together belong together."""

from ._regularizer import Regularizer
from ._term_weights import pair_weights

# Entries of a block of pairs x topics: some megabytes, which caches hold.
BLOCK = 1 << 18
# Pairs of a smaller probability, in units of the smallest number, have no topic.
SMALLEST = 1e8


class _PairsRegularizer(Regularizer):
    """A regularizer that holds a matrix of pairs of terms."""

    _parameter_constraints: dict = {
        **Regularizer._parameter_constraints,
        "cooccurrence": ["array-like", "sparse matrix", dict],
    }
    _pairs = {"symmetric": True}

    def __init__(
        self,
        tau=1.0,
        *,
        cooccurrence=None,
        topics=None,
        modalities=None,
        schedule=None,
        relative=False,
    ):
        super().__init__(
            tau,
            topics=topics,
            modalities=modalities,
            schedule=schedule,
            relative=relative,
        )
        self.cooccurrence = cooccurrence

    def _look_up(self, feature_names, n_terms):
        return pair_weights(
            self.cooccurrence,
            feature_names,
            n_terms,
            parameter="cooccurrence",
            whom=type(self).__name__,
            **self._pairs,
        )
