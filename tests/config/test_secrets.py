"""Secrets: where they come from, and that they go nowhere else."""

from pathlib import Path

import pytest

from servwatch.archive.archive import Archive
from servwatch.config import database_of, load
from servwatch.config.secret_files import read_secret
from servwatch.cycle.configuration import in_force
from servwatch.errors import ConfigError, SecretMissing
from tests.config.command_line import servwatch
from tests.config.configurations import told

LOGIN = """\
[servwatch]
database = "sqlite:///watch.db"
[mail]
from = "Watch <watch@example.org>"
transport = "smtp"
security = "starttls"
auth = "login"
user = "watch"
administrators = ["name@example.org"]
"""


def written(folder, feeds, **files):
    (folder / "feeds.toml").write_text(feeds, encoding="utf-8")
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "feeds.toml"


def errors(path, **environ):
    return [p.text for p in load(path, environ=environ).errors]


def test_the_password_of_the_mail_relay_comes_from_a_file_beside_feeds_toml(tmp_path):
    path = written(tmp_path, LOGIN + 'password_file = "pw"\n', pw="  s3cret\n")
    assert load(path, environ={}).require().mail.password == "s3cret"


def test_or_from_the_environment(tmp_path):
    path = written(tmp_path, LOGIN)
    assert load(path, environ={"SERVWATCH_MAIL_PASSWORD": "s3cret"}).require().mail.password == "s3cret"


def test_and_a_file_goes_before_a_variable(tmp_path):
    path = written(tmp_path, LOGIN + 'password_file = "pw"\n', pw="file")
    assert load(path, environ={"SERVWATCH_MAIL_PASSWORD": "variable"}).require().mail.password == "file"


def test_a_login_without_any_password_is_a_warning_at_its_line(tmp_path):
    (doubt,) = load(written(tmp_path, LOGIN), environ={}).problems
    assert (doubt.line, doubt.severity) == (7, "warning")
    assert doubt.text == "no password to log in with: name a password_file, or set SERVWATCH_MAIL_PASSWORD"


MAILBOX = """\
[[source]]
id = "news-letters"
name = "Newsletters"
body = "newsletters"
kind = "mailbox"
url = "imaps://mail.example.org/INBOX/News"
user = "watch@example.org"
"""
TOKENS = 'auth = "xoauth2"\ntoken_url = "https://login.example.org/token"\nclient_id = "app"\n'


def login_of(path, **environ):
    (source,) = load(path, environ=environ).require().sources
    return source.login


def test_the_secrets_of_a_mailbox_come_from_files_or_variables_of_its_own(tmp_path):
    path = written(tmp_path, MAILBOX + 'password_file = "pw"\n', pw="s3cret\n")
    assert login_of(path, SERVWATCH_NEWS_LETTERS_PASSWORD="other").password == "s3cret"
    path = written(tmp_path, MAILBOX)
    assert login_of(path, SERVWATCH_NEWS_LETTERS_PASSWORD="other").password == "other"
    path = written(tmp_path, MAILBOX + TOKENS + 'refresh_token_file = "rt"\n', rt="token")
    found = login_of(path, SERVWATCH_NEWS_LETTERS_SECRET="s3cret")
    assert (found.refresh_token, found.client_secret) == ("token", "s3cret")
    assert "s3cret" not in repr(found)


def test_a_mailbox_without_a_secret_is_a_warning_and_a_file_that_is_missing_an_error(tmp_path):
    (doubt,) = load(written(tmp_path, MAILBOX), environ={}).problems
    assert (doubt.line, doubt.severity) == (7, "warning")
    assert "name a password_file, or set SERVWATCH_NEWS_LETTERS_PASSWORD" in doubt.text
    (fault,) = load(written(tmp_path, MAILBOX + 'password_file = "none"\n'), environ={}).problems
    assert (fault.line, fault.severity) == (8, "error")


