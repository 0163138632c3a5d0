"""A small site made for searching: words that differ in their marks alone, in four languages."""

from __future__ import annotations

from pathlib import Path
from typing import Final

SETTINGS: Final = """\
site_name: Tìm thử
docs_dir: content
plugins:
  - hatgiong:
      languages:
        - {tag: vi, name: Tiếng Việt}
        - {tag: en, name: English, fallback: vi}
        - {tag: hmn, name: Hmoob, fallback: vi}
        - {tag: tyz, name: Tày, fallback: vi}
"""
GROUPS: Final = """\
nguoi-dan: {name: {vi: Người dân, en: Citizens}}
hoc-sinh: {name: {vi: Học sinh, en: Pupils}}
"""
TOPICS: Final = """\
tien: {name: {vi: Tiền bạc, en: Money}}
may: {name: {vi: Máy móc, en: Machines}}
"""
#: By slug: the topic, and for each file the title, the keywords and the titles of the steps.
LESSONS: Final[dict[str, tuple[str, dict[str, tuple[str, str, str]]]]] = {
    "dien": (
        "tien",
        {
            "index.vi": ("Thanh toán tiền điện", "hoá đơn, EVN", "Mở ví"),
            "index.en": ("Pay the power bill", "electricity, invoice", "Open the purse"),
            "simple.vi": ("Trả tiền điện", "", "Bấm nút xanh"),
        },
    ),
    "ruong": (
        "may",
        {
            "index.vi": ("Đo diện tích ruộng", "sào, héc-ta", "Mở bản đồ"),
            "index.en": ("Measure a field", "acre", "Open the map"),
        },
    ),
    "tuy": ("may", {"index.vi": ("Tránh xa ma tuý", "", "Nói không")}),
    "quet": ("tien", {"index.vi": ("Quét mã QR", "chuyển khoản, ck", "Mở máy ảnh")}),
    "me": ("may", {"index.vi": ("Gọi cho má", "gọi video, thấy mặt", "Bấm gọi")}),
    "doc": (
        "may",
        {
            "index.vi": ("Đọc chữ", "", "Nhìn"),
            "index.hmn": ("Nyeem ntawv", "", "Saib"),
            "index.tyz": ("Toọc slư", "", "Chướng"),
        },
    ),
    "chap": (
        "may",
        {
            "index.vi": ("Mối tình", "", "Nghe"),
            "index.hmn": ("Ntawm tsev", "", "Mus"),
            "index.tyz": ("Toóc slu", "", "Khai"),
        },
    ),
}
MANY: Final = 30


def write_search_site(project_dir: Path) -> None:
    """The lessons above, and thirty that have one word in common."""
    content = project_dir / "content"
    for name, text in {"groups": GROUPS, "topics": TOPICS}.items():
        _write(content / f"{name}.yml", text)
    _write(project_dir / "mkdocs.yml", SETTINGS)
    _write(content / "courses/nguoi-dan/course.yml", f"lessons: [{', '.join(LESSONS)}]\n")
    _write(content / "courses/nguoi-dan/index.vi.md", "---\ntitle: Người dân\n---\n")
    for slug, (topic, texts) in LESSONS.items():
        folder = content / "lessons" / slug
        facts = f"groups: [hoc-sinh, nguoi-dan]\ntopic: {topic}\nminutes: 7\n"
        _write(folder / "lesson.yml", facts)
        for name, (title, keywords, step) in texts.items():
            picture = "" if name.startswith("simple") or slug == "tuy" else "![Hình.](hinh.svg)\n"
            head = f'---\ntitle: "{title}"\nkeywords: [{keywords}]\n---\n'
            _write(folder / f"{name}.md", f"{head}## {step}\n\n{picture}\nChữ.\n")
        _write(
            folder / "hinh.svg",
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200">'
            '<path fill="#3a9a5b" d="M20 20h280v160h-280z"/></svg>\n',
        )
    for number in range(MANY):
        folder = content / "lessons" / f"nhieu-{number:02}"
        _write(folder / "lesson.yml", "groups: [nguoi-dan]\ntopic: may\n")
        _write(folder / "index.vi.md", f'---\ntitle: "Thuốc lá {number}"\n---\n## Bỏ\n\nBỏ.\n')


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
