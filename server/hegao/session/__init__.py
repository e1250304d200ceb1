"""A draft being typed."""

from hegao.session.draft import Session

__all__ = ["Session"]
