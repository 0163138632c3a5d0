"""The search index of lessons that a test writes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from written import SETTINGS, MakeIndex, Written

from hatgiong.content import read_content
from hatgiong.pages.find_index import Findable, FindIndex, make_index
from hatgiong.project import read_project
from tiny_site import TinySite


@pytest.fixture
def index(tmp_path: Path) -> MakeIndex:
    """Makes the index of lessons in the order in which they are given."""

    def make(written: Sequence[Written]) -> FindIndex:
        site = TinySite(tmp_path / "site")
        site.write("mkdocs.yml", SETTINGS)
        site.write("content/groups.yml", "nguoi-dan: {name: {vi: Người dân}}\n")
        for one in written:
            one.write(site)
        lessons = read_content(read_project(site.folder)).catalogue.lessons
        slugs = dict.fromkeys(one.slug for one in written)
        return make_index(
            [Findable(tuple(lessons[slug].texts.values()), (slug, 0)) for slug in slugs]
        )

    return make
