"""Work that takes longer than a page may."""

from threading import Event

import pytest

from servwatch.errors import LockHeld, NotFound, UsageError
from servwatch.web.console.errands import KEPT, Errands, Stage
from tests.web.console.conftest import NOW


@pytest.fixture
def errands():
    made = Errands()
    yield made
    made.close()


def run(errands, work, sort="probe", about="x"):
    errand = errands.begin(sort, about, "els", NOW, work)
    errands.wait(errand.key, 10)
    return errand


def test_an_errand_tells_how_far_it_is_and_keeps_what_it_came_to(errands):
    def work(errand):
        errand.tell("half")
        return 42

    errand = run(errands, work)
    assert (errand.stage, errand.result, errand.lines) == (Stage.DONE, 42, ["half"])
    assert errands.get(errand.key, "probe") is errand
    assert errands.newest("probe", "x") is errand


def test_of_each_sort_one_goes_on_at_a_time(errands):
    go_on = Event()
    first = errands.begin("probe", "x", "els", NOW, lambda _: go_on.wait(10))
    with pytest.raises(LockHeld) as held:
        errands.begin("probe", "y", "jan", NOW, lambda _: None)
    assert "x" in held.value.sentence()
    assert run(errands, lambda _: 1, sort="back-fill").result == 1
    go_on.set()
    errands.wait(first.key, 10)
    assert run(errands, lambda _: 2).result == 2


def test_a_refusal_is_kept_and_a_fault_of_ours_ends_the_errand_too(errands):
    def refuses(_):
        raise UsageError("not so")

    def breaks(_):
        raise ZeroDivisionError

    refused, broken = run(errands, refuses), run(errands, breaks)
    assert (refused.stage, refused.error.message) == (Stage.FAILED, "not so")
    assert (broken.stage, broken.error) == (Stage.FAILED, None)


def test_an_errand_that_is_asked_to_end_hears_of_it(errands):
    begun = Event()

    def work(errand):
        begun.set()
        while not errand.stopping():
            begun.wait(0.01)
        return "stopped"

    errand = errands.begin("probe", "x", "els", NOW, work)
    assert begun.wait(10)
    errand.stop()
    errands.wait(errand.key, 10)
    assert errand.result == "stopped"


def test_the_end_of_the_service_ends_what_goes_on():
    errands = Errands()

    def work(errand):
        while not errand.stopping():
            Event().wait(0.01)

    errand = errands.begin("probe", "x", "els", NOW, work)
    errands.close()
    assert not errand.underway


def test_old_errands_are_forgotten(errands):
    first = run(errands, lambda _: 0)
    for number in range(KEPT):
        last = run(errands, lambda _, n=number: n)
    assert errands.get(last.key, "probe") is last
    with pytest.raises(NotFound):
        errands.get(first.key, "probe")


def test_an_errand_of_another_sort_is_not_found(errands):
    errand = run(errands, lambda _: 0)
    with pytest.raises(NotFound):
        errands.get(errand.key, "back-fill")
