"""`[console]`: who is believed, and what is refused before anybody could be let in by it."""

from datetime import timedelta
from ipaddress import ip_network

import pytest

from servwatch.config import load
from servwatch.model.console import ConsoleSettings


def loaded(folder, table, **environ):
    (folder / "feeds.toml").write_text(f"[console]\n{table}\n")
    (folder / "members.toml").write_text("")
    return load(folder / "feeds.toml", environ=environ)


def test_without_the_table_people_sign_in_by_password_or_mail_and_no_header_is_believed(tmp_path):
    assert loaded(tmp_path, "").require().console == ConsoleSettings()


def test_all_of_it(tmp_path):
    (tmp_path / "secret").write_text("sesam\n")
    console = (
        loaded(
            tmp_path,
            'sign_in = ["mail"]\nsession = "7d"\nidle = "1h"\nuser_header = "X-Remote-User"\n'
            'header_role = "reader"\ntrusted_proxies = ["10.1.2.3", "fd00::/8"]\n'
            'oidc_issuer = "https://login.microsoftonline.com/example.org/v2.0"\noidc_client_id = "abc"\n'
            'oidc_secret_file = "secret"\noidc_claim = "groups"\noidc_roles = { "g-1" = "editor" }\noidc_role = "reader"',
        )
        .require()
        .console
    )
    assert console.sign_in == ("mail",)
    assert (console.session, console.idle) == (timedelta(days=7), timedelta(hours=1))
    assert console.trusted_proxies == (ip_network("10.1.2.3/32"), ip_network("fd00::/8"))
    assert console.openid is not None
    assert console.openid.client_secret == "sesam"
    assert console.openid.roles == {"g-1": "editor"}
    assert "sesam" not in repr(console)


def test_the_secret_may_come_by_a_variable(tmp_path):
    table = 'oidc_issuer = "https://id.example.org"\noidc_client_id = "abc"'
    openid = loaded(tmp_path, table, SERVWATCH_OIDC_SECRET="sesam").require().console.openid
    assert openid is not None
    assert openid.client_secret == "sesam"


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ('user_header = "X-Remote-User"', "anybody could say who they are"),
        ('user_header = "X-Remote-User"\ntrusted_proxies = []', "anybody could say who they are"),
        ('user_header = "X_Remote_User"\ntrusted_proxies = ["::1"]', "the name of a header"),
        ('user_header = "X\\r\\nY"\ntrusted_proxies = ["::1"]', "the name of a header"),
        ('trusted_proxies = ["proxy.example.org"]', "an address or a network"),
        ('header_role = "reader"', "for user_header only"),
        ('oidc_issuer = "https://login.microsoftonline.com/common/v2.0"', "your own tenant"),
        ('oidc_issuer = "http://id.example.org"', "an https address"),
        ('oidc_issuer = "https://id.example.org"', "oidc_client_id"),
        ('oidc_client_id = "abc"', "oidc_issuer"),
        ('oidc_issuer = "https://i.example"\noidc_client_id = "a"\noidc_scope = "email"', "without openid"),
        (
            'oidc_issuer = "https://i.example"\noidc_client_id = "a"\noidc_secret_file = "none"',
            "cannot be read",
        ),
        ('sign_in = ["guess"]', "sign_in"),
    ],
)
def test_what_would_let_in_anybody_or_nobody_is_refused(tmp_path, table, told):
    found = loaded(tmp_path, table)
    assert found.settings is None
    assert told in "\n".join(map(str, found.problems))
