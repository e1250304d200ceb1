"""The package of a Word file: a zip whose bytes depend on nothing but its parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from copy import copy

# The earliest a zip can hold: a file made twice from the same text is the same.
_DATE = (1980, 1, 1, 0, 0, 0)
LIMIT = 512 * 1024 * 1024
"""Bytes of all parts that are copied, unpacked: pictures may be many, an archive made to swell is no report."""
_CHUNK = 1024 * 1024


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A new package; the parts stand in the order given."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, data in parts.items():
            package.writestr(_entry(name), data)
    return stream.getvalue()


def repack(old: bytes, changed: Mapping[str, bytes]) -> bytes:
    """A package with some parts changed or added; all others keep their bytes, order, dates and compression.

    Raises:
        OverflowError: The parts come to more than :data:`LIMIT`.
        zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError: One cannot be read.
    """
    stream = io.BytesIO()
    left = LIMIT
    with zipfile.ZipFile(io.BytesIO(old)) as before, zipfile.ZipFile(stream, "w") as after:
        # Of parts of one name the last is the one that counts.
        entries = {entry.filename: entry for entry in before.infolist()}
        for name, entry in entries.items():
            same = copy(entry)
            same.extra = b""
            if name in changed:
                after.writestr(same, changed[name])
                continue
            with before.open(entry) as source, after.open(same, "w") as target:
                while chunk := source.read(_CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        raise OverflowError
                    target.write(chunk)
        for name, data in changed.items():
            if name not in entries:
                after.writestr(_entry(name), data)
    return stream.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
