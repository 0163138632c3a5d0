"""Checks over the whole catalogue: each is a generator of problems with the same arguments.

What one file's reading already shows (schema, steps, blocks, pictures' contents) is reported by
`lessons/`; here stand the rules that need to see more than one file, the calendar or the settings.
"""

from __future__ import annotations

from hatgiong.checks import facts, files, links, pictures, recordings, translations, wording
from hatgiong.checks.check import Check, check_content

CHECKS: tuple[Check, ...] = (
    files.check_file_names,
    files.check_folders,
    files.check_unused,
    facts.check_groups_and_topics,
    facts.check_calendar,
    facts.check_reading_time,
    links.check_links,
    links.check_names_in_blocks,
    pictures.check_pictures,
    pictures.check_picture_words,
    pictures.check_practice_areas,
    recordings.check_clips,
    recordings.check_narration,
    translations.check_languages,
    translations.check_translations,
    translations.check_courses,
    translations.check_interface,
    wording.check_sentences,
    wording.check_terms,
)

__all__ = ["CHECKS", "Check", "check_content"]
