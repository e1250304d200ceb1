"""The part of the SARIF 2.1.0 schema that covers what hegao writes, stricter than the whole.

Names, types and limits are those of the standard (sections 3.13 to 3.56); objects may hold no other
property, so that a property this part does not know fails the test instead of passing unchecked.
"""

from __future__ import annotations

from typing import Any

_TEXT = {"type": "string", "minLength": 1}
_NATURAL = {"type": "integer", "minimum": 1}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}


def _closed(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_MESSAGE = _closed(["text"], text=_TEXT)
_ARTIFACT = _closed(["uri"], uri={"type": "string", "pattern": r"^(file://)?[A-Za-z0-9._~/%+-]+$"})
_REGION = _closed(
    ["startLine", "startColumn", "endLine", "endColumn"],
    startLine=_NATURAL,
    startColumn=_NATURAL,
    endLine=_NATURAL,
    endColumn=_NATURAL,
    snippet=_closed(["text"], text=_TEXT),
)
_PHYSICAL = _closed(["artifactLocation", "region"], artifactLocation=_ARTIFACT, region=_REGION)
_LOCATION = _closed(
    ["physicalLocation"], id={"type": "integer", "minimum": 0}, physicalLocation=_PHYSICAL, message=_MESSAGE
)
_REPLACEMENT = _closed(
    ["deletedRegion", "insertedContent"],
    deletedRegion=_REGION,
    insertedContent=_closed(["text"], text={"type": "string"}),
)
_CHANGE = _closed(
    ["artifactLocation", "replacements"],
    artifactLocation=_ARTIFACT,
    replacements={**_list(_REPLACEMENT), "minItems": 1},
)
_FIX = _closed(
    ["artifactChanges"],
    description=_MESSAGE,
    artifactChanges={**_list(_CHANGE), "minItems": 1, "uniqueItems": True},
    properties={"type": "object"},
)
_RESULT = _closed(
    ["ruleId", "level", "message", "locations"],
    ruleId=_TEXT,
    level=_LEVEL,
    message=_MESSAGE,
    locations=_list(_LOCATION),
    relatedLocations={**_list(_LOCATION), "uniqueItems": True},
    fixes={**_list(_FIX), "uniqueItems": True},
)
_RULE = _closed(
    ["id"],
    id=_TEXT,
    name=_TEXT,
    shortDescription=_MESSAGE,
    fullDescription=_MESSAGE,
    help=_MESSAGE,
    helpUri={"type": "string", "format": "uri"},
    defaultConfiguration=_closed([], level=_LEVEL),
    properties=_closed([], tags={**_list(_TEXT), "uniqueItems": True}),
)
_NOTIFICATION = _closed(["message"], level=_LEVEL, message=_MESSAGE, associatedRule=_closed(["id"], id=_TEXT))
_RUN = _closed(
    ["tool", "results", "columnKind"],
    tool=_closed(
        ["driver"],
        driver=_closed(
            ["name"], name=_TEXT, fullName=_TEXT, version=_TEXT, rules={**_list(_RULE), "uniqueItems": True}
        ),
    ),
    columnKind={"const": "unicodeCodePoints"},
    newlineSequences={**_list(_TEXT), "minItems": 1, "uniqueItems": True},
    results=_list(_RESULT),
    invocations=_list(
        _closed(
            ["executionSuccessful"],
            executionSuccessful={"type": "boolean"},
            toolExecutionNotifications=_list(_NOTIFICATION),
        )
    ),
)
SCHEMA = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    **_closed(
        ["$schema", "version", "runs"],
        **{"$schema": {"type": "string", "format": "uri"}, "version": {"const": "2.1.0"}, "runs": _list(_RUN)},
    ),
}
