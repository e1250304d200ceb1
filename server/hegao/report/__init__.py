"""Findings to text, JSON, SARIF and the like: one module per format."""
