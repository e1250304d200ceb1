"""The built-in rule packs of hegao: TOML files, no code."""
