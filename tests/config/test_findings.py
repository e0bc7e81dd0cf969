"""What pydantic refuses, said in our words: where, what was found, what is expected, what it resembles."""

import pytest

from tests.config.configurations import DIGEST, MEMBER, SOURCE, THEME, faults


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "every = 2",
            '6:9: every of the source \'example\' is 2; expected a duration above zero, such as "30s", "2h" or "7d"',
        ),
        ('weight = "1"', "6:10: weight of the source 'example' is \"1\"; expected a number, without quotes"),
        ("weight = 10.5", "6:10: weight of the source 'example' is 10.5; expected at most 10"),
        ("weight = -1", "6:10: weight of the source 'example' is -1; expected at least 0"),
        ("weight = nan", "6:10: weight of the source 'example' is nan; expected a number"),
        ("weight = inf", "6:10: weight of the source 'example' is inf; expected a number"),
        ("weight = true", "6:10: weight of the source 'example' is true; expected a number"),
        ("enabled = 1", "6:11: enabled of the source 'example' is 1; expected true or false"),
        (
            'enabled = "yes"',
            "6:11: enabled of the source 'example' is \"yes\"; expected true or false, without quotes",
        ),
        ("max_bytes = 1.5", "6:13: max_bytes of the source 'example' is 1.5; expected a whole number"),
        ("max_bytes = 1e6", "6:13: max_bytes of the source 'example' is 1000000.0; expected a whole number"),
        ("max_bytes = 999", "6:13: max_bytes of the source 'example' is 999; expected at least 1000"),
        (
            'include = "/news/"',
            '6:11: include of the source \'example\' is "/news/"; expected a list in [brackets], such as ["/news/"]',
        ),
        (
            "include = [1]",
            "6:12: the 1st value of include of the source 'example' is 1; expected a text in quotes",
        ),
        (
            'include = ["a", ""]',
            "6:17: the 2nd value of include of the source 'example' is \"\"; expected a text that is not empty",
        ),
        (f'include = ["{"x" * 201}"]', None),
        (
            'side = "employer"',
            (
                "6:8: side of the source 'example' is \"employer\"; "
                'expected one of "public", "employers", "workers", "other"; did you mean \'employers\'?'
            ),
        ),
        (
            "side = []",
            '6:8: side of the source \'example\' is a list; expected one of "public", "employers", "workers", "other"',
        ),
        ("category_themes = []", "6:19: category_themes of the source 'example' is a list; expected a table"),
        (
            'kind = "twitter"',
            '6:8: kind of the source \'example\' is "twitter"; expected one of "feed", "page", "sitemap", "json_api", "sparql", "mailbox"',
        ),
        (
            'kind = "pages"',
            '6:8: kind of the source \'example\' is "pages"; expected one of "feed", "page", "sitemap", "json_api", "sparql", "mailbox"; did you mean \'page\'?',
        ),
        ("evry = '2h'", "6:1: unknown key 'evry' in the source 'example'; did you mean 'every'?"),
        (
            "accept = 2026-01-01",
            "6:10: accept of the source 'example' is 2026-01-01; expected a text that is not empty, on one line",
        ),
    ],
)
def test_a_wrong_value_or_key_of_a_source_is_told(line, expected):
    told = faults(f"{SOURCE}{line}\n")
    if expected is None:
        assert told[0].endswith("expected at most 200 characters")
    else:
        assert told == [f"feeds.toml:{expected}"]


def test_an_unknown_key_that_resembles_none_is_told_with_those_there_are():
    assert faults("[fetch]\nxyzzy = 1\n") == [
        (
            "feeds.toml:2:1: unknown key 'xyzzy' in [fetch]; expected one of pace, per_host, concurrency, timeout,"
            " max_bytes, ceiling, allow_private, proxy, proxy_file, no_proxy, ca_file, connect_to"
        )
    ]


