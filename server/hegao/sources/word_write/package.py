"""The package of a Word file: a zip whose bytes depend on nothing but its parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# The earliest a zip can hold: a file made twice from the same text is the same.
_DATE = (1980, 1, 1, 0, 0, 0)


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A new package; the parts stand in the order given."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, data in parts.items():
            package.writestr(_entry(name), data)
    return stream.getvalue()


def repack(old: bytes, changed: Mapping[str, bytes]) -> bytes:
    """A package with some parts changed or added; all others keep their bytes, order, dates and compression."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(old)) as before, zipfile.ZipFile(stream, "w") as after:
        for entry in before.infolist():
            data = changed.get(entry.filename)
            after.writestr(entry, before.read(entry) if data is None else data)
        known = set(before.namelist())
        for name, data in changed.items():
            if name not in known:
                after.writestr(_entry(name), data)
    return stream.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
