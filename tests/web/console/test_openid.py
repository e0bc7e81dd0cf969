"""Signing in with an account of the house, by OpenID Connect, from a provider with the quirks of real ones."""

from urllib.parse import urlsplit

import pytest
from structlog.testing import capture_logs

from servwatch.model.account import Account, Role
from tests.web.console.conftest import NOW
from tests.web.console.openid_provider import CLIENT, SECRET, Provider
from tests.web.console.visitor import Console

ROLES = 'oidc_roles = { "Watch.Editor" = "editor", "Watch.Boss" = "administrator" }'


@pytest.fixture
def provider():
    with Provider(lambda: NOW) as made:
        yield made


@pytest.fixture
def house(watch, provider):
    """The console of a house with that provider; `configured` changes its table."""
    (watch.folder / "secret").write_text(f"{SECRET}\n")
    general = watch.general

    def configured(*more):
        lines = [
            f'oidc_issuer = "{provider.issuer}"',
            f'oidc_client_id = "{CLIENT}"',
            'oidc_secret_file = "secret"',
        ]
        watch.general = "\n".join([general, "[console]", *lines, *more])
        watch.write()
        console.reread()

    with Console(watch.path, NOW) as console:
        configured(ROLES)
        console.configured = configured
        yield console


def come(house, provider, visitor=None, wanted=""):
    """A person signs in; the visitor, and the console's answer to who comes back."""
    visitor = visitor or house.visitor()
    sent = visitor.get("/sign-in/openid", **({"next": wanted} if wanted else {}))
    assert sent.status_code == 303, sent.text
    back = urlsplit(provider.authorize(sent.headers["location"]))
    return visitor, visitor.client.get(f"{back.path}?{back.query}")


def kept(house, name="an@example.org"):
    with house.archive() as archive:
        return archive.accounts.find(name)


def test_the_sign_in_page_leads_to_the_provider_and_back_to_the_page_that_was_asked_for(house, provider):
    visitor = house.visitor()
    door = visitor.see(visitor.get("/account").headers["location"])
    assert "/sign-in/openid?next=%2Faccount" in door
    visitor, answer = come(house, provider, visitor, "/account")
    assert answer.headers["location"] == "/account"
    assert "an@example.org" in visitor.see("/account")
    assert kept(house).role is Role.EDITOR
    with house.archive() as archive:
        assert [done.act for _, done in archive.deeds.newest()] == ["sign-in.openid"]
    assert provider.refused == []


def test_each_sign_in_gives_the_role_that_the_provider_says_then(house, provider):
    house.account(Role.ADMINISTRATOR, "other")
    for values, role in ((["Watch.Boss", "Watch.Editor"], Role.ADMINISTRATOR), ("Watch.Editor", Role.EDITOR)):
        provider.claims["roles"] = values
        _, answer = come(house, provider)
        assert answer.status_code == 303
        assert kept(house).role is role
    provider.claims["roles"] = ["Other.Role"]
    _, answer = come(house, provider)
    assert answer.status_code == 403
    house.configured(ROLES, 'oidc_role = "reader"')
    come(house, provider)
    assert kept(house).role is Role.READER


def test_roles_may_lie_deeper_or_be_groups(house, provider):
    provider.claims["realm_access"] = {"roles": ["Watch.Editor"]}
    del provider.claims["roles"]
    house.configured(ROLES, 'oidc_claim = "realm_access.roles"')
    assert come(house, provider)[1].status_code == 303
    provider.claims = {"preferred_username": "an@example.org", "_claim_names": {"groups": "src1"}}
    house.configured(ROLES, 'oidc_claim = "groups"', 'oidc_role = "reader"')
    assert come(house, provider)[1].status_code == 403
    assert kept(house).role is Role.EDITOR


def test_without_a_table_of_roles_only_who_has_an_account_comes_in_with_the_role_it_has(house, provider):
    house.configured()
    assert come(house, provider)[1].status_code == 403
    assert kept(house) is None
    house.account(Role.READER, "an@example.org")
    assert come(house, provider)[1].status_code == 303
    assert kept(house).role is Role.READER


def test_a_disabled_account_stays_out_and_the_last_administrator_is_not_made_less(house, provider):
    with house.archive() as archive:
        made = archive.accounts.add(Account(0, "an@example.org", Role.ADMINISTRATOR), NOW)
    assert come(house, provider)[1].status_code == 403
    assert kept(house).role is Role.ADMINISTRATOR
    with house.archive() as archive:
        archive.accounts.add(Account(0, "other", Role.ADMINISTRATOR), NOW)
        archive.accounts.change(Account(made.id, made.name, Role.EDITOR, disabled=True))
    assert come(house, provider)[1].status_code == 403


