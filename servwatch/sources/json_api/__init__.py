"""Search interfaces that answer in JSON.

```toml
[[source]]
id = "have-your-say"
name = "Have Your Say, open consultations"
body = "ec"
kind = "json_api"
url = "https://api.example.org/searchInitiatives?language=EN&page=0&size=100&feedbackStatus=OPEN"
list = "initiativeResultDtoPage.content"             # JMESPath: the entries; else the whole answer
where = "currentStatuses[?receivingFeedbackStatus=='OPEN']"   # only entries for which this is true
fields.title = "shortTitle"                          # JMESPath on each entry
fields.link = "https://api.example.org/initiatives/{id}"      # or JMESPath that gives an address
fields.date = "currentStatuses[0].feedbackStartDate"
fields.summary = "dossierSummary"
fields.id = "id"                                     # what identifies the entry for good
fields.categories = "topics[].code"
fields.language = "language"
fields.deadline = "currentStatuses[0].feedbackEndDate"        # until when one can act
fields.stage = "currentStatuses[0].stage"            # also begins, ends, references
date_format = "%Y/%m/%d %H:%M:%S"                    # only where the date reads otherwise than it looks
paging = { page = "page", first = 0 }                # or { offset = "offset", size = 100 }
pages = 2                                            # pages read in one poll
window = "30d"                                       # for {since} and {today} in url, json and form
```

`json = { ... }` makes it a POST of JSON, `form = { ... }` one of a multipart form, in which tables and lists
become parts of JSON. Whatever filter the interface promises, `where` looks again: interfaces ignore what
they do not know, and answer with everything. Besides the functions of JMESPath there are `lower`, `upper`,
`replace(text, old, new)`, `day(text)` (a date as the number 20261122) and `today()`.
"""

from __future__ import annotations

from datetime import datetime

from servwatch.model import Parsed, Request, Source
from servwatch.sources.json_api.asking import request
from servwatch.sources.source_kind import ParseContext, Unreadable


class JsonApi:
    """The source kind `json_api`: JSON, read by JMESPath."""

    name = "json_api"

    def request(self, source: Source, now: datetime) -> Request:
        """The first page: a GET, or a POST where there is `json` or `form`."""
        return request(source, now)

    def parse(self, body: bytes, context: ParseContext) -> Parsed:
        """Make items of an answer.

        OK with items; EMPTY where the list is empty or `where` leaves nothing of it (ALL_LEFT_OUT); BROKEN where
        an expression finds nothing that must be there, with a rule that names it; BLOCKED for HTML or nothing.
        """
        # Imported here, in the parser process, so that the main process never carries jmespath.
        from servwatch.sources.json_api.reading import read_answer

        try:
            return read_answer(body, context)
        except Unreadable as refusal:
            return refusal.parsed()
