"""The ledger: for each digest and item the one row that says what became of it, and which items still wait.

Reasons are sentences that return a million times; each is kept once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    case,
    exists,
    false,
    func,
    insert,
    literal,
    not_,
    or_,
    select,
)

from servwatch.archive.digests import DigestState, settle
from servwatch.archive.judgement_tables import judgement
from servwatch.archive.schema import item, ledger, reason
from servwatch.archive.upsert import insert_missing
from servwatch.model import Decision, Outcome, Ruling

BASELINE = "It came with the first reading of its source and is older than this digest looks back."
UNDATED = "It came with the first reading of its source and carries no date, so that it may be old."
BEFORE = "It is older than the first edition of this digest looks back."

TOLD_UNTIL = "It was published before the archive was restored, and counts as told."
TOLD_BEFORE = "It was told in no. {number}, before the archive was restored."
DROPPED_BEFORE = "It was dropped from no. {number}, before the archive was restored."

OUT_OF_REACH = (BASELINE, UNDATED, BEFORE, TOLD_UNTIL)
"""Why a digest does not look at an item at all."""


def waiting(digest: str, settled: int, newest: int) -> ColumnElement[bool]:
    """Items without a row in a ledger. Up to `settled` all have one, so that the old need not be looked at."""
    has_row = exists().where(ledger.c.digest == digest, ledger.c.item == item.c.id)
    return and_(item.c.id > settled, item.c.id <= newest, item.c.quarantined.is_(False), not_(has_row))


def out_of_reach(state: DigestState, lookback: timedelta) -> ColumnElement[bool]:
    """Items that are older than a digest looks back, from the first reading of their source or its own start.

    What an editor pinned is in reach however old it is, unless it counts as told.
    """
    old = or_(_old_baseline(lookback), _before_start(state, lookback))
    return or_(and_(old, not_(_pinned(state.digest))), _told_until(state))


def write(connection: Connection, digest: str, edition: int, decisions: Sequence[Decision]) -> None:
    """Write the rows of an edition. Raises IntegrityError for an item that has its row."""
    ids = reason_ids(connection, {decision.reason for decision in decisions})
    rows = [
        {
            "digest": digest,
            "item": decision.item,
            "edition": edition,
            "outcome": decision.outcome.value,
            "place": decision.place,
            "into": decision.into,
            "score": round(decision.score, 4),
            "reason": ids[decision.reason],
            "facts": dict(decision.facts) or None,
        }
        for decision in decisions
    ]
    if rows:
        connection.execute(insert(ledger), rows)


def reject_out_of_reach(
    connection: Connection, edition: int, state: DigestState, lookback: timedelta, waits: ColumnElement[bool]
) -> None:
    """Give every item that the digest does not look back to its row, without reading it."""
    ids = reason_ids(connection, OUT_OF_REACH)
    values = map(literal, (state.digest, edition, Outcome.REJECTED.value, 0.0))
    why = _too_old(state, lookback, {text: literal(key) for text, key in ids.items()})
    rows = select(item.c.id, *values, why).where(waits, out_of_reach(state, lookback))
    columns = ["item", "digest", "edition", "outcome", "score", "reason"]
    connection.execute(insert(ledger).from_select(columns, rows))


def why_out_of_reach(
    connection: Connection, number: int, state: DigestState, lookback: timedelta
) -> str | None:
    """The sentence by which the next edition will reject an item it does not look back to, None where it does."""
    why = _too_old(state, lookback, {text: literal(text) for text in OUT_OF_REACH})
    found = select(why).where(item.c.id == number, out_of_reach(state, lookback))
    return connection.execute(found).scalar()


def settle_up_to(connection: Connection, digest: str, since: int, newest: int) -> None:
    """Move the digest's mark up to the first item that still waits: one that nobody decided on stays waiting."""
    first = connection.execute(select(func.min(item.c.id)).where(waiting(digest, since, newest))).scalar()
    settle(connection, digest, max(since, newest) if first is None else first - 1)


def with_reasons(*more: Any) -> Select[Any]:
    """Rows of the ledger with their reasons in words, as `to_decision` takes them."""
    return select(ledger, reason.c.text, *more).join_from(ledger, reason, reason.c.id == ledger.c.reason)


def to_decision(row: Mapping[Any, Any]) -> Decision:
    """The decision of a row of `with_reasons`."""
    return Decision(
        row[ledger.c.item],
        Outcome(row[ledger.c.outcome]),
        row[reason.c.text],
        row[ledger.c.facts] or {},
        row[ledger.c.place],
        row[ledger.c.into],
        row[ledger.c.score],
    )


def reason_ids(connection: Connection, texts: Iterable[str]) -> dict[str, int]:
    """The ids of reasons, each kept from now on."""
    wanted = sorted(texts)
    for text in wanted:
        connection.execute(insert_missing(connection, reason, "text"), {"text": text})
    return {
        text: connection.execute(select(reason.c.id).where(reason.c.text == text)).scalar_one()
        for text in wanted
    }


def _too_old(
    state: DigestState, lookback: timedelta, named: Mapping[str, ColumnElement[Any]]
) -> ColumnElement[Any]:
    """Which of the sentences of `OUT_OF_REACH`, as `named`, holds for an item that is out of reach."""
    first = _old_baseline(lookback)
    undated = and_(first, item.c.age.is_(None))
    before = _before_start(state, lookback)
    order = ((undated, UNDATED), (first, BASELINE), (before, BEFORE))
    return case(*((holds, named[reason]) for holds, reason in order), else_=named[TOLD_UNTIL])


def _old_baseline(lookback: timedelta) -> ColumnElement[bool]:
    """Came with the first reading of its source, and undated or published longer ago than the digest looks back."""
    return and_(item.c.baseline.is_(True), or_(item.c.age.is_(None), item.c.age > lookback.total_seconds()))


def _pinned(digest: str) -> ColumnElement[bool]:
    """Items of which an editor of the digest said last that it should tell them."""
    newest = select(func.max(judgement.c.id)).where(
        judgement.c.digest == digest,
        judgement.c.item == item.c.id,
        judgement.c.ruling.in_((Ruling.KEPT.value, Ruling.DROPPED.value, Ruling.WITHDRAWN.value)),
    )
    kept = judgement.alias()
    return exists().where(
        kept.c.id == newest.correlate(item).scalar_subquery(), kept.c.ruling == Ruling.KEPT.value
    )


def _told_until(state: DigestState) -> ColumnElement[bool]:
    """Was published in the time of which an administrator said that all counts as told."""
    if state.told_until is None:
        return false()
    return func.coalesce(item.c.published, item.c.first_seen) <= state.told_until


def _before_start(state: DigestState, lookback: timedelta) -> ColumnElement[bool]:
    """Was there before the digest, and is older than its first edition looks back."""
    published = func.coalesce(item.c.published, item.c.first_seen)
    return and_(item.c.first_seen < state.started, published < state.started - lookback)