def test_a_mailbox_where_the_extra_is_not_installed_is_a_warning_that_says_what_to_install(
    tmp_path, monkeypatch
):
    import sys

    monkeypatch.setitem(sys.modules, "imap_tools", None)
    path = written(tmp_path, MAILBOX)
    (doubt,) = load(path, environ={"SERVWATCH_NEWS_LETTERS_PASSWORD": "x"}).problems
    assert (doubt.line, doubt.severity) == (5, "warning")
    assert "pip install 'servwatch[mailbox]'" in doubt.expected


def test_nobody_reads_a_password_that_nobody_needs(tmp_path):
    path = written(tmp_path, '[mail]\npassword_file = "missing"\n')
    settings = load(path, environ={"SERVWATCH_MAIL_PASSWORD": "s3cret"}).require()
    assert settings.mail.password == ""


@pytest.mark.parametrize(
    ("table", "key"), [("servwatch", "database_file"), ("fetch", "proxy_file"), ("mail", "password_file")]
)
@pytest.mark.parametrize(
    ("content", "why"),
    [(None, "No such file or directory"), ("", "is empty"), (" \n", "is empty"), (b"\xff", "it is no text")],
)
def test_a_file_that_gives_no_secret_is_told_at_the_key_that_names_it(tmp_path, table, key, content, why):
    login = '\n[mail]\nauth = "login"\nuser = "x"\n' if table != "mail" else 'auth = "login"\nuser = "x"\n'
    path = written(tmp_path, f'[{table}]\n{key} = "secret"\n{login}')
    if content is not None:
        (tmp_path / "secret").write_bytes(content.encode() if isinstance(content, str) else content)
    (problem,) = load(path, environ={"SERVWATCH_MAIL_PASSWORD": "x"}).errors
    assert (problem.line, problem.path) == (2, f"{table}.{key}")
    assert why in problem.text
    assert str(tmp_path / "secret") in problem.text


def test_the_database_comes_from_the_option_then_the_file_then_the_variable_then_the_key(tmp_path):
    path = written(tmp_path, '[servwatch]\ndatabase = "sqlite:///key.db"\n')
    variable = {"SERVWATCH_DATABASE": "sqlite:///variable.db"}
    assert load(path, environ={}).require().database == f"sqlite:///{tmp_path / 'key.db'}"
    assert load(path, environ=variable).require().database == f"sqlite:///{tmp_path / 'variable.db'}"
    written(tmp_path, '[servwatch]\ndatabase_file = "address"\n', address="sqlite:///file.db\n")
    assert load(path, environ=variable).require().database == f"sqlite:///{tmp_path / 'file.db'}"
    given = load(path, environ=variable, db="sqlite:///option.db").require()
    assert given.database == f"sqlite:///{tmp_path / 'option.db'}"


@pytest.mark.parametrize("fault", ["", "[fetch]\npace = 1\n", "this is no TOML\n"])
@pytest.mark.parametrize("database", ['database_file = "address"\n', 'database = "sqlite:///key.db"\n', ""])
@pytest.mark.parametrize("environ", [{}, {"SERVWATCH_DATABASE": "sqlite:///variable.db"}])
@pytest.mark.parametrize("db", [None, "sqlite:///option.db"])
def test_a_faulty_configuration_has_the_database_it_would_have_without_its_faults(
    tmp_path, fault, database, environ, db
):
    path = written(tmp_path, f"[servwatch]\n{database}", address="sqlite:///file.db")
    right = load(path, environ=environ, db=db).require().database
    written(tmp_path, f"[servwatch]\n{database}{fault}")
    assert database_of(load(path, environ=environ, db=db), path, environ, db) == right


def test_the_last_valid_configuration_is_found_in_the_database_that_a_file_names(tmp_path):
    path = written(tmp_path, '[servwatch]\ndatabase_file = "address"\n', address="sqlite:///hidden.db")
    run = servwatch("run", folder=tmp_path)
    assert run.returncode == 0, run.stdout + run.stderr
    written(tmp_path, '[servwatch]\ndatabase_file = "address"\nlanguage = "xx"\n')
    current = in_force(path, {})
    assert current.settings.language == "nl"
    assert [p.line for p in current.problems] == [3]
    assert not (tmp_path / "servwatch.db").exists()


