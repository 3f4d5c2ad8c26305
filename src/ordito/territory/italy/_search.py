"""From the names that an office types to municipalities, without ever guessing."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rapidfuzz import fuzz, process

from ordito.core.refused import Refused

from ._files import chosen, years
from ._names import Known, Register, letters, plain, register, written

_SUGGESTIONS = 5
_STARTS_ALIKE, _CONTAINS, _AT_LEAST, _MUCH_WORSE, _NEAR = 95.0, 85.0, 62.0, 16.0, 8.0
_CUT_SHORT = 4.0
"""How much worse is a name that was typed with a mistake and not to its end."""
_PROVINCE = re.compile(r"(?P<name>.+?)\s*[(\[]\s*(?P<province>[^)\]]+?)\s*[)\]]")
_SIGN = re.compile(r"(?P<name>.+?)[\s,/-]+(?P<province>[A-Z]{2})")
_OFFICE = re.compile(r"(?:comune|citt[àa]'?|municipio)\s+(?:di\s+|d['’])(?P<name>.+)", re.IGNORECASE)
_AFTER_A_CUT = re.compile(r"\.(?=\w{3})")
_SAINTS = {
    "s": "(?:san|sant|santo|santa|sankt|saint|st)",
    "ss": "(?:santi|sante|santissim[oa])",
    "sto": "santo",
    "sta": "santa",
    "st": "(?:saint|sankt|santo|st)",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A name that is not one municipality, and what it may have meant.

    `kind` is `unknown`, `ambiguous` (homonyms: `suggestions` are all of them), `former` (only an earlier
    year knows it) or `repeated` (an earlier name of the same list is the same municipality).
    """

    asked: str
    kind: Literal["unknown", "ambiguous", "former", "repeated"]
    suggestions: tuple[Known, ...] = ()
    last_year: int | None = None

    def __str__(self) -> str:
        said = {"name": self.asked, "others": ", ".join(one.label for one in self.suggestions)}
        if self.kind == "ambiguous":
            return _("«%(name)s»: più Comuni si chiamano così. Scrivere quale: %(others)s.") % said
        if self.kind == "repeated":
            return _("«%(name)s»: è già nell'elenco (%(others)s). Toglierne uno.") % said
        if self.kind == "former":
            said["year"] = str(self.last_year)
            return _("«%(name)s»: non è più un Comune; l'elenco ISTAT lo riporta fino al %(year)s.") % said
        if self.suggestions:
            return _("«%(name)s»: nessun Comune si chiama così. Forse: %(others)s.") % said
        return _("«%(name)s»: nessun Comune si chiama così, né in modo simile.") % said


