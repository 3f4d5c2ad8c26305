"""The deeds of the territory: each asks its permission, and writes itself in the journal."""

from ordito.territory.commands.functions import (
    FunctionRefused,
    assign_function,
    correct_function,
    end_function,
    reassign_function,
)
from ordito.territory.commands.istat_file import IstatFileRefused
from ordito.territory.commands.municipalities import (
    MunicipalityRefused,
    add_municipalities,
    describe_municipality,
    discard_municipality,
    new_district,
    remove_municipality,
)
from ordito.territory.commands.places import (
    PlaceRefused,
    PostRefused,
    close_place,
    describe_place,
    end_post,
    open_place,
    post_to_place,
)
from ordito.territory.commands.population import Counted, CountRefused, count_people
from ordito.territory.commands.sets import StrangeMunicipalities
from ordito.territory.commands.sub_areas import (
    SubAreaRefused,
    create_sub_area,
    describe_sub_area,
    dissolve_sub_area,
)

__all__ = [
    "CountRefused",
    "Counted",
    "FunctionRefused",
    "IstatFileRefused",
    "MunicipalityRefused",
    "PlaceRefused",
    "PostRefused",
    "StrangeMunicipalities",
    "SubAreaRefused",
    "add_municipalities",
    "assign_function",
    "close_place",
    "correct_function",
    "count_people",
    "create_sub_area",
    "describe_municipality",
    "describe_place",
    "describe_sub_area",
    "discard_municipality",
    "dissolve_sub_area",
    "end_function",
    "end_post",
    "new_district",
    "open_place",
    "post_to_place",
    "reassign_function",
    "remove_municipality",
]
