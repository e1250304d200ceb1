"""Writes the JSON schema of hegao.toml from what hegao knows of its settings; ``--check`` only compares.

Usage: python scripts/schema.py [--check]   (hegao must be importable)
"""

import json
import sys
from pathlib import Path

from hegao.config.schema import KEYS, LEVELS, PACKS, STRING, STRINGS, SUPPRESS_NEEDS, TABLES, keys_of

TARGET = Path(__file__).parent.parent / "schema" / "hegao.schema.json"


def value_of(key: str) -> dict[str, object]:
    """The schema of one dotted key."""
    kind, told = KEYS[key]
    if key == "pack":
        return {"description": told, "type": "string", "enum": list(PACKS)}
    if kind == STRING:
        return {"description": told, "type": "string"}
    if kind == STRINGS:
        return {"description": told, "type": "array", "items": {"type": "string"}}
    if kind == TABLES:
        needed = list(SUPPRESS_NEEDS) if key == "suppress" else []
        return {"description": told, "type": "array", "items": {**table(key), "required": needed}}
    parts = keys_of(key)
    if parts:
        return {"description": told, **table(key)}
    level = {"type": "string", "enum": list(LEVELS)}
    return {"description": told, "type": "object", "additionalProperties": level}


def table(key: str) -> dict[str, object]:
    """The schema of a table with fixed keys; "" is the file itself."""
    prefix = f"{key}." if key else ""
    properties = {part: value_of(prefix + part) for part in keys_of(key)}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def main() -> int:
    """Write or compare; returns the exit status."""
    schema = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "hegao.toml",
        "description": "核稿（hegao）的设置",
        **table(""),
    }
    text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
    if "--check" not in sys.argv[1:]:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write("schema/hegao.schema.json is not current: run npm run schema\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
