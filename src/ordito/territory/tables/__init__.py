"""The territory's tables: what leaves comes back unchanged."""

from ordito.territory.tables.counts import POPULATION
from ordito.territory.tables.ground import ADJACENCY, BOUNDARIES, MUNICIPALITIES, SUB_AREAS
from ordito.territory.tables.organisation import CATCHMENTS, FUNCTION_PLACES, FUNCTIONS, PLACES

TABLES = (
    SUB_AREAS,
    MUNICIPALITIES,
    ADJACENCY,
    BOUNDARIES,
    POPULATION,
    PLACES,
    CATCHMENTS,
    FUNCTIONS,
    FUNCTION_PLACES,
)