@dataclass(frozen=True, slots=True)
class Found:
    """The municipalities, in the order in which they were asked."""

    municipalities: tuple[Known, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(one.istat_code for one in self.municipalities)


class UnknownMunicipalities(Refused):
    """Some names are not one municipality: `problems` has each of them, `found` the names that were clear."""

    def __init__(self, problems: Sequence[Problem], found: Found) -> None:
        self.problems = tuple(problems)
        self.found = found
        heading = ngettext("%(count)s nome da correggere:", "%(count)s nomi da correggere:", len(problems))
        super().__init__(
            "\n".join([heading % {"count": len(problems)}, *(f"– {problem}" for problem in problems)])
        )


class NoNames(Refused):
    """The list of municipalities is empty."""


def find(names: Sequence[str], *, near: Collection[str] = (), year: int | None = None) -> Found:
    """Municipality that each name means.

    A name may be official or only one of its languages («Bozen»), with or without accents, capitals and
    hyphens, abbreviated («S. Giovanni in Persiceto»), preceded by «Comune di», followed by its province
    («Castro (BG)»), or be an ISTAT («036011») or cadastral code («D486»). Homonyms are refused even when
    the rest of the list suggests which is meant. Blank names are passed over.

    Parameters
    ----------
    names : one municipality each
    near : ISTAT codes of municipalities already chosen: suggestions in their provinces come first
    year : the year of the list of municipalities, the latest when not said

    Raises
    ------
    NoNames : all names are blank
    UnknownMunicipalities : once, with every name that is unknown, ambiguous, former or repeated
    UnknownYear : the files do not cover `year`

    Examples
    --------
    >>> [one.istat_code for one in find(["Fanano", "lama mocogno", "Castro (LE)"]).municipalities]
    ['036011', '036018', '075096']
    """
    year = chosen(year)
    asked = [text for text in (" ".join(name.split()) for name in names) if text]
    if not asked:
        raise NoNames(_("Scrivere almeno un Comune."))
    meant = [(text, _meant(text, register(year))) for text in asked]
    found: dict[str, Known] = {}
    problems: list[Problem] = []
    clear = {candidates[0].istat_code for _text, candidates in meant if len(candidates) == 1}
    around = {*near, *clear}
    for text, candidates in meant:
        if len(candidates) != 1:
            problems.append(_problem(text, candidates, near=around, year=year))
        elif candidates[0].istat_code in found:
            problems.append(Problem(text, "repeated", candidates))
        else:
            found[candidates[0].istat_code] = candidates[0]
    result = Found(tuple(found.values()))
    if problems:
        raise UnknownMunicipalities(problems, result)
    return result


def suggest(
    text: str, *, near: Collection[str] = (), limit: int = _SUGGESTIONS, year: int | None = None
) -> tuple[Known, ...]:
    """Municipalities whose name starts like `text`, contains it or resembles it, best first.

    Parameters
    ----------
    text : what has been typed so far; blank suggests nothing
    near : ISTAT codes of municipalities already chosen: their provinces come first among equals
    limit : the most to return, >= 1

    Examples
    --------
    >>> [one.label for one in suggest("Serramazoni", limit=1)]
    ['Serramazzoni (MO)']
    """
    year = chosen(year)
    known_names, query = register(year).by_plain, plain(text)
    if not query:
        return ()
    scores: dict[Known, float] = {}
    for spelling, score in _alike(query, _abbreviation(text), known_names):
        for one in known_names[spelling]:
            scores[one] = max(score, scores.get(one, 0.0))
    least = max(scores.values(), default=0.0) - _MUCH_WORSE
    provinces = _provinces(near, register(year))
    ranked = sorted(
        (-score - _NEAR * (one.province in provinces), one.name, one.istat_code, one)
        for one, score in scores.items()
        if score >= least
    )
    return tuple(one for *_order, one in ranked[:limit])


def _problem(text: str, candidates: Sequence[Known], *, near: Collection[str], year: int) -> Problem:
    if candidates:
        provinces = _provinces(near, register(year))
        nearest_first = sorted(candidates, key=lambda one: (one.province not in provinces, one.label))
        return Problem(text, "ambiguous", tuple(nearest_first))
    for earlier in reversed(years()):
        if earlier < year and len(_meant(text, register(earlier))) == 1:
            return Problem(text, "former", last_year=earlier)
    name, _province = next(_readings(text))
    same_name = _called(name, register(year))
    return Problem(text, "unknown", same_name[:_SUGGESTIONS] or suggest(name, near=near, year=year))


def _meant(text: str, known_names: Register) -> tuple[Known, ...]:
    """All the municipalities that `text` can mean: one when it is clear."""
    if re.fullmatch(r"\d{4,6}", text):
        coded = known_names.by_code.get(text.zfill(6))
        return (coded,) if coded else ()
    if re.fullmatch(r"[A-Za-z]\d{3}", text):
        coded = known_names.by_cadastral_code.get(text.upper())
        return (coded,) if coded else ()
    for name, province in _readings(text):
        called = _called(name, known_names)
        candidates = tuple(one for one in called if not province or _lies_in(one, province))
        if candidates:
            return candidates
    return ()


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """Ways to read `text` as a name and a province, most literal first."""
    if matched := _PROVINCE.fullmatch(text):
        yield matched["name"], matched["province"]
        return
    yield text, ""
    if matched := _SIGN.fullmatch(text):
        yield matched["name"], matched["province"]


def _lies_in(one: Known, province: str) -> bool:
    names = {plain(one.province), plain(one.province_name), *map(plain, one.province_name.split("/"))}
    return plain(province) in names


def _called(name: str, known_names: Register) -> tuple[Known, ...]:
    """Municipalities of this name, compared as strictly as still finds any."""
    shouted_without_accents = name.isupper() and written(name) == plain(name)
    if not shouted_without_accents and (same := known_names.by_written.get(written(name))):
        return same
    same = known_names.by_plain.get(plain(name)) or known_names.by_letters.get(letters(name)) or ()
    if same or not plain(name):
        return same
    if matched := _OFFICE.fullmatch(name):
        return _called(matched["name"], known_names)
    return _abbreviated(name, known_names)


def _abbreviated(name: str, known_names: Register) -> tuple[Known, ...]:
    """Names of which each word may be cut by a dot: «S. Giovanni in P.», «Castelfr. Emilia», «S.ta Maria»."""
    pattern = _abbreviation(name)
    if pattern is None:
        return ()
    matching = (group for spelling, group in known_names.by_plain.items() if pattern.fullmatch(spelling))
    return tuple({one.istat_code: one for group in matching for one in group}.values())


def _abbreviation(name: str) -> re.Pattern[str] | None:
    words = _AFTER_A_CUT.sub(". ", name).replace("’", " ").replace("'", " ").split()
    if any("." in word or plain(word) in _SAINTS for word in words):
        return re.compile(" ".join(map(_whole_word, words)))
    return None


def _whole_word(word: str) -> str:
    start, dot, end = word.partition(".")
    start, end = letters(start), letters(end)
    if start + end in _SAINTS:
        return _SAINTS[start + end]
    return f"{start}[a-z]*{end}" if dot else plain(word)


def _alike(
    query: str, abbreviation: re.Pattern[str] | None, spellings: Iterable[str]
) -> Iterator[tuple[str, float]]:
    choices = list(spellings)
    for spelling in choices:
        if spelling.startswith(query) or (abbreviation and abbreviation.match(spelling)):
            yield spelling, _STARTS_ALIKE
        elif f" {query}" in spelling:
            yield spelling, _CONTAINS
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
        for spelling, score, _index in process.extract(
            query, choices, scorer=scorer, limit=50, score_cutoff=_AT_LEAST
        ):
            yield spelling, score
    words = len(query.split())
    begun = {
        spelling: beginning
        for spelling in choices
        if (beginning := " ".join(spelling.split()[:words])) != spelling
    }
    for _beginning, score, spelling in process.extract(
        query, begun, scorer=fuzz.ratio, limit=50, score_cutoff=_AT_LEAST
    ):
        yield spelling, score - _CUT_SHORT


def _provinces(codes: Iterable[str], known_names: Register) -> set[str]:
    return {known_names.by_code[code].province for code in codes if code in known_names.by_code}
