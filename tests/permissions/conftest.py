"""The demonstration, in which every address is tried."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings

from ordito.core.attachments import attachment
from ordito.core.models import District, Role, RoleKind
from ordito.participation.models import Application, ApplicationFile, CallState
from ordito.site.demo.accounts import SINCE
from ordito.site.demo.load import load_demonstration
from ordito.territory.models import Place, RolePlace, SubArea


@pytest.fixture(scope="module", autouse=True)
def demonstration(
    django_db_setup: None,
    django_db_blocker: pytest.FixtureDef[None],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """The demonstration, taken back at the end."""
    var = tmp_path_factory.mktemp("var")
    with django_db_blocker.unblock(), override_settings(VAR=var), transaction.atomic():  # type: ignore[attr-defined]
        load_demonstration(say=lambda _line: None)
        melzo = District.objects.get(slug="melzo")
        SubArea.objects.create(district=melzo, code="est", name="Est")
        planner = Role.objects.get(district=melzo, kind=RoleKind.PLAN_OFFICE)
        place = Place.objects.filter(district=melzo).order_by("pk")[0]
        RolePlace.objects.create(role=planner, place=place, starts_on=SINCE)
        _add_a_paper(melzo)
        yield
        transaction.set_rollback(True)


def _add_a_paper(melzo: District) -> None:
    one = Application.objects.get(call__district=melzo, call__state=CallState.PUBLISHED, number=1)
    paper = attachment(district=melzo, name="statuto.pdf", content=b"%PDF-1.7", at=melzo.now())
    paper.save()
    ApplicationFile.objects.create(application=one, attachment=paper)
