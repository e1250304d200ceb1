"""The language server: documents in, diagnostics, quick fixes and the other features out.

The only package that imports pygls and lsprotocol, which take half a second; nothing outside it may import
it but the command that starts it.
"""
