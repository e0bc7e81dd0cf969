"""Keys by which programs read, and searches that people keep."""

import pytest

from servwatch.archive.accounts import Accounts
from servwatch.archive.reading_keys import ReadingKeys
from servwatch.archive.saved_searches import MOST, SavedSearches
from servwatch.errors import UsageError
from servwatch.model.account import Account, Role
from tests.archive.arrivals import NOW


@pytest.fixture
def two(database):
    accounts = Accounts(database)
    return [accounts.add(Account(0, name, Role.READER), NOW).id for name in ("an", "bo")]


def test_a_key_is_the_same_each_time_and_tells_whose_it_is(database, two):
    keys = ReadingKeys(database)
    assert keys.of(two[0]) == ReadingKeys(database).of(two[0]) != keys.of(two[1])
    assert [keys.account_of(keys.of(n)) for n in two] == two


def test_a_renewed_key_makes_the_one_before_worthless_and_no_other(database, two):
    keys = ReadingKeys(database)
    before, other = keys.of(two[0]), keys.of(two[1])
    keys.renew(two[0])
    assert keys.account_of(before) is None
    assert keys.account_of(keys.of(two[0])) == two[0]
    assert keys.account_of(other) == two[1]


@pytest.mark.parametrize(
    "given", ["", "-", "1", "1-", "1-00", "x-0", "99999999999999999999-0", "٣-0", "1-\ud800"]
)
def test_what_is_no_key_is_nobodys(database, two, given):
    ReadingKeys(database).of(two[0])
    assert ReadingKeys(database).account_of(given) is None


def test_a_search_is_kept_under_its_name_replaced_and_forgotten(database, two):
    searches = SavedSearches(database)
    searches.keep(two[0], "Wages", "q=loon", NOW)
    searches.keep(two[0], "Wages", "q=wage*", NOW)
    searches.keep(two[1], "Wages", "q=salaire", NOW)
    (one,) = searches.of(two[0])
    assert (one.name, one.query) == ("Wages", "q=wage*")
    searches.remove(two[1], one.id)
    assert searches.get(one.id) == one
    searches.remove(two[0], one.id)
    assert searches.get(one.id) is None


def test_nobody_keeps_searches_without_end(database, two):
    searches = SavedSearches(database)
    for number in range(MOST):
        searches.keep(two[0], str(number), "q=x", NOW)
    with pytest.raises(UsageError):
        searches.keep(two[0], "one more", "q=x", NOW)
    searches.keep(two[0], "0", "q=y", NOW)
