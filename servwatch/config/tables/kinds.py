"""`[[source]]` whole: the keys of every source, and those of the kinds. Which fits which is in `kind_keys`."""

from __future__ import annotations

from datetime import date as date_
from typing import Annotated, Any, Literal

from pydantic import Field

from servwatch.config.expressions import DateFormat, JmesPath, JsonTable, LinkField, Query, Selector
from servwatch.config.shapes import TrueOrTable
from servwatch.config.tables.table import Table
from servwatch.config.tables.watched import SourceKeys
from servwatch.config.values import (
    AuthservId,
    Expects,
    HostName,
    PositiveDuration,
    SecretAddress,
    SenderPattern,
    Text,
)


class DetailTable(Table):
    """`detail`: how the page of an item is read."""

    date: Selector | None = Field(
        None, description="Where its date stands, tried before what the page says of itself."
    )
    summary: Selector | None = Field(
        None, description="Where its summary stands, tried before what the page says of itself."
    )
    title: Selector | None = Field(None, description="Where its title stands, for lists that give none.")
    date_format: DateFormat | None = Field(
        None, description="How the date is written, as in strptime, where it reads otherwise than it looks."
    )
    most: int = Field(10, ge=1, le=100, description="The most pages read in one poll.")


class PagingTable(Table):
    """`paging`: how further pages are asked for."""

    page: Text | None = Field(None, description="The parameter that counts pages.")
    offset: Text | None = Field(None, description="The parameter that counts entries.")
    first: int = Field(1, ge=0, le=1, description="The number of the first page.")
    size: int | None = Field(None, ge=1, le=10_000, description="The entries of a page, for `offset`.")
    in_json: bool = Field(
        False, description="The parameter stands in `json`, and may be a path such as pagination.page."
    )


class FieldsTable(Table):
    """`fields`: what stands where in an entry, in JMESPath."""

    title: JmesPath = Field(description="Its title.")
    link: LinkField | None = Field(
        None,
        description='Its address, or a pattern with expressions in braces: "https://www.example.org/{id}".',
    )
    date: JmesPath | None = Field(None, description="When it was published.")
    summary: JmesPath | None = Field(None, description="What it says in short.")
    id: JmesPath | None = Field(None, description="What identifies it for good; else its address does.")
    categories: JmesPath | None = Field(None, description="One category or a list.")
    language: JmesPath | None = Field(None, description="A code such as nl or NLD.")
    deadline: JmesPath | None = Field(None, description="Until when one can act: answer, apply, tender.")
    begins: JmesPath | None = Field(None, description="The first day: of an event, or on which it opens.")
    ends: JmesPath | None = Field(None, description="The last day of an event.")
    stage: JmesPath | None = Field(None, description="How far it is, in the publisher's own words.")
    references: JmesPath | None = Field(
        None, description="One reference or a list, such as COM(2025) 837, which the item is about."
    )


