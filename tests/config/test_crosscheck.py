"""What only several keys together can get wrong."""

import pytest

from tests.config.configurations import DIGEST, MEMBER, SOURCE, THEME, faults, loaded, told


def warnings(feeds, members=MEMBER):
    return told(loaded(feeds, members), "warning")


SMTP = '[mail]\nfrom = "a@example.org"\ntransport = "smtp"\nhost = "smtp.example.org"\n'


def test_a_configuration_in_which_all_fits_together_has_no_fault_and_no_doubt():
    assert (
        loaded(
            SOURCE + 'themes = ["work"]\n' + THEME + DIGEST + 'themes = ["*"]\npriority = { work = 2 }\n'
        ).problems
        == ()
    )


def test_an_address_with_a_password_is_refused_without_repeating_it():
    text = SOURCE.replace("https://", "https://me:s3cret@")
    assert faults(text) == [
        "feeds.toml:5:7: the address of the source 'example' holds a password; expected an address without one"
    ]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ('item_kind = "study"', []),
        ('item_kind = { default = "study", "/x" = "act" }', []),
        (
            'item_kind = { "/x" = "act" }',
            [
                "feeds.toml:6:13: item_kind of the source 'example' has no default; expected a table with the key \"default\""
            ],
        ),
        (
            'item_kind = { defaults = "act" }',
            ["feeds.toml:6:15: item_kind of the source 'example' has no default; did you mean 'default'?"],
        ),
        (
            '[source.item_kind]\n"/x" = "act"',
            [
                "feeds.toml:6:1: item_kind of the source 'example' has no default; expected a table with the key \"default\" (see line 7)"
            ],
        ),
    ],
)
def test_a_table_of_kinds_has_a_default(kinds, expected):
    assert faults(f"{SOURCE}{kinds}\n") == expected


def test_a_digest_that_nobody_gets_is_doubted_at_its_groups():
    assert warnings(DIGEST, None) == [
        "feeds.toml:5:11: the digest 'weekly' is not built: no member is in its groups ('board')"
    ]
    assert warnings(DIGEST.replace('groups = ["board"]\n', "")) == [
        "feeds.toml:1:1: the digest 'weekly' is not built: no member is in its groups (none)"
    ]


def test_a_digest_that_is_not_enabled_needs_no_recipients():
    assert warnings(DIGEST + "enabled = false\n", None) == []


def test_a_theme_without_terms_is_doubted():
    assert warnings(THEME.replace('terms.nl = ["werk"]\n', "")) == [
        "feeds.toml:1:1: the theme 'work' has no terms: only a source that names it can give it"
    ]


@pytest.mark.parametrize(
    "members",
    [
        '[[x]\nemail = "a@example.org"\ngroups = ["board"]\n',
        '[[member]]\nemail = "a@example.org"\ngroups = ["board\n',
        "x y\n",
    ],
)
def test_who_may_stand_on_lines_that_cannot_be_read_is_not_missed(members):
    assert len(faults(DIGEST, members)) == 1
    assert warnings(DIGEST, members) == []


