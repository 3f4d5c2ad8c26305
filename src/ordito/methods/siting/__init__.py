"""Where to open services, who goes where, and how to part a territory.

`p_median` and `capacitated_p_median` make mean travel smallest, `p_centre` the longest travel;
`maximal_coverage` and `fewest_sites` look at who is within reach; `districts` parts a territory into
contiguous sub-areas. Every answer is proved best (`gap` 0) or says how far from best it may be.
"""

from ordito.methods.siting._capacitated import capacitated_p_median
from ordito.methods.siting._cover import fewest_sites, maximal_coverage, p_centre
from ordito.methods.siting._districts import districts
from ordito.methods.siting._p_median import p_median
from ordito.methods.siting._results import Coverage, Districts, NothingFoundInTime, Siting

__all__ = [
    "Coverage",
    "Districts",
    "NothingFoundInTime",
    "Siting",
    "capacitated_p_median",
    "districts",
    "fewest_sites",
    "maximal_coverage",
    "p_centre",
    "p_median",
]
