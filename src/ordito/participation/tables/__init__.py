"""The tables of the room, area by area: their names and columns are the program's public face."""

from ordito.participation.tables import (
    amendments,
    ballots,
    calls,
    hypotheses,
    knowledge,
    opinions,
    processes,
    synthesis,
    telling,
    voices,
)

TABLES = (
    *calls.TABLES,
    *processes.TABLES,
    *knowledge.TABLES,
    *voices.TABLES,
    *opinions.TABLES,
    *synthesis.TABLES,
    *hypotheses.TABLES,
    *amendments.TABLES,
    *ballots.TABLES,
    *telling.TABLES,
)
