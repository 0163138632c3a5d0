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

from hatgiong.content import read_content
from hatgiong.project import read_project
from hatgiong.site import record
from hatgiong.site.assemble import build_site

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


def test_catalogue_of_a_built_site_fits_the_schema(tmp_path: Path) -> None:
    project = dataclasses.replace(read_project(ROOT), site_dir=tmp_path / "site")
    content = read_content(project)
    today = date(2026, 11, 22)
    build_site(project, content, today=today, find_handbook=lambda: None)
    catalogue = json.loads((tmp_path / "site" / record.CATALOGUE_NAME).read_text("utf-8"))
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(catalogue, schema, format_checker=jsonschema.FormatChecker())
    assert catalogue["lessons"]


@pytest.mark.parametrize("locale", ["vi", "en"])
def test_every_field_of_the_catalogue_is_explained(locale: str) -> None:
    text = (HANDBOOK / f"danh-muc.{locale}.md").read_text("utf-8")
    schema = make_schema()
    for table in (schema, *schema["$defs"].values()):
        for name in table["properties"]:
            assert f"`{name}`" in text, name
