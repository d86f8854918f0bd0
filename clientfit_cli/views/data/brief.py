"""The brief for programs and spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from clientfit_cli.views.data.account import rounded

if TYPE_CHECKING:
    from clientfit_cli.analysis.attendees import Guest
    from clientfit_cli.analysis.brief import Brief

COLUMNS = ("part", "what", "who", "day")


def data(brief: Brief) -> dict[str, Any]:
    """The brief for programs."""
    account, since = brief.account, brief.since
    return {
        "clientfit": 1,
        "as_of": str(brief.day),
        "account": account.id,
        "name": account.name,
        "band": account.band,
        "health": rounded(account.health),
        "with": [_guest_data(guest) for guest in brief.guests],
        "we_owe": [_promise_data(row) for row in brief.promises("us")],
        "they_owe": [_promise_data(row) for row in brief.promises("them")],
        "issues": [
            {"what": row.what, "severity": row.severity, "opened": str(row.opened),
             "owned": bool(row.owned)}
            for row in brief.issues
        ],
        "since": {
            "day": str(since.day), "health": rounded(since.health), "band": since.band,
            "alarms_began": list(since.began), "alarms_ended": list(since.ended),
            "signals": [
                {"signal": name, "fit_then": rounded(a), "fit": rounded(b)}
                for name, a, b in since.moved
            ],
        } if since else None,
        "news": [{"day": str(change.day), "what": change.what} for change in brief.news],
        "ideas": [{"what": row.what, "date": str(row.date)} for row in brief.ideas],
        "services": [{"service": name, "likelihood": share} for name, share in brief.services],
        "repair_first": bool(brief.repair_first),
        "goals": [
            {"what": row.what, "from": row.from_,
             "confirmed": str(row.confirmed) if row.confirmed else None}
            for row in brief.goals
        ],
        "opportunities": [
            {"service": row.service, "amount": row.amount, "opened": str(row.opened)}
            for row in brief.opportunities
        ],
        "ask": brief.questions,
    }  # fmt: skip


def _guest_data(guest: Guest) -> dict[str, Any]:
    row = guest.record
    prefers, met = row.prefers, guest.met
    return {
        "contact": guest.id, "name": row.name, "title": row.title, "role": row.role,
        "left": str(guest.left) if guest.left else None,
        "prefers": {
            "channel": prefers.channel, "detail": prefers.detail, "hours": prefers.hours,
        } if prefers else None,
        "preferences_are": guest.how,
        "personal": list(row.personal or ()),
        "relationships": [
            {"person": tie.person, "strength": rounded(tie.strength), "level": tie.level,
             "direction": tie.direction}
            for tie in guest.ties
        ],
        "last": {"day": str(met.day), "channel": met.channel, "ours": list(met.ours),
                 "note": met.note} if met else None,
    }  # fmt: skip


def _promise_data(row: Any) -> dict[str, Any]:
    return {
        "what": row.what, "person": row.person, "to": row.to,
        "made": str(row.made) if row.made else None, "due": str(row.due) if row.due else None,
    }  # fmt: skip


def rows(brief: Brief) -> list[list[Any]]:
    """The brief as rows: what, who and when."""
    found: list[list[Any]] = []
    found += [
        ["with", guest.record.name, guest.id, guest.met and str(guest.met.day)]
        for guest in brief.guests
    ]
    for part, by in (("we_owe", "us"), ("they_owe", "them")):
        found += [[part, row.what, row.to, row.due and str(row.due)] for row in brief.promises(by)]
    found += [["issue", row.what, None, str(row.opened)] for row in brief.issues]
    found += [["news", change.what, None, str(change.day)] for change in brief.news]
    found += [["idea", row.what, row.by, str(row.date)] for row in brief.ideas]
    found += [["goal", row.what, row.from_, row.confirmed and str(row.confirmed)]
             for row in brief.goals]  # fmt: skip
    found += [["opportunity", row.service, None, str(row.opened)] for row in brief.opportunities]
    return found + [["ask", text, None, None] for text in brief.questions]
