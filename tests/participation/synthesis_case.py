"""LabGo Famiglia puts together what was said: a path, contributions, a grid of two rows and two columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime

from ordito.community.models import Organisation
from ordito.core.models import District
from ordito.governance.models import Body
from ordito.participation.models import Axis, Contribution, Grid, GridLine, Process

SAID = (
    "Gli affitti sono troppo alti per le famiglie giovani",
    "Le case popolari del centro sono vuote e gli affitti crescono",
    "Il bus per le visite non passa la domenica",
    "Servono corse del bus la sera per chi lavora",
    "Un affitto giusto per le case del centro",
    "Le visite all'ospedale sono lontane e il bus è raro",
    "Zzz",
)
AT = datetime(2017, 1, 9, 11, tzinfo=UTC)


def path_of(district: District, code: str = "famiglia", *, is_public: bool = True) -> Process:
    """A path led by LabGo Famiglia."""
    body, _made = Body.objects.get_or_create(
        district=district, code="labgo-famiglia", defaults={"name": "LabGo Famiglia", "kind": "lab"}
    )
    return Process.objects.create(
        district=district,
        code=code,
        title="LabGo Famiglia",
        body=body,
        starts_on=date(2016, 6, 1),
        is_public=is_public,
    )


def say(process: Process, *texts: str, organisation: Organisation | None = None) -> list[Contribution]:
    """Contributions with these texts, numbered after those that the path has."""
    first = process.contributions.count() + 1
    return [
        Contribution.objects.create(
            process=process, number=number, text=text, channel="note", organisation=organisation, at=AT
        )
        for number, text in enumerate(texts, start=first)
    ]


def grid_of(
    process: Process,
    rows: Sequence[str] = ("Casa", "Muoversi"),
    columns: Sequence[str] = ("Progetti", "Servizi"),
    code: str = "macro-questioni",
) -> Grid:
    """A grid with these lines."""
    grid = Grid.objects.create(process=process, code=code, title="Macro-questioni e interventi")
    for axis, titles in ((Axis.ROW, rows), (Axis.COLUMN, columns)):
        for number, title in enumerate(titles, start=1):
            GridLine.objects.create(grid=grid, axis=axis, number=number, title=title)
    return grid
