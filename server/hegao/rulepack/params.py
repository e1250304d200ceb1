"""Turn the ``params`` of a rule into the NamedTuple its check expects."""

from __future__ import annotations

from collections.abc import Mapping
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


class ParamError(Exception):
    """A parameter is unknown or of the wrong type. ``known`` holds names that would do."""

    def __init__(self, message: str, key: str, known: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.key = key
        self.known = known


def _frozen(value: Any) -> Any:
    """Lists become tuples, all the way down."""
    if type(value) is list:
        return tuple(_frozen(item) for item in value)
    if type(value) is dict:
        return {key: _frozen(item) for key, item in value.items()}
    return value


def _fits(value: Any, hint: Any) -> bool:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return any(_fits(value, arg) for arg in args)
    if origin is tuple:
        return isinstance(value, tuple) and all(_fits(item, args[0]) for item in value)
    if origin in (dict, Mapping):
        return isinstance(value, dict) and all(_fits(item, args[1]) for item in value.values())
    if hint is Any:
        return True
    if hint is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, hint)


def build_params(kind: type[Any], raw: Mapping[str, Any], validate: bool) -> Any:
    """An instance of ``kind`` (a NamedTuple class) from TOML values.

    Raises:
        ParamError: Unknown key, missing key, or (with ``validate``) wrong type.
    """
    names, defaults = _fields_of(kind)
    for key in raw:
        if key not in names:
            raise ParamError(f"检查参数里不认识的键“{key}”", key, names)
    for name in names:
        if name not in defaults and name not in raw:
            raise ParamError(f"缺少检查参数“{name}”", "params")
    values = {key: _frozen(value) for key, value in raw.items()}
    if validate:
        hints = get_type_hints(kind)
        for key, value in values.items():
            if not _fits(value, hints[key]):
                raise ParamError(f"检查参数“{key}”的类型不对", key)
    return kind(**values)


def _fields_of(kind: type[Any]) -> tuple[tuple[str, ...], frozenset[str]]:
    if hasattr(kind, "_fields"):
        return kind._fields, frozenset(kind._field_defaults)
    import dataclasses  # noqa: PLC0415

    fields = dataclasses.fields(kind)
    missing = dataclasses.MISSING
    given = (f.name for f in fields if f.default is not missing or f.default_factory is not missing)
    return tuple(f.name for f in fields), frozenset(given)
