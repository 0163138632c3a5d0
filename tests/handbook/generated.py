"""The handbook's tables, written from what the code holds: rules, keys, icons, limits.

A page holds a table between `<!-- generated: NAME -->` and `<!-- /generated -->`; the words of the
tables are in `keys.yml` beside this file, and in `rules.yml` of the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

import hatgiong
import hatgiong.project  # its settings are models too
from hatgiong import sources
from hatgiong.interface import find_files, find_packaged_overrides
from hatgiong.languages import LocalText
from hatgiong.lessons import photograph, read
from hatgiong.lessons.schema import Facts
from hatgiong.problems import Locale, Rule, load_rules
from hatgiong.site import record

ROOT = Path(__file__).parents[2]
HANDBOOK = ROOT / "content" / "handbook"
_BLOCK = re.compile(r"(<!-- generated: (\S+) -->\n).*?(<!-- /generated -->)", re.DOTALL)


def find_models() -> dict[str, type[BaseModel]]:
    """Every table of keys that authors may write, by its name."""
    return {model.__name__: model for model in Facts.__subclasses__()}


@cache
def read_keys() -> dict[str, Any]:
    """`keys.yml`: what each key of each model means."""
    table: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("keys.yml").read_text("utf-8"))
    return table


def find_blocks(page: Path) -> list[str]:
    """The names of the page's generated tables."""
    return [match[2] for match in _BLOCK.finditer(page.read_text("utf-8"))]


def write_page(text: str, locale: Locale) -> str:
    """The page with each of its generated tables written anew."""
    return _BLOCK.sub(lambda match: f"{match[1]}\n{_write(match[2], locale)}\n{match[3]}", text)


def _write(name: str, locale: Locale) -> str:
    match name:
        case "rules":
            return "\n".join(_write_rules(locale))
        case "icons":
            icons = find_files((find_packaged_overrides(),), "icons", ".svg")
            return ", ".join(f"`{icon}`" for icon in icons) + "\n"
        case "glossary":
            return "\n".join(_write_glossary(locale)) + "\n"
        case "limits":
            return "\n".join(_write_limits(locale)) + "\n"
        case _:
            return "\n".join(_write_keys(name, locale)) + "\n"


# --- rules ----------------------------------------------------------------------------------
_LEVELS = {
    "vi": {"error": "Lỗi", "warning": "Lưu ý"},
    "en": {"error": "Error", "warning": "Warning"},
}
_RULE_WORDS = {"vi": ("Cách sửa", "Vì sao"), "en": ("What to do", "Why")}
_TITLES = {
    "files": "Tệp",
    "YAML and front matter": "YAML và phần đầu tệp",
    "steps and text": "Các bước và chữ",
    "pictures": "Hình",
    "recordings that are named": "Tên các tệp quay và thu",
    "clips and sound": "Đoạn phim và tiếng",
    "captions": "Phụ đề",
    "the catalogue": "Thư mục, nhóm, khoá học, ngôn ngữ",
    "the built site": "Trang đã tạo",
}


def _write_rules(locale: Locale) -> Iterator[str]:
    text = Path(hatgiong.__file__).with_name("rules.yml").read_text("utf-8")
    rules = load_rules()
    for line in text.split("\n"):
        if match := re.match(r"# --- (.+?) -+$", line):
            title = match[1] if locale == "en" else _TITLES[match[1]]
            yield f"## {title[0].upper()}{title[1:]}\n"
        elif match := re.match(r"([\w-]+):$", line):
            yield from _write_rule(rules[match[1]], locale)


def _write_rule(rule: Rule, locale: Locale) -> Iterator[str]:
    fix, why = _RULE_WORDS[locale]
    yield f"### {rule.id}\n"
    message = _plain(rule.message[locale])
    yield f"**{_LEVELS[locale][rule.level]}:** {message}{'' if message.endswith('…') else '.'}\n"
    yield f"- {fix}: {_plain(rule.fix[locale])}"
    yield f"- {why}: {_plain(rule.why[locale])}\n"


