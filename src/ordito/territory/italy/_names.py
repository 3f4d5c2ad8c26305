"""The register of municipalities, and the many ways in which one name is written."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from ._files import UnknownCode, chosen, istat, table

# The file lost three Slovene letters: two were left as Windows-1252 bytes, one became a question mark.
_LOST_LETTERS = (("\x8a", "Š"), ("\x9e", "ž"), ("So?i", "Soči"))
# Where ISTAT joins two languages with a hyphen instead of a slash: Gorizia, Trieste, and Sèn Jan in Trento.
_TWO_LANGUAGES_BY_HYPHEN = re.compile(r"03[12]\d{3}|022250")
_USUAL_NAMES = {"035033": "Reggio Emilia", "080063": "Reggio Calabria"}


@dataclass(frozen=True, slots=True)
class Known:
    """A municipality as ISTAT names it.

    `istat_code` has six digits, `cadastral_code` one letter and three digits, `province` is the two-letter
    sign ("MO") and `province_name` its full name.
    """

    istat_code: str
    cadastral_code: str
    name: str
    province: str
    province_name: str
    region: str

    @property
    def label(self) -> str:
        """The name that no other municipality shares: «Castro (BG)»."""
        return f"{self.name} ({self.province})"


def known(istat_code: str, *, year: int | None = None) -> Known:
    """Municipality with this ISTAT code.

    Raises
    ------
    UnknownCode : no municipality has it in `year` (the latest when not said)
    """
    year = chosen(year)
    try:
        return register(year).by_code[istat_code]
    except KeyError:
        raise UnknownCode(istat_code, year) from None


def municipalities(*, year: int | None = None) -> tuple[Known, ...]:
    """All the municipalities of Italy in `year` (the latest when not said), by ISTAT code."""
    return tuple(register(chosen(year)).by_code.values())


@dataclass(frozen=True, slots=True)
class Register:
    """The municipalities of one year, ready to be looked up by code and by spelling."""

    by_code: Mapping[str, Known]
    by_cadastral_code: Mapping[str, Known]
    by_written: Mapping[str, tuple[Known, ...]]
    by_plain: Mapping[str, tuple[Known, ...]]
    by_letters: Mapping[str, tuple[Known, ...]]


@cache
def register(year: int) -> Register:
    rows = table("municipalities", year).to_pylist()
    everyone = sorted((_as_known(row) for row in rows), key=lambda one: one.istat_code)
    spelled = [(spelling, one) for one in everyone for spelling in _spellings(one)]
    return Register(
        by_code={one.istat_code: one for one in everyone},
        by_cadastral_code={one.cadastral_code: one for one in everyone},
        by_written=_grouped((written(spelling), one) for spelling, one in spelled),
        by_plain=_grouped((plain(spelling), one) for spelling, one in spelled),
        by_letters=_grouped((letters(spelling), one) for spelling, one in spelled),
    )


def written(name: str) -> str:
    """Accents told from plain letters, and no matter whether typed as such: Paternò and PATERNO' are one.

    >>> written("Paternò"), written("PATERNO'"), written("Paterno")
    ("paterno'", "paterno'", 'paterno')
    """
    marked = "".join("'" if unicodedata.combining(c) else c for c in _decomposed(name))
    return " ".join(re.sub(r"[^a-z0-9']+", " ", re.sub(r"[’‘`´ʼ]", "'", marked)).split())


def plain(name: str) -> str:
    """Only letters, digits and single blanks; no accents, capitals, hyphens or apostrophes.

    >>> plain("Sant'Agata  Bolognese"), plain("Città di Castello"), plain("Völs-am-Schlern")
    ('sant agata bolognese', 'citta di castello', 'vols am schlern')
    """
    unmarked = "".join(c for c in _decomposed(name) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", unmarked).split())


def letters(name: str) -> str:
    """Letters alone, for names that some write in one word: Castel San Pietro, Castelsanpietro."""
    return plain(name).replace(" ", "")


def _decomposed(name: str) -> str:
    return unicodedata.normalize("NFD", name.casefold())


def _as_known(row: Mapping[str, str | int]) -> Known:
    name = str(row["municipality"])
    for lost, letter in _LOST_LETTERS:
        name = name.replace(lost, letter)
    return Known(
        istat_code=istat(int(row["municipality_code"])),
        cadastral_code=str(row["cadastral_code"]),
        name=name,
        province=str(row["province_short"]),
        province_name=str(row["province"]),
        region=str(row["region"]),
    )


def _spellings(one: Known) -> set[str]:
    """Official name, and its name in each language where it has two."""
    spellings = {one.name, *one.name.split("/")}
    if _TWO_LANGUAGES_BY_HYPHEN.fullmatch(one.istat_code):
        spellings.update(one.name.split("-"))
    if one.istat_code in _USUAL_NAMES:
        spellings.add(_USUAL_NAMES[one.istat_code])
    return spellings


def _grouped(pairs: Iterable[tuple[str, Known]]) -> dict[str, tuple[Known, ...]]:
    groups: dict[str, dict[str, Known]] = defaultdict(dict)
    for key, one in pairs:
        groups[key][one.istat_code] = one
    return {key: tuple(group.values()) for key, group in groups.items()}
