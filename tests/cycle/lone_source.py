"""One source over virtual days: what it serves, how it stands, and the mails to staff."""

from tests.cycle.watch import brussels, days, entry, rss

STAFF = 'administrators = ["admin@example.org"]\neditors = ["cell@example.org"]'
FEED = "ec.example.org/rss"
START = brussels("2026-09-07 09:00")  # a Monday


def news(*dates, dated=True):
    """A feed with an item of each of these times, the newest first."""
    return rss(
        *(
            entry(f"Bericht {d:%d %m %H}", f"https://ec.example.org/{d:%Y%m%d%H}", date=d if dated else None)
            for d in sorted(dates, reverse=True)
        )
    )


def workdays(until, count):
    """So many working days up to a time, the newest first."""
    found, day = [], until
    while len(found) < count:
        if day.weekday() < 5:
            found.append(day)
        day -= days(1)
    return found


def fault(watch, source="ec"):
    """The name of what a source is said to have, and who is to look."""
    found = [a.remedy.partition(":")[0] for a in watch.report.attention if a.id == source]
    return found[0] if found else ""


def mails(watch, to):
    letters = sorted(watch.letters(to), key=lambda letter: letter["Date"].datetime)
    return [str(letter["Subject"]) for letter in letters]


def live(watch, first, number, *, each=lambda day: None, hour=9):
    """Run once a day from a day on, or on those days; the faults as they follow each other, with their days."""
    told = []
    for n in range(number) if isinstance(number, int) else number:
        now = (first + days(n)).replace(hour=hour)
        each(now)
        watch.run(now, everything=True)
        name = fault(watch)
        if not told or told[-1][0] != name:
            told.append((name, now.date()))
    return told
