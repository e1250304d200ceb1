"""Rename the reporting agency in a draft: its place wherever it is named, its body where the body changes too."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from hegao.checks.own_name import own_mentions
from hegao.checks.place_names import PlaceParams
from hegao.config.rules import all_rules
from hegao.document.agency import parse_agency
from hegao.document.model import Agency, View
from hegao.fix import Edit
from hegao.lsp.edits import workspace_edit
from hegao.lsp.snapshot import Snapshot
from hegao.text import Span

_PLACES, _UNIT_WORDS = "foreign-place", "unit-words"
_OFFICE = "部门"
_STREET = "街道"
_LONGEST = 40
_SHORTEST_BODY = 2
_NOT_IN_NAMES = set("，。；：、！？“”《》（）,.;:!?\"'()<>|/\\#*`")


class Named(NamedTuple):
    """A mention of the agency in the running text: half-open range of what is renamed.

    ``cut`` is how many characters at its end belong to the next word (云岭区 in 云岭区域): they stay.
    """

    start: int
    end: int
    cut: int = 0


def prepare(snapshot: Snapshot, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    """The name under the caret; None where no name of the agency stands."""
    at = snapshot.positions.offset(params.position)
    span = next((span for span in _spans(snapshot) if span.start <= at <= span.end), None)
    if span is None:
        return None
    return types.PrepareRenamePlaceholder(snapshot.positions.range(span), _target(snapshot.document.agency))


def rename(snapshot: Snapshot, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """The edits that give the agency another name; None where no name of it stands.

    Raises:
        JsonRpcException: The new name can be none.
    """
    at = snapshot.positions.offset(params.position)
    if not any(span.start <= at <= span.end for span in _spans(snapshot)):
        return None
    name = params.new_name.strip()
    if not name or len(name) > _LONGEST or not _NOT_IN_NAMES.isdisjoint(name) or any(map(str.isspace, name)):
        raise JsonRpcException(
            "新名称不能为空，不能有空格、标点，也不能超过 40 字。", types.LSPErrorCodes.RequestFailed
        )
    return workspace_edit(snapshot, _edits(snapshot, name))


def _target(agency: Agency) -> str:
    """What is renamed: the place of a government, the whole name of an office, which shares its place with others."""
    return agency.name if agency.level == _OFFICE or not agency.place else agency.place


def _spans(snapshot: Snapshot) -> Iterator[Span]:
    view = snapshot.document.view
    return (view.span(named.start, named.end) for named in _named(snapshot))


def _named(snapshot: Snapshot) -> list[Named]:
    document = snapshot.document
    target = _target(document.agency)
    if not document.is_report or not target:
        return []
    rules = all_rules(snapshot.settings, document.form.key)
    places = next((rule.params for rule in rules if rule.check == _PLACES), PlaceParams((), ()))
    units = [rule.params for rule in rules if rule.check == _UNIT_WORDS]
    leads = tuple(word for params in units for word in params.leads)
    after = _words_after(target, [row for params in units for row in params.rows])
    text = document.view.text
    return [
        Named(one.start, one.end, 1 if after and text.startswith(after, one.end) else 0)
        for one in own_mentions(text, target, places, leads)
    ]


def _words_after(target: str, rows: list[dict[str, tuple[str, ...]]]) -> tuple[str, ...]:
    """What makes a word of its own of the last character of a name: 市 and 场."""
    found = {
        word
        for row in rows
        for own in row["found"]
        if own[-1] == target[-1] and len(own) == _SHORTEST_BODY
        for word in row.get("not_after", ())
    }
    return tuple(sorted(found))


def _edits(snapshot: Snapshot, name: str) -> list[Edit]:
    """The edits for all mentions; those that would change nothing are left out."""
    document = snapshot.document
    view, target = document.view, _target(document.agency)
    place, body = name, ""
    if target != document.agency.name:
        parsed = parse_agency(name)
        place = parsed.place or name
        body = name.rpartition(place)[2]
    old_body = document.agency.name.rpartition(target)[2]
    edits: list[Edit] = []
    for start, end, cut in _named(snapshot):
        new = _stem(place) if cut else place
        old = view.text[start : end - cut]
        if new != old:
            edits += _replacing(view, start, end - cut, new)
        following = _body_at(view.text, end, old_body) if body and not cut else ""
        if following and not body.endswith(following):
            edits += _replacing(view, end, end + len(following), body)
    return edits


def _stem(place: str) -> str:
    return place.removesuffix(_STREET) if place.endswith(_STREET) else place[:-1]


def _body_at(text: str, at: int, body: str) -> str:
    """The agency's body, in full or short (人民政府, 政府), where it stands at a place."""
    shorts = (body[start:] for start in range(max(len(body) - _SHORTEST_BODY + 1, 0)))
    return next((short for short in shorts if text.startswith(short, at)), "")


def _replacing(view: View, start: int, end: int, new: str) -> list[Edit]:
    """Edits that put ``new`` in place of a range of the view; a line end inside it stays where it is."""
    edits: list[Edit] = []
    for at in range(start, end):
        offset = view.offset(at)
        if edits and edits[-1].span.end == offset:
            edits[-1] = edits[-1]._replace(span=Span(edits[-1].span.start, offset + 1))
        else:
            edits.append(Edit(Span(offset, offset + 1), "" if edits else new))
    return edits
