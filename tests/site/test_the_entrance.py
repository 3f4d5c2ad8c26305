"""Signing in: by password, with a second factor, and never by trying."""

import re
from datetime import date

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client

from ordito.core.models import District, Role, RoleKind, User

PASSWORD = "una-password-lunga"


def enter(browser: Client, email: str, password: str) -> int:
    return browser.post("/accesso/login/", {"login": email, "password": password}).status_code


def test_the_right_password_opens_the_door(planner: User, in_the_street: Client) -> None:
    answer = in_the_street.post(
        "/accesso/login/?next=/melzo/diario/",
        {"login": planner.email, "password": PASSWORD, "next": "/melzo/diario/"},
    )
    assert (answer.status_code, answer["Location"]) == (302, "/melzo/diario/")


def test_whoever_works_in_one_district_is_led_there_and_others_choose(
    planner: User, district: District, elsewhere: District, in_the_street: Client
) -> None:
    def led_to() -> str:
        answer = Client().post("/accesso/login/", {"login": planner.email, "password": PASSWORD})
        return str(answer["Location"])

    assert 'href="/accesso/login/"' in in_the_street.get("/").content.decode()
    assert led_to() == f"/{district.slug}/"
    Role.objects.create(
        user=planner, district=elsewhere, kind=RoleKind.PLAN_OFFICE, starts_on=date(2015, 1, 1)
    )
    assert led_to() == "/"


def test_whoever_made_a_district_is_told_to_take_a_role_and_finds_their_name_written(
    district: District,
) -> None:
    told = "Darsi un ruolo"
    chief = User.objects.create_user("chief@example.org", "Ada Riva", PASSWORD, is_installation_admin=True)
    browser = Client()
    browser.force_login(chief)
    assert told in browser.get(f"/{district.slug}/").content.decode()
    proposed = browser.get(f"/{district.slug}/persone-e-ruoli/").content.decode()
    assert all(f'value="{mine}"' in proposed for mine in ("Ada Riva", "chief@example.org"))
    Role.objects.create(user=chief, district=district, kind=RoleKind.PLAN_OFFICE, starts_on=date(2015, 1, 1))
    assert told not in browser.get(f"/{district.slug}/").content.decode()
    again = browser.get(f"/{district.slug}/persone-e-ruoli/").content.decode()
    assert 'value="Ada Riva"' not in again


def test_six_wrong_passwords_close_the_door_even_to_the_right_one(
    planner: User, in_the_street: Client
) -> None:
    tries = [enter(in_the_street, planner.email, f"sbagliata {n}") for n in range(6)]
    assert tries[:5] == [200] * 5
    assert enter(in_the_street, planner.email, PASSWORD) == 429


def test_an_unknown_address_and_a_wrong_password_read_the_same(planner: User, in_the_street: Client) -> None:
    def answer(email: str) -> str:
        page = in_the_street.post(
            "/accesso/login/", {"login": email, "password": "sbagliata"}
        ).content.decode()
        return re.sub(r'value="[^"]*"|X-CSRFToken": "[^"]*"', "", page)

    assert answer(planner.email) == answer("nessuno@example.org")


def test_nobody_makes_an_account_alone(in_the_street: Client) -> None:
    answer = in_the_street.post("/accesso/signup/", {"email": "io@example.org", "password1": PASSWORD})
    assert (User.objects.count(), answer.status_code) == (0, 200)


def test_with_an_authenticator_the_password_alone_is_not_enough(planner: User, in_the_street: Client) -> None:
    secret = generate_totp_secret()
    TOTP.activate(planner, secret)
    answer = in_the_street.post("/accesso/login/", {"login": planner.email, "password": PASSWORD})
    assert "secondo-fattore" in answer["Location"]
    assert in_the_street.get("/melzo/diario/").status_code == 302
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert in_the_street.post(answer["Location"], {"code": code}).status_code == 302
    assert in_the_street.get("/melzo/diario/").status_code == 200


def test_whoever_looked_at_their_address_can_still_take_up_an_authenticator(
    planner: User, in_the_street: Client
) -> None:
    def code(secret: str) -> str:
        return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))

    enter(in_the_street, planner.email, PASSWORD)
    in_the_street.get("/accesso/email/")
    in_the_street.post("/accesso/reauthenticate/", {"password": PASSWORD})
    page = in_the_street.get("/accesso/secondo-fattore/totp/activate/")
    secret = in_the_street.session["mfa.totp.secret"]
    in_the_street.post("/accesso/secondo-fattore/totp/activate/", {"code": code(secret)})
    assert (page.status_code, planner.authenticator_set.filter(type="totp").count()) == (200, 1)


def test_six_wrong_codes_close_the_door_even_to_the_right_one(planner: User, in_the_street: Client) -> None:
    cache.clear()
    secret = generate_totp_secret()
    TOTP.activate(planner, secret)
    door = in_the_street.post("/accesso/login/", {"login": planner.email, "password": PASSWORD})["Location"]
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    wrong = f"{(int(code) + 1) % 10**6:06}"
    for _try in range(6):
        in_the_street.post(door, {"code": wrong})
    said = in_the_street.post(door, {"code": code}).content.decode()
    cache.clear()
    assert "Troppi tentativi" in said
    assert in_the_street.get("/melzo/diario/").status_code == 302


def test_whoever_was_given_a_role_chooses_a_password_by_mail(
    planner: User, district: District, in_the_street: Client
) -> None:
    in_the_street.post("/accesso/password/reset/", {"email": planner.email})
    assert [message.to for message in mail.outbox] == [[planner.email]]
    assert "/accesso/password/reset/key/" in mail.outbox[0].body


@pytest.mark.parametrize("path", ["/accesso/login/", "/accesso/password/reset/", "/"])
def test_every_page_forbids_scripts_from_elsewhere_and_frames(in_the_street: Client, path: str) -> None:
    answer = in_the_street.get(path)
    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert (answer["X-Frame-Options"], answer["Referrer-Policy"], answer["X-Content-Type-Options"]) == (
        "DENY",
        "same-origin",
        "nosniff",
    )


def test_what_is_shown_to_one_person_is_kept_by_no_proxy(at_planners_desk: Client) -> None:
    assert at_planners_desk.get("/melzo/diario/")["Cache-Control"] == "no-store, private"