def _plain(template: str) -> str:
    """A rule's words with `…` for its facts, safe from Markdown and HTML."""
    text = re.sub(r"\{\w+\}", "…", template)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([`*_\[\]])", r"\\\1", text)


# --- keys -----------------------------------------------------------------------------------
_HEADS = {
    "vi": "| Mục | Nghĩa, ví dụ |\n|---|---|",
    "en": "| Key | Meaning, example |\n|---|---|",
}
_REQUIRED = {"vi": "**bắt buộc**", "en": "**required**"}
_DEFAULT = {"vi": "nếu bỏ trống: {}", "en": "if left out: {}"}


def _write_keys(name: str, locale: Locale) -> Iterator[str]:
    model, rows = find_models()[name], read_keys()[name]["keys"]
    yield _HEADS[locale]
    for key, field in model.model_fields.items():
        row = rows[key]
        facts = [find_kind(field, locale), _say_default(field, row, locale)]
        facts = [fact for fact in facts if fact]
        meaning = f"{row[locale]} ({'; '.join(facts)})"
        yield f"| `{key}` | {meaning}<br>`{key}: {row['example']}` |"


def _say_default(field: FieldInfo, row: Mapping[str, Any], locale: Locale) -> str:
    if field.is_required():
        return _REQUIRED[locale]
    if "default" in row:
        return _DEFAULT[locale].format(row["default"][locale])
    value = field.get_default(call_default_factory=True)
    return _DEFAULT[locale].format(f"`{_write_default(value)}`") if value else ""


def _write_default(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(_write_default(one) for one in value) + "]"
    if isinstance(value, BaseModel):
        rows = value.model_dump(exclude_defaults=True).items()
        return "{" + ", ".join(f"{key}: {one}" for key, one in rows) + "}"
    return str(value).lower() if isinstance(value, bool) else str(value)


_KINDS: dict[Any, dict[str, str]] = {
    str: {"vi": "chữ", "en": "text"},
    int: {"vi": "số nguyên", "en": "whole number"},
    bool: {"vi": "`true` hoặc `false`", "en": "`true` or `false`"},
    date: {"vi": "ngày, viết năm-tháng-ngày", "en": "date, as year-month-day"},
    LocalText: {"vi": "chữ, hoặc chữ cho từng ngôn ngữ", "en": "text, or text per language"},
    tuple: {"vi": "danh sách", "en": "list"},
    dict: {"vi": "bảng tên và giá trị", "en": "table of names and values"},
}
_ONE_OF = {"vi": "một trong {}", "en": "one of {}"}
_BOUNDS = {"vi": {"ge": "từ {}", "le": "đến {}"}, "en": {"ge": "from {}", "le": "to {}"}}


def find_kind(field: FieldInfo, locale: Locale) -> str:
    """What kind of value a key takes, from its model."""
    kind, metadata = field.annotation, list(field.metadata)
    while get_origin(kind) in (Union, UnionType) or hasattr(kind, "__metadata__"):
        for extra in getattr(kind, "__metadata__", ()):
            metadata += extra.metadata if isinstance(extra, FieldInfo) else [extra]
        kind = next(part for part in get_args(kind) if part is not type(None))
    if get_origin(kind) is Literal:
        values = ", ".join(f"`{value}`" for value in get_args(kind))
        return _ONE_OF[locale].format(values)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        kind = dict
    words = _KINDS[get_origin(kind) or kind][locale]
    for name, bound in _BOUNDS[locale].items():
        for extra in metadata if kind is int else ():
            if hasattr(extra, name):
                words += " " + bound.format(getattr(extra, name))
    return words


# --- glossary -------------------------------------------------------------------------------
_GLOSSARY_HEADS = {
    "vi": "| Từ | Tiếng Anh | Nghĩa | Không dùng |\n|---|---|---|---|",
    "en": "| Word | In Vietnamese | Meaning | Not used |\n|---|---|---|---|",
}


def _write_glossary(locale: Locale) -> Iterator[str]:
    table = yaml.safe_load((HANDBOOK.parent / "glossary.yml").read_text("utf-8"))
    other = "en" if locale == "vi" else "vi"
    yield _GLOSSARY_HEADS[locale]
    for row in sorted(table.values(), key=lambda row: str(row["term"][locale]).lower()):
        term, meaning = row["term"], row.get("meaning", {}).get(locale, "")
        avoided = ", ".join(row.get("avoid", {}).get(locale, ()))
        yield f"| **{term[locale]}** | {term[other]} | {meaning} | {avoided} |"


# --- limits ---------------------------------------------------------------------------------
_LIMIT_HEADS = {
    "vi": "| Con số | Nghĩa, đặt ở đâu |\n|---|---|",
    "en": "| Number | Meaning, where it is set |\n|---|---|",
}
_LIMITS: tuple[tuple[Any, str, dict[str, str]], ...] = (
    (record, "HEADER_BYTES", {
        "vi": "byte tính cho phần đầu mà máy chủ gửi kèm mỗi tệp",
        "en": "bytes counted for the headers that a server sends with each file"}),
    (read, "SLOW_WORDS_PER_MINUTE", {
        "vi": "chữ mỗi phút của người đọc chậm", "en": "words a minute of a slow reader"}),
    (read, "PICTURE_S", {
        "vi": "giây để nhìn một hình", "en": "seconds to look at a picture"}),
    (sources, "TEXT_LIMIT_BYTES", {
        "vi": "byte của một tệp chữ; nặng hơn thì không đọc",
        "en": "bytes of a text file; a larger one is not read"}),
    (sources, "PICTURE_LIMIT_BYTES", {
        "vi": "byte của một tệp hình; nặng hơn thì không đọc",
        "en": "bytes of a picture file; a larger one is not read"}),
    (photograph, "PIXEL_LIMIT", {
        "vi": "điểm ảnh của một tấm ảnh; to hơn thì không nhận",
        "en": "pixels of a photograph; a larger one is refused"}),
)  # fmt: skip


def _write_limits(locale: Locale) -> Iterator[str]:
    yield _LIMIT_HEADS[locale]
    for module, name, meaning in _LIMITS:
        number = f"{getattr(module, name):,}".replace(",", "." if locale == "vi" else ",")
        path = module.__name__.split(".", 1)[1].replace(".", "/") + ".py"
        yield f"| {number} | {meaning[locale]}<br>`{path}`, `{name}` |"
