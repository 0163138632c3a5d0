"""Thin MkDocs adapters: the only code of this project that imports mkdocs."""
