"""A draft being typed: what the engine says of it, after every edit."""

from __future__ import annotations

from hegao.config.model import Settings
from hegao.engine import Result, check


class Session:
    """Checks one draft again and again."""

    def __init__(self, settings: Settings, filename: str = "") -> None:
        self.settings = settings
        self.filename = filename

    def check(self, text: str) -> Result:
        """What :func:`hegao.engine.check` says of the draft's present text."""
        return check(text, self.settings, self.filename)
