"""hatgiong ("hạt giống số"): Markdown lessons in, a light bilingual site out."""

__version__ = "0.1.0"
