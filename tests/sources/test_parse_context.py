from datetime import timedelta

from servwatch.model import Fetched, Source, Verdict
from servwatch.sources import ParseContext
from tests.sources.reading import NOW


def test_a_context_is_made_of_a_source_and_its_answer():
    source = Source(
        id="s", name="S", body="b", kind="feed", url="https://a.example/feed", languages=("nl",),
        every=timedelta(hours=1), options={"item": "article"},
    )  # fmt: skip
    fetched = Fetched(
        url="https://a.example/feed", final_url="https://b.example/feed", verdict=Verdict.OK, rule="ok",
        headers={"content-type": "text/xml; charset=utf-8"},
    )  # fmt: skip
    assert ParseContext.of(source, fetched, now=NOW, timezone="Europe/Paris") == ParseContext(
        source_id="s",
        url="https://b.example/feed",
        now=NOW,
        content_type="text/xml; charset=utf-8",
        timezone="Europe/Paris",
        languages=("nl",),
        options={"item": "article"},
    )


def test_an_answer_without_a_content_type_gives_none():
    source = Source(id="s", name="S", body="b", kind="feed", url="https://a.example/")
    fetched = Fetched(url="https://a.example/", final_url="https://a.example/", verdict=Verdict.OK, rule="ok")
    assert ParseContext.of(source, fetched, now=NOW, timezone="UTC").content_type == ""
