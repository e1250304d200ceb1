"""``textDocument/didChange`` read by hand: it comes with every key, fifty at a time when a macro runs.

The library takes longer to turn one into objects than it takes to apply it. What does not look exactly as it should is
left to the library, which knows what to complain of.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Change(NamedTuple):
    """One change: lines and characters of its range in the client's units, or the whole text."""

    where: tuple[int, int, int, int] | None
    text: str


class Changes(NamedTuple):
    """The changes of one version of a text, in their order."""

    uri: str
    version: int | None
    changes: list[Change]


def read_changes(params: Any) -> Changes | None:
    """The changes that the parameters tell; None when they are anything but plain ones."""
    try:
        identifier, events = params["textDocument"], params["contentChanges"]
        uri, version = identifier["uri"], identifier["version"]
        changes = [_change(event) for event in events]
    except (TypeError, KeyError, ValueError):
        return None
    if type(uri) is not str or not (version is None or type(version) is int):
        return None
    return Changes(uri, version, changes)


def _change(event: dict[str, Any]) -> Change:
    text, given = event["text"], event.get("range")
    if type(text) is not str:
        raise TypeError
    if given is None:
        return Change(None, text)
    start, end = given["start"], given["end"]
    where = (start["line"], start["character"], end["line"], end["character"])
    for number in where:
        if type(number) is not int or number < 0:
            raise ValueError
    return Change(where, text)
