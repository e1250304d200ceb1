"""Kinds of checks: pure functions from a document to matches. They know no rule and no wording."""
