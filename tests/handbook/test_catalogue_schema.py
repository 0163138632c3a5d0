"""The published schema of `catalogue.json` is the code's, explained, and true of a built site."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from generated import HANDBOOK, ROOT
from test_examples import write_example_site

from hatgiong.content import read_content
from hatgiong.project import read_project
from hatgiong.site import record
from hatgiong.site.assemble import build_site
from tiny_site import build_lessons

SCHEMA = HANDBOOK / "catalogue.schema.json"


def make_schema() -> dict[str, Any]:
    """The catalogue's schema as pydantic writes it, with the dialect that it is written in."""
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, **record.CatalogueFile.model_json_schema()}


def test_schema_is_what_the_code_says(request: pytest.FixtureRequest) -> None:
    fresh = json.dumps(make_schema(), ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    if request.config.getoption("--rewrite-golden", default=False):
        SCHEMA.write_text(fresh, encoding="utf-8")
        return
    assert SCHEMA.read_text("utf-8") == fresh, "run pytest tests/handbook --rewrite-golden"


def check_catalogue(site_dir: Path) -> dict[str, Any]:
    """A built site's catalogue, after it was held against the published schema."""
    catalogue: dict[str, Any] = json.loads((site_dir / record.CATALOGUE_NAME).read_text("utf-8"))
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(catalogue, schema, format_checker=jsonschema.FormatChecker())
    return catalogue


def test_catalogue_of_the_shipped_lessons_fits_the_schema(tmp_path: Path) -> None:
    project = dataclasses.replace(read_project(ROOT), site_dir=tmp_path / "site")
    build_site(
        project,
        read_content(project),
        today=date(2026, 11, 22),
        make_clips=lambda catalogue: ({}, []),
        find_handbook=lambda: None,
    )
    assert check_catalogue(tmp_path / "site")["lessons"]


def test_catalogue_of_a_site_with_a_clip_fits_the_schema(tmp_path: Path) -> None:
    build_lessons(write_example_site(tmp_path, "vi"))
    lessons = {one["slug"]: one for one in check_catalogue(tmp_path / "site")["lessons"]}
    (clip,) = lessons["goi-video"]["clips"]
    assert clip["name"] == "goi-thu.mp4"
    assert {track["rendition"] for track in clip["tracks"]} >= {"240p", "240p.av1", "poster"}
    text = next(one for one in lessons["goi-video"]["texts"] if one["language"] == "vi")
    assert text["clips"] == ["goi-thu.mp4"]
    assert text["default_path_bytes"] > text["page"]["first_visit_bytes"]


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_every_field_of_the_catalogue_is_explained(locale: str) -> None:
    text = (HANDBOOK / f"danh-muc.{locale}.md").read_text("utf-8")
    schema = make_schema()
    for table in (schema, *schema["$defs"].values()):
        for name in table["properties"]:
            assert f"`{name}`" in text, name
