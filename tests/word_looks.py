"""What a Word file holds after something was written into it, read without the code under test."""

from __future__ import annotations

import io
import zipfile
from typing import Any, NamedTuple

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"
OURS = "核稿"


class Comment(NamedTuple):
    author: str
    text: str
    words: str


def parts(data: bytes) -> dict[str, bytes]:
    """Every part by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert len(set(package.namelist())) == len(package.namelist())
        return {name: package.read(name) for name in package.namelist()}


def root(data: bytes, part: str = _BODY) -> Any:
    return etree.fromstring(parts(data)[part])


def comments(data: bytes) -> list[Comment]:
    """The comments in the order of the text, each with the words between its marks."""
    told = {}
    for comment in root(data, "word/comments.xml"):
        lines = ("".join(text.text or "" for text in line.iter(f"{_W}t")) for line in comment.iter(f"{_W}p"))
        told[comment.get(f"{_W}id")] = (comment.get(f"{_W}author"), "\n".join(lines))
    open_marks: dict[str, str] = {}
    found, referred = {}, []
    for element in root(data).iter():
        key = element.get(f"{_W}id")
        if element.tag == f"{_W}commentRangeStart":
            assert key not in open_marks
            open_marks[key] = ""
        elif element.tag == f"{_W}commentRangeEnd":
            found[key] = open_marks.pop(key)
        elif element.tag == f"{_W}commentReference":
            referred.append(key)
        elif element.tag == f"{_W}t" and next(element.iterancestors(f"{_W}moveFrom"), None) is None:
            open_marks = {one: words + (element.text or "") for one, words in open_marks.items()}
    assert not open_marks
    assert sorted(referred) == sorted(found) == sorted(told)
    return [Comment(*told[key], found[key]) for key in found]


def looks(data: bytes, state: str = "all") -> list[tuple[str, bytes]]:
    """Every character of the body with the properties of its run.

    Args:
        state: ``all`` of them, those there when our changes are ``accepted``, or ``rejected``.
    """
    found = []
    for text in root(data).iter(f"{_W}t", f"{_W}delText"):
        ours = {one.tag for one in text.iterancestors() if one.get(f"{_W}author") == OURS}
        if (state == "accepted" and f"{_W}del" in ours) or (state == "rejected" and f"{_W}ins" in ours):
            continue
        properties = next(text.iterancestors(f"{_W}r")).find(f"{_W}rPr")
        look = etree.tostring(properties, method="c14n", with_tail=False) if properties is not None else b""
        kept = text.get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
        found += [(character, look) for character in (text.text or "" if kept else (text.text or "").strip())]
    return found


def shape(data: bytes) -> list[str]:
    """The elements of the body but runs, texts, insertions (which are cut) and what we add: what must stay."""
    skipped = {"r", "t", "rPr", "delText", "ins", "commentRangeStart", "commentRangeEnd", "commentReference"}
    found = []
    for element in root(data).iter():
        name = etree.QName(element).localname
        inside = next(element.iterancestors(f"{_W}rPr"), None) is not None
        ours = element.get(f"{_W}author") == OURS
        if name not in skipped and not inside and not ours:
            found.append(name)
    return found


def related(name: str, kind: str, target: str) -> bytes:
    """A relationship, and the end of the list it is the last of."""
    return f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/></Relationships>'.encode()