SECRET = "s3cret/p@ss"
PLACES = {
    "a key for it": f'[mail]\npassword = "{SECRET}"\n',
    "the address of the database": f'[servwatch]\ndatabase = "postgresql+psycopg://me:{SECRET}@db/x"\n',
    "an address of another scheme": f'[servwatch]\ndatabase = "postgres://me:{SECRET}@db/x"\n',
    "the proxy": f'[fetch]\nproxy = "http://me:{SECRET}@proxy:3128"\n',
    "a proxy of another scheme": f'[fetch]\nproxy = "socks5://me:{SECRET}@proxy:3128"\n',
    "the heartbeat": f'[servwatch]\nheartbeat = "https://me:{SECRET.replace("/", "")}@example.org/ping"\n',
}


@pytest.mark.parametrize("place", PLACES)
def test_a_secret_in_feeds_toml_is_an_error_that_does_not_repeat_it(tmp_path, place):
    result = load(written(tmp_path, PLACES[place]), environ={})
    assert result.settings is None
    assert {p.line for p in result.errors} == {2}
    assert "s3cret" not in "\n".join(told(result))


def test_no_secret_comes_out_of_check_or_a_run_or_lies_in_a_revision(tmp_path):
    """The relay of this test is a closed port, so that the run also tells of a failure."""
    feeds = LOGIN.replace(
        'user = "watch"', 'user = "watch"\nhost = "127.0.0.1"\nport = 1\npassword_file = "pw"'
    )
    feeds += '[fetch]\nproxy_file = "proxy"\n'
    written(tmp_path, feeds, pw=SECRET, proxy=f"http://me:{SECRET}@127.0.0.1:1")
    for arguments in (["check"], ["check", "--json"], ["check", "--shipped"], ["-v", "run", "--all"]):
        told = servwatch(*arguments, folder=tmp_path)
        assert told.returncode == 0, told.stdout + told.stderr
        assert "s3cret" not in told.stdout + told.stderr
    with Archive(f"sqlite:///{tmp_path / 'watch.db'}") as archive:
        kept = archive.revisions.newest(str(tmp_path / "feeds.toml"))
    assert kept is not None
    assert set(kept.files) == {str(tmp_path / "feeds.toml")}
    stored = b"".join(file.read_bytes() for file in tmp_path.glob("watch.db*"))
    assert b"s3cret" not in stored


def test_a_database_that_does_not_answer_is_told_without_its_password(tmp_path):
    written(tmp_path, "")
    address = f"postgresql+psycopg://me:{SECRET.replace('/', '%2F').replace('@', '%40')}@127.0.0.1:1/x"
    run = servwatch("run", folder=tmp_path, SERVWATCH_DATABASE=address)
    assert run.returncode == 1
    assert "s3cret" not in run.stdout + run.stderr
    assert "Traceback" not in run.stderr


def test_settings_do_not_show_their_secrets_when_printed(tmp_path):
    path = written(tmp_path, LOGIN + 'password_file = "pw"\n[fetch]\nproxy_file = "proxy"\n')
    written(tmp_path, path.read_text(), pw=SECRET, proxy=f"http://me:{SECRET}@proxy")
    settings = load(path, environ={"SERVWATCH_DATABASE": f"postgresql+psycopg://me:{SECRET}@db/x"}).require()
    assert settings.mail.password == SECRET
    assert "s3cret" not in repr(settings)


def test_a_secret_that_cannot_be_read_says_what_to_do(tmp_path):
    with pytest.raises(SecretMissing) as refusal:
        read_secret(tmp_path / "nothing")
    assert "readable for the user that runs servwatch" in refusal.value.sentence()
    with pytest.raises(SecretMissing, match="empty"):
        read_secret(Path("/dev/null"))


