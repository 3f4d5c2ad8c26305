"""What the register knows of the territory: frozen rows, a handful of queries each."""

from ordito.territory.queries.chapter import (
    Fact,
    TerritoryChapter,
    TerritoryTable,
    source_of_area,
    source_of_boundaries,
    territory_chapter_facts,
)
from ordito.territory.queries.house import deed_names, due, search, stations
from ordito.territory.queries.indicators import BY_KEY, INDICATORS, Figures, Indicator
from ordito.territory.queries.leps import Need, social_workers_needed
from ordito.territory.queries.map import PlaceMark, classes_of, drawn_map, geojson_of, marks_of, written
from ordito.territory.queries.members import members_of, neighbour_pairs, neighbours_of, places_of, standing
from ordito.territory.queries.organisation import (
    FunctionRow,
    MatrixRow,
    Organisation,
    functions_of,
    history_of,
    organisation_of,
)
from ordito.territory.queries.overview import (
    ACCESS,
    DESKS,
    MunicipalityRow,
    Overview,
    SubAreaRow,
    overview_of,
)
from ordito.territory.queries.people import AgeClass, Ages, Source, ages_of, ages_together, sources_of
from ordito.territory.queries.places import Post, places_where, roles_to_post, staff_of
from ordito.territory.queries.pyramid import AgeRow, Pyramid, Scope, pyramid_of, scopes_of

__all__ = [
    "ACCESS",
    "BY_KEY",
    "DESKS",
    "INDICATORS",
    "AgeClass",
    "AgeRow",
    "Ages",
    "Fact",
    "Figures",
    "FunctionRow",
    "Indicator",
    "MatrixRow",
    "MunicipalityRow",
    "Need",
    "Organisation",
    "Overview",
    "PlaceMark",
    "Post",
    "Pyramid",
    "Scope",
    "Source",
    "SubAreaRow",
    "TerritoryChapter",
    "TerritoryTable",
    "ages_of",
    "ages_together",
    "classes_of",
    "deed_names",
    "drawn_map",
    "due",
    "functions_of",
    "geojson_of",
    "history_of",
    "marks_of",
    "members_of",
    "neighbour_pairs",
    "neighbours_of",
    "organisation_of",
    "overview_of",
    "places_of",
    "places_where",
    "pyramid_of",
    "roles_to_post",
    "scopes_of",
    "search",
    "social_workers_needed",
    "source_of_area",
    "source_of_boundaries",
    "sources_of",
    "staff_of",
    "standing",
    "stations",
    "territory_chapter_facts",
    "written",
]
