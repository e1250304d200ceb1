"""核稿 hegao: a linter and language server for Chinese official report drafts."""

__version__ = "0.1.0"