def test_mail_by_smtp_names_its_sender():
    assert faults('[mail]\ntransport = "smtp"\n') == [
        'feeds.toml:2:13: mail is sent by smtp, but names no sender; expected the key "from"'
    ]
    assert faults(SMTP) == []


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ('user = "me"\nsecurity = "tls"\n', []),
        ('user = "me"\nsecurity = "starttls"\n', []),
        ('security = "tls"\n', ['feeds.toml:5:8: login needs a name; expected the key "user"']),
        (
            'user = "me"\n',
            [
                'feeds.toml:5:8: the password would travel unprotected to smtp.example.org; expected security = "starttls" or "tls"'
            ],
        ),
        (
            'user = "me"\nsecurity = "none"\n',
            [
                'feeds.toml:5:8: the password would travel unprotected to smtp.example.org; expected security = "starttls" or "tls"'
            ],
        ),
    ],
)
def test_a_login_has_a_name_and_is_protected(more, expected):
    assert told(loaded(f'{SMTP}auth = "login"\n{more}', environ={"SERVWATCH_MAIL_PASSWORD": "x"})) == expected


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_on_this_machine_a_login_needs_no_protection(host):
    text = SMTP.replace("smtp.example.org", host) + 'auth = "login"\nuser = "me"\n'
    assert told(loaded(text, environ={"SERVWATCH_MAIL_PASSWORD": "x"})) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '[fetch]\nproxy = "http://me:s3cret@proxy:3128"\n',
            'feeds.toml:2:9: proxy of [fetch] holds a password; expected the key "proxy_file"',
        ),
        (
            '[servwatch]\ndatabase = "postgresql+psycopg://me:s3cret@host/db"\n',
            (
                "feeds.toml:2:12: database of [servwatch] holds a password; "
                "expected the key database_file, or the variable SERVWATCH_DATABASE"
            ),
        ),
    ],
)
def test_a_password_in_an_address_is_refused_with_the_place_where_it_belongs(text, expected):
    assert faults(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        '[fetch]\nproxy = "http://proxy:3128"\n',
        '[servwatch]\ndatabase = "postgresql+psycopg://me@host/db"\n',
        SOURCE,
    ],
)
def test_an_address_without_a_password_is_none(text):
    assert faults(text) == []


@pytest.mark.parametrize("again", ["name@example.org", "NAME@Example.ORG", " name@example.org "])
def test_a_person_is_given_once(again):
    members = MEMBER + f'[[member]]\nemail = "{again}"\ngroups = []\n'
    assert faults("", members) == [
        f"members.toml:5:9: the member '{again}' is given twice; expected one entry a person (see line 2)"
    ]


@pytest.mark.parametrize(
    ("since", "until", "fault"),
    [
        ("2026-01-01", "2026-12-31", False),
        ("2026-01-01", "2026-01-01", False),
        ("2026-01-02", "2026-01-01", True),
    ],
)
def test_a_mandate_does_not_end_before_it_begins(since, until, fault):
    told = faults("", f"{MEMBER}from = {since}\nuntil = {until}\n")
    expected = f"members.toml:5:9: the mandate of 'name@example.org' ends before it begins; expected a day from {since} on"
    assert told == ([expected] if fault else [])


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2026-01-01T00:00:00", "2026-01-01T00:00:00Z"),
        ("{ a = 1 }", "{ b = 1 }"),
        ('"2026-02-01"', '"2026-01-01"'),
        ("true", "false"),
    ],
)
def test_values_of_the_wrong_sort_are_told_as_such_and_not_compared(since, until):
    told = faults("", f"{MEMBER}from = {since}\nuntil = {until}\n")
    assert [line.partition(" of ")[0] for line in told] == [
        "members.toml:4:8: from",
        "members.toml:5:9: until",
    ]


ALERT = DIGEST.replace('"0 7 * * fri"', '"at once"')


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ALERT, ['layout = "alert"']),
        (DIGEST + 'layout = "alert"\n', ["at once"]),
        (ALERT + 'layout = "alert"\nhours = "20-07"\n', ["two full hours of one day"]),
        (ALERT + 'layout = "alert"\nhours = "01-05"\n', ["not before 03"]),
        (ALERT + 'layout = "alert"\nhours = "08-18"\n', []),
    ],
)
def test_what_comes_at_once_is_an_alert_and_nothing_else_is(text, expected):
    found = told(loaded(text))
    assert len(found) == len(expected), found
    assert all(part in line for part, line in zip(expected, found, strict=True)), found


def test_hours_of_a_digest_that_does_not_come_at_once_are_doubted():
    (doubt,) = [line for line in warnings(THEME + DIGEST + 'hours = "08-18"\n') if "hours" in line]
    assert "hours hold only for a digest that comes at once" in doubt
