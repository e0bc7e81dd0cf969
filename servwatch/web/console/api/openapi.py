"""The description of the interface (OpenAPI 3.1.0). A test holds the answers to it."""

from __future__ import annotations

from typing import Any

from servwatch import __version__
from servwatch.model import DeadlineState, ItemKind
from servwatch.web.console.api.asked import MOST
from servwatch.web.console.api.schemas import SCHEMAS

Part = dict[str, Any]
_PLACE = r"^\d{4}-\d\d-\d\d\.\d{1,18}$"


def description(server: str) -> Part:
    """The whole document, for an interface at that address."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "servwatch",
            "version": __version__,
            "description": "Reads the archive of a policy watch. Keys are added to records, never changed.",
        },
        "servers": [{"url": server}],
        "security": [{"key": []}, {"keyInAddress": []}],
        "paths": _paths(),
        "components": {
            "schemas": SCHEMAS,
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "The key of an account."},
                "keyInAddress": {"type": "apiKey", "in": "query", "name": "key"},
            },
        },
    }


def _paths() -> Part:
    words = [
        _given("q", 'Words that occur; "a phrase"; begin*; -not.', maxLength=400),
        _given("theme", "The id of a theme.", maxLength=400),
        _given(
            "source",
            "The id of a source; may be repeated.",
            type="array",
            items={"type": "string"},
            maxItems=100,
        ),
        _given("kind", "A kind of items.", enum=[kind.value for kind in ItemKind]),
        _given("language", "As it was found out: nl, en, fr.", maxLength=400),
        _given("dossier", "Any reference of a dossier.", maxLength=400),
        _given("digest", "Told by this digest.", maxLength=400),
        *_days(),
    ]
    limit = _given(
        "limit", "Records at most; 50 where it is not said.", type="integer", minimum=1, maximum=MOST
    )
    state = _given("state", "What was decided.", enum=[state.value for state in DeadlineState])
    theme = _given("theme", "Only items of this theme.", maxLength=400)
    before = _given("before", "What `next` of the answer before says.", pattern=_PLACE)
    after = _given("after", "What `next` of the answer before says.", pattern=_PLACE)
    older = _given("before", "The id of an edition.", type="integer", minimum=0, maximum=10**18 - 1)
    digest = _given("digest", "Only of this digest.", maxLength=400)
    number = {"name": "number", "in": "path", "required": True, "schema": {"type": "integer", "minimum": 0}}
    return {
        "/items": _get("Items, the newest first", _page("items", "Item"), *words, limit, before),
        "/items/{number}": _get("One item", _ref("Item"), number, missing=True),
        "/deadlines": _get("Deadlines, the earliest first", _page("deadlines", "Deadline"), state, theme, *_days(), limit, after),
        "/sources": _get("Every source, and how it stands", _list("sources", "Source")),
        "/digests": _get("Every digest", _list("digests", "Digest")),
        "/editions": _get("Editions, the newest first", _page("editions", "Edition"), digest, limit, older),
        "/status": _get("The page of health, for editors", _ref("Status")),
    }  # fmt: skip


def _days() -> list[Part]:
    return [
        _given("since", "The first day.", format="date"),
        _given("until", "The last day.", format="date"),
    ]


def _given(name: str, told: str, **schema: Any) -> Part:
    return {"name": name, "in": "query", "description": told, "schema": {"type": "string", **schema}}


def _get(told: str, schema: Part, *parameters: Part, missing: bool = False) -> Part:
    refused = {"400": "A parameter is wrong.", "401": "There is no key.", "403": "The account may not."}
    wrong = refused | ({"404": "There is none."} if missing else {})
    answers = {status: _answer(text, _ref("Error")) for status, text in wrong.items()}
    return {
        "get": {
            "summary": told,
            "parameters": list(parameters),
            "responses": {"200": _answer(told, schema), "304": {"description": "As before."}, **answers},
        }
    }


def _answer(told: str, schema: Part) -> Part:
    return {"description": told, "content": {"application/json": {"schema": schema}}}


def _ref(name: str) -> Part:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(key: str, name: str) -> Part:
    return {
        "type": "object",
        "required": [key],
        "properties": {key: {"type": "array", "items": _ref(name)}},
    }


def _page(key: str, name: str) -> Part:
    whole = _list(key, name)
    told = "The address of the next page, null at the end."
    whole["properties"]["next"] = {"type": ["string", "null"], "description": told}
    return whole | {"required": [key, "next"]}
