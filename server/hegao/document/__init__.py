"""From text to title, sections, paragraphs, tables, issuer and date. Knows no rule."""