def test_keys_without_algorithm_and_keys_that_are_rolled_are_taken(house, provider, monkeypatch):
    provider.entra_keys = True
    assert come(house, provider)[1].status_code == 303
    assert provider.asked.count("/keys") == 1
    come(house, provider)
    assert provider.asked.count("/keys") == 1
    assert provider.asked.count("/.well-known/openid-configuration") == 1
    provider.key_changed()
    assert come(house, provider)[1].status_code == 403  # keys were asked for a moment ago
    monkeypatch.setattr("servwatch.web.console.openid_provider.KEYS_AGAIN", -1.0)
    assert come(house, provider)[1].status_code == 303


def an(**more):
    return {"preferred_username": "an", "roles": ["Watch.Editor"], **more}


@pytest.mark.parametrize(
    ("quirk", "reason"),
    [
        ({"issuer_signed": "https://sts.windows.net/tenant/"}, "InvalidIssuerError"),
        ({"audience": "another client"}, "InvalidAudienceError"),
        ({"audience": [CLIENT, "another client"]}, "another client"),
        ({"claims": an(azp="another client")}, "another client"),
        ({"claims": {"roles": ["Watch.Editor"]}}, "has no preferred_username"),
        ({"claims": an(preferred_username=["an"])}, "has no preferred_username"),
        ({"claims": an(preferred_username="an/../bo")}, "cannot be the name"),
        ({"claims": an(roles={"Watch.Editor": True})}, "no role here"),
        ({"lasts": -600}, "is over"),
        ({"early": 600}, "not good yet"),
        ({"nonce_told": "another"}, "nonce"),
        ({"nonce_told": 5}, "nonce"),
        ({"algorithm": "none"}, "signed by 'none'"),
        ({"algorithm": "HS256"}, "signed by 'HS256'"),
        ({"unknown_key": True}, "InvalidSignatureError"),
        ({"no_id_token": True}, "no ID token"),
        ({"state_told": "another"}, "of this browser's question"),
        ({"state_told": ""}, "of this browser's question"),
        ({"error": "access_denied"}, "refuses: access_denied"),
        ({"subject": ""}, "names nobody"),
        ({"subject": 7}, "InvalidSubjectError"),
    ],
    ids=str,
)
def test_what_does_not_hold_lets_nobody_in(house, provider, quirk, reason):
    for name, value in quirk.items():
        setattr(provider, name, value)
    with capture_logs() as logged:
        visitor, answer = come(house, provider)
    assert [reason in line["reason"] for line in logged if "reason" in line] == [True], logged
    assert answer.status_code == 403
    assert "did not sign you in" in answer.text
    assert "<script>" not in answer.text
    assert visitor.get("/").status_code == 303
    with house.archive() as archive:
        assert archive.accounts.all() == []


def test_clocks_may_differ_by_minutes_and_one_of_several_audiences_may_be_us(house, provider):
    provider.early, provider.lasts = 120, 600
    provider.audience = [CLIENT, "another client"]
    provider.claims["azp"] = CLIENT
    assert come(house, provider)[1].status_code == 303


@pytest.mark.parametrize(
    "quirk", [{"issuer_told": "https://login.example/{tenantid}/v2.0"}, {"status": 500}], ids=str
)
def test_a_provider_that_is_down_or_another_than_it_was_said_sends_nobody_anywhere(house, provider, quirk):
    for name, value in quirk.items():
        setattr(provider, name, value)
    answer = house.visitor().get("/sign-in/openid")
    assert answer.status_code == 403
    assert "did not sign you in" in answer.text


def test_a_code_is_good_once_and_in_the_browser_that_asked_only(house, provider):
    visitor = house.visitor()
    sent = visitor.get("/sign-in/openid").headers["location"]
    back = urlsplit(provider.authorize(sent))
    stranger = house.visitor()
    assert stranger.client.get(f"{back.path}?{back.query}").status_code == 403
    assert "/token" not in provider.asked
    assert visitor.client.get(f"{back.path}?{back.query}").status_code == 303
    assert visitor.client.get(f"{back.path}?{back.query}").status_code == 403
    assert kept(house).role is Role.EDITOR


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\r\nX: y", "x"])
def test_the_way_back_leads_into_the_console_only(house, provider, wanted):
    _, answer = come(house, provider, wanted=wanted)
    assert answer.headers["location"] == "/"


def test_without_a_provider_there_is_no_such_way(console):
    for path in ("/sign-in/openid", "/sign-in/openid/back?code=x&state="):
        assert console.visitor().client.get(path).status_code == 404
