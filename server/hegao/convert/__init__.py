"""A draft in another form: Word, Markdown, text with tabs. What it says stays, figure for figure."""
