"""`[bounces]`: the folder to which mail comes back, with the words and the checks of a source of the kind mailbox."""

from datetime import date, timedelta

from servwatch.config import load
from servwatch.config.secret_files import secret_paths
from servwatch.config.tables import BouncesTable, SourceTable
from servwatch.cycle.doctor.hosts import outward
from servwatch.cycle.endings import known_endings

GENERAL = '[servwatch]\ndatabase = "sqlite:///watch.db"\n'
FOLDER = '[bounces]\nurl = "imaps://mail.example.org/Bounces"\nuser = "bounces@example.org"\n'
TOKENS = 'auth = "xoauth2"\ntoken_url = "https://login.example.org/token"\nclient_id = "app"\n'


def written(folder, text, **files):
    (folder / "feeds.toml").write_text(GENERAL + text, encoding="utf-8")
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder / "feeds.toml"


def folder_of(path, **environ):
    return load(path, environ=environ).require().bounces


def told(path):
    return [(p.text, p.severity) for p in load(path, environ={}).problems]


def test_without_the_table_nobody_reads_what_comes_back(tmp_path):
    assert folder_of(written(tmp_path, "")) is None


def test_the_folder_and_who_reads_it_are_in_the_settings(tmp_path):
    path = written(tmp_path, FOLDER + 'password_file = "pw"\nsecret_ends = 2027-01-31\n', pw="s3cret\n")
    found = folder_of(path)
    assert found.url == "imaps://mail.example.org/Bounces"
    assert (found.login.user, found.login.password) == ("bounces@example.org", "s3cret")
    assert found.every == timedelta(minutes=15)
    assert "s3cret" not in repr(found)


def test_the_password_may_come_from_a_variable_and_a_file_goes_before_it(tmp_path):
    variable = {"SERVWATCH_BOUNCES_PASSWORD": "variable"}
    assert folder_of(written(tmp_path, FOLDER), **variable).login.password == "variable"
    path = written(tmp_path, FOLDER + 'password_file = "pw"\n', pw="file")
    assert folder_of(path, **variable).login.password == "file"


def test_tokens_have_their_secrets_in_files_of_their_own(tmp_path):
    more = 'secret_file = "s"\nrefresh_token_file = "r"\nscope = "imap"\nevery = "1h"\n'
    found = folder_of(written(tmp_path, FOLDER + TOKENS + more, s="app-secret", r="refresh"))
    login = found.login
    assert (login.auth, login.client_secret, login.refresh_token) == ("xoauth2", "app-secret", "refresh")
    assert (login.token_url, login.client_id, login.scope) == (
        "https://login.example.org/token",
        "app",
        "imap",
    )
    assert found.every == timedelta(hours=1)


def test_without_any_secret_there_is_a_doubt_that_names_the_variable(tmp_path):
    ((text, severity),) = told(written(tmp_path, FOLDER))
    assert severity == "warning"
    assert text.endswith("([bounces]): name a password_file, or set SERVWATCH_BOUNCES_PASSWORD")


def test_a_secret_file_that_is_not_there_is_an_error(tmp_path):
    ((text, severity),) = told(written(tmp_path, FOLDER + 'password_file = "pw"\n'))
    assert severity == "error"
    assert "cannot be read from its file" in text


def test_a_table_without_its_folder_or_its_reader_is_refused(tmp_path):
    lacking = load(written(tmp_path, '[bounces]\nevery = "1h"\n'), environ={}).errors
    assert {p.expected for p in lacking} == {"the key url", "the key user"}


def test_what_is_of_tokens_does_not_stand_beside_a_password_nor_the_other_way(tmp_path):
    assert ("client_id is for tokens only ([bounces])", "error") in told(
        written(tmp_path, FOLDER + 'client_id = "app"\n')
    )
    faults = told(written(tmp_path, FOLDER + 'auth = "xoauth2"\npassword_file = "pw"\n', pw="x"))
    assert ("no password is used with xoauth2 ([bounces])", "error") in faults
    assert ("tokens need an endpoint and an application ([bounces])", "error") in faults


def test_a_web_address_is_no_folder_and_a_password_in_an_address_is_not_repeated(tmp_path):
    (fault,) = load(
        written(tmp_path, FOLDER.replace("imaps://mail.example.org/Bounces", "https://mail.example.org/")),
        environ={"SERVWATCH_BOUNCES_PASSWORD": "x"},
    ).errors
    assert "imaps://" in fault.expected
    with_password = FOLDER.replace("imaps://mail", "imaps://me:geheim@mail")
    faults = load(written(tmp_path, with_password), environ={}).errors
    assert faults
    assert all("geheim" not in str(fault) for fault in faults)


def test_every_key_of_its_login_is_described_in_the_words_of_a_source():
    for key in set(BouncesTable.model_fields) - {"url", "every"}:
        here, there = BouncesTable.model_fields[key], SourceTable.model_fields[key]
        assert here.annotation == there.annotation
        assert here.default == there.default
        assert here.description.lower() in there.description.lower()


def test_the_doctor_knows_its_host_its_secret_files_and_the_end_of_its_secret(tmp_path):
    more = TOKENS + 'secret_file = "s"\nsecret_ends = 2027-01-31\n'
    loaded = load(written(tmp_path, FOLDER + more, s="x"), environ={})
    settings = loaded.require()
    openings = {(o.host, o.port): o.why for o in outward(settings)}
    assert openings["mail.example.org", 993] == ("mail that comes back",)
    assert openings["login.example.org", 443] == ("tokens of [bounces]",)
    assert ("secret_file of [bounces]", tmp_path / "s") in secret_paths(loaded.root, tmp_path)
    (ending,) = known_endings(settings)
    assert (ending.name, ending.last) == ("the secret of [bounces]", date(2027, 1, 31))