@pytest.mark.parametrize("key", ["password", "Password", "wachtwoord", "secret", "token", "api_key"])
def test_a_secret_is_refused_with_the_key_it_belongs_to(key):
    (told,) = faults(f'[mail]\n{key} = "s3cret"\n')
    assert told.startswith(f"feeds.toml:2:1: '{key}' in [mail]: a secret does not belong in this file")
    assert told.endswith(
        '; expected the key "password_file" or the key "secret_file" or the key "refresh_token_file"'
    )


def test_a_secret_where_none_is_known_belongs_in_a_file_of_its_own():
    (line,) = faults(f'{THEME}password = "s3cret"\n')
    assert line.endswith("expected a file of its own")
    assert "s3cret" not in line


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ("terms.nl = 3", "4:12: terms.nl of the theme 'work' is 3; expected a list in [brackets]"),
        (
            "terms.nl = [\n  'a', 3,\n]",
            (
                "5:8: the 2nd term of terms.nl of the theme 'work' is 3; "
                'expected a text, or a table such as { term = "word", weight = 0.5 }'
            ),
        ),
        (
            "terms.nl = ['']",
            "4:13: the 1st term of terms.nl of the theme 'work' is \"\"; expected a text that is not empty, on one line",
        ),
        (
            "terms.nl = [{ term = 'a', near = 0 }]",
            "4:34: near of the 1st term of terms.nl of the theme 'work' is 0; expected at least 2",
        ),
        (
            "terms.nl = [{ term = 'a', exclude = ['b', 1] }]",
            (
                "4:43: the 2nd value of exclude of the 1st term of terms.nl of the theme 'work' is 1; "
                "expected a text that is not empty, on one line"
            ),
        ),
        (
            "terms.nl = [{ weight = 1 }]",
            "4:13: the 1st term of terms.nl of the theme 'work' lacks the key 'term'",
        ),
        (
            "terms.nl = [{ trem = 'a' }]",
            "4:15: unknown key 'trem' in the 1st term of terms.nl of the theme 'work'; did you mean 'term'?",
        ),
        (
            "terms.it = ['a']",
            '4:1: terms of the theme \'work\' has the key \'it\'; expected one of "nl", "en", "fr", "de", "es"',
        ),
        ("terms = ['a']", "4:9: terms of the theme 'work' is a list; expected a table"),
        (
            "exclude = 3",
            "4:11: exclude of the theme 'work' is 3; expected a list of texts, or a table with a list per language",
        ),
        (
            "exclude = ['a', 3]",
            "4:17: the 2nd value of exclude of the theme 'work' is 3; expected a text that is not empty, on one line",
        ),
        (
            "exclude.it = ['a']",
            '4:1: exclude of the theme \'work\' has the key \'it\'; expected one of "nl", "en", "fr", "de", "es"',
        ),
    ],
)
def test_a_wrong_term_is_told_by_its_number(terms, expected):
    assert faults(THEME.replace('terms.nl = ["werk"]', terms)) == [f"feeds.toml:{expected}"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            '"Werk"',
            '3:8: name of the theme \'work\' is "Werk"; expected a table per language, such as { nl = "Werk", en = "Work" }',
        ),
        ("{}", "3:8: name of the theme 'work' is empty; expected at least one language"),
        (
            "{ nl = '' }",
            "3:15: name.nl of the theme 'work' is \"\"; expected a text that is not empty, on one line",
        ),
        (
            "{ it = 'x' }",
            '3:10: name of the theme \'work\' has the key \'it\'; expected one of "nl", "en", "fr", "de", "es"',
        ),
    ],
)
def test_a_name_is_given_per_language(name, expected):
    assert faults(THEME.replace('{ nl = "Werk" }', name)) == [f"feeds.toml:{expected}"]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (
            "item_kind = 3",
            "6:13: item_kind of the source 'example' is 3; expected a kind, or a table of kinds",
        ),
        ('item_kind = "new"', "6:13: item_kind of the source 'example' is \"new\"; "),
        (
            'item_kind = { default = "news", "/x" = 3 }',
            "6:40: item_kind.\"/x\" of the source 'example' is 3; ",
        ),
        (
            '[source.item_kind]\ndefault = "news"\n"/x" = "new"',
            '8:8: item_kind."/x" of the source \'example\' is "new"; ',
        ),
    ],
)
def test_a_kind_is_one_of_the_list(kinds, expected):
    (line,) = faults(f"{SOURCE}{kinds}\n")
    assert line.startswith(f"feeds.toml:{expected}")


