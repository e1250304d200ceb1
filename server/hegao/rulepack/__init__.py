"""Rule packs: TOML files to rules. The only package that knows where packs live."""
