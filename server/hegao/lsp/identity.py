"""How a finding is named between server and client: in ``data`` of its diagnostic, in arguments of commands.

Clients send ranges that are off (columns counted in bytes, a caret at the wrong end of the line). A finding is
therefore meant by its name and looked up among the server's own.
"""

from __future__ import annotations

from hegao.finding import Finding


def identity(finding: Finding) -> str:
    """The name of a finding: the same as long as nothing before its end changes."""
    return f"{finding.code}:{finding.span.start}:{finding.span.end}"
