"""Forms of management compared on several criteria by several groups; what nobody knows is left open."""

from ordito.methods.multicriteria._balance import Balance, balance
from ordito.methods.multicriteria._groups import Between, Comparison, Within, compare
from ordito.methods.multicriteria._judgements import Criterion, Judgements, judgements
from ordito.methods.multicriteria._reversal import Reversal, reversal
from ordito.methods.multicriteria._smaa import Smaa, smaa
from ordito.methods.multicriteria._uta import Relations, necessary_and_possible
from ordito.methods.multicriteria._weights import Weights

__all__ = [
    "Balance",
    "Between",
    "Comparison",
    "Criterion",
    "Judgements",
    "Relations",
    "Reversal",
    "Smaa",
    "Weights",
    "Within",
    "balance",
    "compare",
    "judgements",
    "necessary_and_possible",
    "reversal",
    "smaa",
]
