"""What several rules derive from one draft is derived once and kept with its running text."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from hegao.document.model import View

_Derived = TypeVar("_Derived")
_KEPT = "_derived"


def derived(view: View, function: Callable[..., _Derived], *arguments: Hashable) -> _Derived:
    """``function(view, *arguments)``, computed once for a view.

    Args:
        function: Pure: what it gives depends on its arguments alone; nobody changes it afterwards.
        arguments: Compared by equality. None may refer to the view, which would keep it alive.
    """
    kept: dict[Any, Any] = vars(view).setdefault(_KEPT, {})
    key = (function, *arguments)
    if key not in kept:
        kept[key] = function(view, *arguments)
    found: _Derived = kept[key]
    return found
