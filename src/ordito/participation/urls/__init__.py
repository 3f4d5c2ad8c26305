"""The addresses of the room, area by area."""

from ordito.participation.urls import (
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

app_name = "participation"

urlpatterns = [
    *calls.urlpatterns,
    *processes.urlpatterns,
    *knowledge.urlpatterns,
    *voices.urlpatterns,
    *opinions.urlpatterns,
    *synthesis.urlpatterns,
    *hypotheses.urlpatterns,
    *ballots.urlpatterns,
    *telling.urlpatterns,
]
