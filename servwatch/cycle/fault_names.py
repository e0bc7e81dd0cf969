"""Faults and verdicts of sources as people call them."""

from __future__ import annotations

from servwatch.locale import Words


def fault_called(fault: str, words: Words) -> str:
    """A verdict, or a fault of what a source publishes, in a reader's language; what is not known is given as it is."""
    _ = words._
    known = {
        "ok": _("read well"),
        "not-modified": _("nothing new"),
        "empty": _("empty"),
        "blocked": _("blocked"),
        "gone": _("gone"),
        "moved": _("moved elsewhere"),
        "broken": _("out of order"),
        "too-large": _("too large"),
        "timeout": _("no answer in time"),
        "unreachable": _("cannot be reached"),
        "refused": _("refused by us"),
        "quiet": _("quieter than usual"),
        "silent": _("silent"),
        "same-old": _("always the same"),
        "always-empty": _("always empty"),
        "all-filtered": _("all filtered out"),
        "dates-frozen": _("its dates stand still"),
        "undated": _("without dates"),
        "changed-shape": _("changed in shape"),
        "unread-mail": _("its mail is not understood"),
        "unsigned-mail": _("its mail is not signed"),
        "part-missing": _("a part is missing"),
        "not-reached": _("not polled in time"),
    }
    return known.get(fault, fault)
