"""Parts of a Word file written back: those that changed, and what announces new ones."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from typing import Any

from lxml import etree

from hegao.sources.encodings import SourceError
from hegao.sources.word.package import Package
from hegao.sources.word.places import WordText
from hegao.sources.word_write.package import LIMIT, repack

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def serialised(root: Any) -> bytes:
    """The bytes of a part."""
    data: bytes = etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


def rewritten(word: WordText, changed: dict[str, bytes]) -> bytes:
    """The bytes of the file with some parts changed or added.

    Raises:
        SourceError: A part that is only to be copied is damaged, or too much.
    """
    package = word.package
    try:
        return repack(package.data, {_own_name(package, name): data for name, data in changed.items()})
    except OverflowError as error:
        limit = LIMIT // 1024 // 1024
        raise SourceError(f"{package.name}：里面的图片等部件展开后超过 {limit} MB，不像一份报告，没有改写。") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise SourceError(
            f"{package.name}：里面有图片等部件已损坏，不能改写。请用 Word 或 WPS 打开它，另存一份 .docx 再用。"
        ) from error


def refuse_unwritable(word: WordText) -> None:
    """Refuse a file whose parts cannot be written back as they are.

    Raises:
        SourceError: It is of the strict variant.
    """
    if word.package.strict:
        raise SourceError(
            f"{word.package.name}：这是“Strict Open XML”格式的 Word 文件，不能改写。请在 Word 里另存为普通的 .docx。"
        )


def announced(package: Package, part: str, kind: str, content_type: str) -> dict[str, bytes]:
    """The parts that tell of a new part, with it told of.

    Args:
        kind: The last word of its type of relation to the main part.
    """
    types = package.xml("[Content_Types].xml")
    if not any(entry.get("PartName", "").lower() == f"/{part}".lower() for entry in types):
        etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=content_type)
    folder, base = posixpath.split(package.main)
    name = posixpath.join(folder, "_rels", f"{base}.rels")
    relations = package.xml(name) if package.has(name) else etree.Element(f"{{{_RELATIONS}}}Relationships")
    taken = {entry.get("Id") for entry in relations}
    key = next(f"rId{number}" for number in range(1, len(taken) + 2) if f"rId{number}" not in taken)
    target = posixpath.relpath(part, folder) if folder else part
    etree.SubElement(relations, f"{{{_RELATIONS}}}Relationship", Id=key, Type=f"{_KINDS}/{kind}", Target=target)
    return {"[Content_Types].xml": serialised(types), name: serialised(relations)}


def _own_name(package: Package, name: str) -> str:
    """The name of a part as the file spells it: capital letters make no difference."""
    return next((part for part in package.parts if part.lower() == name.lower()), name)
