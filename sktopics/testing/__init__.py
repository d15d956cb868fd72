"""The contract of topic models as tests, for ours and for other libraries'.

scikit-learn's `parametrize_with_checks` tests estimators on arrays; here are
its likes for counts, token sequences and raw documents.
"""

from ._contract_checks import (
    contract_checks,
    parametrize_with_counts_checks,
    parametrize_with_document_checks,
    parametrize_with_sequence_checks,
)
from ._make_corpus import make_corpus, make_documents

__all__ = [
    "contract_checks",
    "make_corpus",
    "make_documents",
    "parametrize_with_counts_checks",
    "parametrize_with_document_checks",
    "parametrize_with_sequence_checks",
]
