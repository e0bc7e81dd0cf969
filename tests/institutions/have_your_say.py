"""Have Your Say: the Commission's public consultations, as a JSON API (ec.europa.eu, brpapi).

What the simulation does, as clients of the API measured it in August and September 2026
(ec.europa.eu/info/law/better-regulation/brpapi/searchInitiatives):

    feedbackStatus=OPEN, topic= and text= are honoured; receivingFeedbackStatus= and initiativeStatus= are not
    sort= is answered with 406
    size is capped at 100 and is 10 where it is not given; page counts from 0
    id is a float; dates are "yyyy/MM/dd HH:mm:ss" without a zone; the start may be null
    one initiative has several periods; a closed one stands beside one to come
    titles stand in initiativeTranslations, in most languages: one in five has none in Dutch
    an older path, as any wrong one, is the shell of the site with status 200
"""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import datetime, timedelta

from tests.institutions.channel import Channel, Page, query_of
from tests.institutions.rhythm import Rhythm
from tests.institutions.stream import BRUSSELS, Publication, Stream, closing_after
from tests.institutions.world import Institution
from tests.internet import Asked, Reply

_STAGES = ("PLANNING_WORKFLOW", "OPC_LAUNCHED", "ISC_WORKFLOW")
_TOPICS = ("EMPL", "CLIMA", "JUST", "TRADE", "GROW")
_BASE = "https://ec.europa.eu/info/law/better-regulation"


def _initiative(made: Publication, rng: random.Random) -> Publication:
    made = closing_after(14, 84)(made, rng)
    number = 10_000 + made.number % 80_000
    link = f"{_BASE}/have-your-say/initiatives/{number}"
    reference = f"Ares({made.day.year}){7_000_000 + number}"
    return replace(made, link=link, reference=reference, category=_TOPICS[made.number % 5])


def _asked_for(channel: Channel, asked: Asked, now: datetime) -> list[Publication]:
    query = query_of(asked.path)
    if query.get("feedbackStatus") == ["OPEN"]:
        found = channel.stream.open_at(now)
    else:
        found = channel.stream.newest(now, 400)
    topic = query.get("topic", [""])[0]
    found = [p for p in found if not topic or p.category == topic]
    size, page = _size(query), int(query.get("page", ["0"])[0])
    return found[page * size : (page + 1) * size]


def _size(query: dict[str, list[str]]) -> int:
    return min(int(query.get("size", ["10"])[0]), 100)


def _write(page: Page) -> str | Reply:
    query = dict(page.query)
    if "sort" in query:
        return Reply(status=406)
    size, here = _size(query), int(query.get("page", ["0"])[0])
    only_open = query.get("feedbackStatus") == ["OPEN"]
    stream = page.channel.stream
    total = len(stream.open_at(page.now)) if only_open else page.total
    if page.generation > 1:
        return json.dumps({"_embedded": {"initiativeResultDtoes": []}, "page": {"totalElements": total}})
    content = [_dto(entry.publication, entry.title, entry.date, page.now) for entry in page.entries]
    pages = -(-total // size)
    found = {"totalElements": total, "totalPages": pages, "number": here, "size": size, "content": content}
    return json.dumps({"exactMatch": True, "initiativeResultDtoPage": found})


def _dto(made: Publication, title: str, date: datetime | None, now: datetime) -> dict[str, object]:
    assert made.closes is not None
    state = "OPEN" if made.published <= now <= made.closes else "CLOSED"
    current = {
        "frontEndStage": _STAGES[made.number % 3],
        "receivingFeedbackStatus": state,
        "feedbackStartDate": _stamp(date) if date and made.number % 7 else None,
        "feedbackEndDate": _stamp(made.closes),
        "isCurrent": True,
    }
    earlier = {
        "frontEndStage": "INIT_PLANNED",
        "receivingFeedbackStatus": "CLOSED",
        "feedbackStartDate": _stamp(made.published - timedelta(days=200)),
        "feedbackEndDate": _stamp(made.published - timedelta(days=170)),
        "isCurrent": False,
    }
    return {
        "id": float(made.link.rpartition("/")[2]),
        "reference": made.reference,
        "shortTitle": title,
        "foreseenActType": "REG_DEL",
        "initiativeStatus": "ACTIVE",
        "currentStatuses": [earlier, current] if made.number % 4 == 0 else [current],
        "initiativeTranslations": [
            {"field": "SHORT_TITLE", "language": language, "value": f"{language}: {title}"}
            for language in (("FR", "NL") if made.number % 5 else ("FR",))
        ],
        "topics": [{"code": made.category, "label": made.category.title()}],
    }


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(BRUSSELS):%Y/%m/%d %H:%M:%S}"


def institution() -> Institution:
    """Have Your Say."""
    stream = Stream("have-your-say", "https://unused.example/{slug}", Rhythm(6), finish=_initiative)
    channel = Channel(
        "have-your-say",
        f"{_BASE}/brpapi/searchInitiatives?language=EN&page=0&size=100&feedbackStatus=OPEN",
        stream,
        _write,
        window=100,
        chooses=_asked_for,
        wire={"content_type": "application/json;charset=UTF-8"},
        validators="none",
    )
    return Institution("Have Your Say", (channel,))