class SourceTable(SourceKeys):
    """`[[source]]`: one thing to poll."""

    kind: Literal["feed", "page", "sitemap", "json_api", "sparql", "mailbox"] = Field(
        "feed", description="How items come in; it decides which of the keys from `item` on may stand here."
    )
    detail: Annotated[DetailTable | None, *TrueOrTable] = Field(
        None,
        description="true, or a table: the pages of new items are read for the date and summary they lack in the list, as under [the page of an item](#the-page-of-an-item).",
    )
    window: PositiveDuration | None = Field(
        None,
        description="How far back `{since}` lies in `url`, `json`, `form` and `query`; else 30 days. After an outage: two days before the last good poll, where that is farther.",
    )
    item: Selector | None = Field(None, description="page: what repeats, one element an entry.")
    link: Selector | None = Field(
        None, description="page: within the item, where it leads; else its first link, or the item itself."
    )
    title: Selector | None = Field(None, description="page: within the item; else the text of the link.")
    date: Selector | None = Field(
        None, description="page: within the item; the `datetime` of the element, else its text."
    )
    summary: Selector | None = Field(None, description="page: within the item.")
    category: Selector | None = Field(None, description="page: within the item, one or more.")
    deadline: Selector | None = Field(
        None, description="page: within the item, until when one can act; read as `date` is."
    )
    stage: Selector | None = Field(
        None, description="page: within the item, how far it is, in the publisher's own words."
    )
    empty: Selector | None = Field(
        None, description="page: what stands on the page when its list is truly empty."
    )
    next: Selector | None = Field(None, description="page: the link to the next page.")
    strip_query: bool = Field(
        False, description="page: links are taken without their question mark and what follows it."
    )
    date_format: DateFormat | None = Field(
        None,
        description="page, json_api: how dates are written, as in strptime, only where they read otherwise than they look.",
    )
    paging: Annotated[PagingTable | None, Expects('a table such as { page = "page", first = 0 }')] = Field(
        None,
        description="page, json_api: the parameter that grows from page to page, as under [paging](#paging).",
    )
    pages: int = Field(1, ge=1, le=20, description="page, json_api: the most pages read in one poll.")
    last: int = Field(
        2, ge=1, le=20, description="sitemap: so many parts of an index are read, those that changed last."
    )
    list_: JmesPath | None = Field(
        None,
        alias="list",
        description="json_api: where the entries are, in JMESPath; else the answer is the list.",
    )
    where: JmesPath | None = Field(
        None,
        description="json_api: only entries for which this is true, whatever the interface was asked for.",
    )
    fields_: Annotated[FieldsTable | None, Expects('a table such as { title = "title", link = "url" }')] = (
        Field(
            None,
            alias="fields",
            description="json_api: what stands where in an entry, as under [the fields of an entry](#the-fields-of-an-entry).",
        )
    )
    json_: Annotated[dict[str, Any] | None, *JsonTable] = Field(
        None, alias="json", description="json_api: a table that is sent as JSON, by POST."
    )
    form: Annotated[dict[str, Any] | None, *JsonTable] = Field(
        None, description="json_api: a table that is sent as a multipart form, by POST."
    )
    query: Query | None = Field(
        None,
        description="sparql: a SELECT with ?title, and with ?link, ?date, ?id, ?summary, ?language, ?kind, ?deadline, ?stage and ?reference where it can.",
    )
    user: Text | None = Field(None, description="mailbox: the name to log in with.")
    auth: Literal["login", "xoauth2"] = Field(
        "login", description="mailbox: by a password, or by tokens of OAuth 2.0, as Microsoft 365 wants it."
    )
    security: Literal["tls", "starttls", "none"] | None = Field(
        None,
        description='mailbox: how the connection is protected; else `"tls"` for imaps://, `"starttls"` for imap://. `"none"` only to a private address.',
    )
    password_file: Text | None = Field(
        None, description="mailbox: a file that holds the password; it goes before its variable."
    )
    token_url: SecretAddress | None = Field(
        None, description="mailbox: where tokens come from, for `xoauth2`."
    )
    client_id: Text | None = Field(None, description="mailbox: the application that asks for tokens.")
    scope: Text | None = Field(None, description="mailbox: what the tokens are to permit.")
    secret_file: Text | None = Field(
        None,
        description="mailbox: a file that holds the secret of the application; it goes before its variable.",
    )
    refresh_token_file: Text | None = Field(
        None,
        description="mailbox: a file that holds a refresh token, where the application does not ask in its own name; it goes before its variable.",
    )
    secret_ends: date_ | None = Field(
        None,
        description="mailbox: the last day on which its secret or password is good: `doctor` tells 60, 30 and 7 days before, and `status` in the last week.",
    )
    from_: list[SenderPattern] = Field(
        [], alias="from", description="mailbox: only mail by these; a From can be forged, see `require_auth`."
    )
    require_auth: AuthservId | None = Field(
        None,
        description="mailbox: the name by which your own mail server signs its Authentication-Results; only mail that it says passed DKIM or DMARC.",
    )
    resolve: list[HostName] = Field(
        [],
        description="mailbox: hosts whose links are asked where they lead; the pages they lead to are not asked for.",
    )
    newest: int = Field(30, ge=1, le=200, description="mailbox: the messages that the first poll takes.")