def test_a_fault_in_a_table_within_a_table_points_to_its_header():
    (line,) = faults(f'{SOURCE}[source.item_kind]\ndefault = "news"\n"/x" = 3\n')
    assert line.endswith("(see line 6)")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '[[source]]\nid = "a"\n',
            "1:1: the source 'a' lacks the keys 'name', 'body' and 'url' (see line 3)",
        ),
        (
            SOURCE.replace('body = "example"\n', ""),
            "1:1: the source 'example' lacks the key 'body' (see line 4)",
        ),
        (SOURCE.replace('id = "example"\n', ""), "1:1: [[source]] lacks the key 'id' (see line 2)"),
        (
            THEME.replace('name = { nl = "Werk" }\n', ""),
            "1:1: the theme 'work' lacks the key 'name' (see line 3)",
        ),
        (
            DIGEST.replace('title = { nl = "Wekelijks" }\n', "# title\n"),
            "1:1: the digest 'weekly' lacks the key 'title' (see line 3)",
        ),
        ("[[source]]\n", "1:1: [[source]] lacks the keys 'id', 'name', 'body' and 'url' (see line 2)"),
    ],
)
def test_what_a_table_lacks_is_told_at_once_with_the_line_where_it_should_stand(text, expected):
    assert faults(text) == [f"feeds.toml:{expected}"]


def test_a_member_is_told_by_its_address():
    assert faults("", MEMBER.replace('groups = ["board"]\n', "")) == [
        "members.toml:1:1: the member 'name@example.org' lacks the key 'groups' (see line 3)"
    ]


def test_a_block_that_no_digest_has_is_told_with_its_place_in_the_list():
    (found,) = faults(f'{DIGEST}sections = ["not-read", "tenders", "tender"]\n')
    assert found.startswith("feeds.toml:6:36: the 3rd value of sections of the digest 'weekly' is \"tender\"")
    assert '"tenders"' in found


@pytest.mark.parametrize(
    ("schedule", "why"),
    [
        ('"0 7 1 * fri"', "this one gives both a day of the month and a weekday"),
        (
            '"0 2 * * *"',
            "this one runs between 02:00 and 03:00, a time that is skipped or comes twice once a year",
        ),
        ('"@daily"', "this one has 1 field instead of five: minute, hour, day, month, weekday"),
        ("7", None),
    ],
)
def test_a_schedule_is_refused_with_the_reason(schedule, why):
    (line,) = faults(DIGEST.replace('"0 7 * * fri"', schedule))
    expected = (
        'expected a crontab expression such as "0 7 * * fri", "5 working days before meeting at 07:00", or "at once"'
        + (f"; {why}" if why else "")
    )
    assert line == f"feeds.toml:4:12: schedule of the digest 'weekly' is {schedule}; {expected}"


def test_what_a_broken_line_may_have_held_is_not_missing_in_its_table_only():
    other = SOURCE.replace('"example"', '"other"').replace('body = "other"\n', "")
    assert faults(SOURCE.replace('url = "https', "url = https") + other) == [
        "feeds.toml:5:7: this is no value; expected a text in quotes, a number, true or false, a date, a [list] or a { table }",
        "feeds.toml:6:1: the source 'other' lacks the key 'body' (see line 9)",
    ]


def test_a_broken_line_with_another_key_hides_nothing():
    assert (
        len(faults(SOURCE.replace('body = "example"', "body = example").replace('name = "Example"\n', "")))
        == 2
    )
