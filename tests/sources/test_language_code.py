import pytest

from servwatch.sources.language_code import language_code


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("nl", "nl"),
        ("nl-BE", "nl"),
        ("NL_be", "nl"),
        (" en-US ", "en"),
        ("zh-Hant-TW", "zh"),
        ("sr-Latn", "sr"),
        ("nld", "nl"),
        ("dut", "nl"),
        ("FRA", "fr"),
        ("fre", "fr"),
        ("eng", "en"),
        ("deu", "de"),
        ("ger-DE", "de"),
        ("", ""),
        ("und", ""),
        ("mul", ""),
        ("x-default", ""),
        ("english", ""),
        ("xx", ""),
        ("zz-ZZ", ""),
        ("e", ""),
        ("en; q=1", ""),
        ("en\x00", ""),
        ("12", ""),
        ("n" * 100, ""),
    ],
)
def test_a_tag_gives_two_letters_or_nothing(tag, code):
    assert language_code(tag) == code