def test_a_missing_secret_stops_a_run_whatever_revision_is_kept(tmp_path):
    path = written(tmp_path, '[fetch]\nproxy_file = "proxy"\n', proxy="http://127.0.0.1:1")
    assert servwatch("run", folder=tmp_path).returncode == 0
    (tmp_path / "proxy").unlink()
    with pytest.raises(ConfigError):
        in_force(path, {})


RELAY_TOKENS = """\
[mail]
from = "Watch <watch@example.org>"
transport = "smtp"
host = "smtp.office365.com"
port = 587
security = "starttls"
auth = "xoauth2"
user = "watch@example.org"
tenant = "example.onmicrosoft.com"
client_id = "app"
"""


def test_the_tenant_of_the_relay_says_where_tokens_come_from_and_what_for(tmp_path):
    path = written(tmp_path, RELAY_TOKENS + 'secret_file = "s"\nsecret_ends = 2027-06-30\n', s="s3cret\n")
    mail = load(path, environ={}).require().mail
    assert (mail.client_secret, mail.client_id, mail.auth) == ("s3cret", "app", "xoauth2")
    assert mail.token_url == "https://login.microsoftonline.com/example.onmicrosoft.com/oauth2/v2.0/token"
    assert mail.scope == "https://outlook.office365.com/.default"
    assert str(mail.secret_ends) == "2027-06-30"
    assert "s3cret" not in repr(mail)


def test_the_secrets_of_the_relay_may_stand_in_variables(tmp_path):
    path = written(tmp_path, RELAY_TOKENS)
    found = load(path, environ={"SERVWATCH_MAIL_SECRET": "s3cret", "SERVWATCH_MAIL_REFRESH_TOKEN": "rt"})
    assert (found.require().mail.client_secret, found.require().mail.refresh_token) == ("s3cret", "rt")


def test_tokens_without_a_secret_are_a_warning(tmp_path):
    (doubt,) = load(written(tmp_path, RELAY_TOKENS), environ={}).problems
    assert (doubt.line, doubt.severity) == (7, "warning")
    assert doubt.text == "nothing to ask for tokens with: name a secret_file, or set SERVWATCH_MAIL_SECRET"


def test_token_url_stands_for_another_provider(tmp_path):
    text = RELAY_TOKENS.replace(
        'tenant = "example.onmicrosoft.com"', 'token_url = "https://login.example.org/token"'
    )
    mail = load(written(tmp_path, text), environ={"SERVWATCH_MAIL_SECRET": "x"}).require().mail
    assert (mail.token_url, mail.scope) == ("https://login.example.org/token", "")


@pytest.mark.parametrize(
    ("old", "new", "line", "why"),
    [
        ('user = "watch@example.org"\n', "", 7, "login needs a name"),
        ('client_id = "app"\n', "", 7, "tokens are asked for by an application"),
        ('tenant = "example.onmicrosoft.com"\n', "", 7, "tokens come from nowhere"),
        ("client_id", 'token_url = "https://login.example.org/t"\nclient_id', 9, "both say where"),
        ('security = "starttls"', 'security = "none"', 7, "the token would travel unprotected to smtp"),
        ('auth = "xoauth2"', 'auth = "login"', 9, "tenant is for tokens only"),
        ("client_id", 'password_file = "pw"\nclient_id', 10, "no password is used with xoauth2"),
        ("example.onmicrosoft.com", "a/../b", 9, "tenant of [mail]"),
    ],
)
def test_what_tokens_of_the_relay_lack_or_have_too_much_is_told(tmp_path, old, new, line, why):
    path = written(tmp_path, RELAY_TOKENS.replace(old, new), pw="x")
    found = load(path, environ={"SERVWATCH_MAIL_SECRET": "x", "SERVWATCH_MAIL_PASSWORD": "x"}).errors
    assert (line, True) in [(p.line, why in p.text) for p in found], [str(p) for p in found]
