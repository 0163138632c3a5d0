"""The handbook's examples work as they stand there: each is cut out of its page and used."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from generated import HANDBOOK, ROOT

from hatgiong.checks import CHECKS, check_content
from hatgiong.commands.report import format_report
from hatgiong.commands.translate import format_status, mark_compared
from hatgiong.content import Content, read_content
from hatgiong.lessons.lesson import Callout, GroupPassage, Part, Practice, Quiz
from hatgiong.lessons.schema import GroupFacts, TermFacts, TopicFacts, validate
from hatgiong.media.encoding.ffmpeg import find_ffmpeg
from hatgiong.media.stage import check_clips
from hatgiong.problems import Locale, Problem, format_text
from hatgiong.programs import run_program
from hatgiong.project import Project, read_project
from hatgiong.yaml_places import parse_yaml
from tiny_site import build_lessons

TODAY = date(2026, 11, 22)
LOCALES: tuple[Locale, ...] = ("vi", "en")
_FENCE = re.compile(r"^(`{3,})(\w+)(?: title=\"([^\"]*)\")?\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


def find_examples(page: Path, kind: str) -> list[tuple[str, str]]:
    """Title and text of every example of one kind on a page."""
    text = page.read_text("utf-8")
    return [(m[3] or "", m[4]) for m in _FENCE.finditer(text) if m[2] == kind]


def find_chapter(name: str, locale: Locale) -> Path:
    return HANDBOOK / f"{name}.{locale}.md"


def write_example_site(folder: Path, locale: Locale) -> Project:
    """A site whose settings, lesson and picture are the examples of the chapters."""
    (settings,) = (text for _, text in find_examples(find_chapter("cai-dat", locale), "yaml"))
    (picture,) = (text for _, text in find_examples(find_chapter("ve-hinh", locale), "svg"))
    (facts,) = (text for _, text in find_examples(find_chapter("viet-bai", locale), "yaml"))
    texts = [text for _, text in find_examples(find_chapter("viet-bai", locale), "markdown")]
    whole, parts = texts[0], texts[1:]
    lesson = whole + "".join(f"\n## {number}\n\n{part}" for number, part in enumerate(parts))
    files = {
        "mkdocs.yml": settings,
        "content/lessons/goi-video/lesson.yml": facts,
        "content/lessons/goi-video/buoc-1.svg": picture,
        f"content/lessons/goi-video/index.{locale}.md": lesson,
        "content/lessons/ket-noi-wifi/lesson.yml": facts,
        "content/lessons/ket-noi-wifi/buoc-1.svg": picture,
        f"content/lessons/ket-noi-wifi/index.{locale}.md": whole,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    _film(folder / "content/lessons/goi-video/goi-thu.mp4", folder)
    _copy_groups_and_topics(folder)
    return read_project(folder)


def _film(path: Path, folder: Path) -> None:
    """Half a second of film, as small as it can be."""
    ffmpeg = find_ffmpeg(None, cache_dir=folder / ".cache/media")
    source = ["-f", "lavfi", "-i", "testsrc=size=64x48:duration=0.5:rate=10"]
    command = [str(ffmpeg.path), "-v", "error", *source, f"file:{path}"]
    run_program(command, folder=folder, time_limit_s=60)


def _copy_groups_and_topics(folder: Path) -> None:
    for name in ("groups.yml", "topics.yml", "groups"):
        source, target = ROOT / "content" / name, folder / "content" / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, target)


def find_problems(project: Project, content: Content) -> list[Problem]:
    """Problems but for the languages that the example was not written in."""
    found = check_content(project, content, TODAY, CHECKS)
    found += check_clips(project, content.catalogue)
    return [problem for problem in found if problem.rule != "translation-missing"]


@pytest.mark.parametrize("locale", LOCALES)
def test_example_lesson_has_no_problem(tmp_path: Path, locale: Locale) -> None:
    project = write_example_site(tmp_path, locale)
    content = read_content(project)
    assert find_problems(project, content) == []
    text = content.catalogue.lessons["goi-video"].texts[locale, ""]
    parts = [part for step in text.steps for part in step.parts]
    kinds = {type(part).__name__ for part in parts}
    assert {part.__name__ for part in Part.__args__} <= kinds
    assert {part.kind for part in parts if isinstance(part, Callout)} == {"tip", "warning"}
    assert [part.groups for part in parts if isinstance(part, GroupPassage)] == [("can-bo",)]


@pytest.mark.parametrize("locale", LOCALES)
def test_example_quiz_and_practice_are_read_whole(tmp_path: Path, locale: Locale) -> None:
    content = read_content(write_example_site(tmp_path, locale))
    text = content.catalogue.lessons["goi-video"].texts[locale, ""]
    parts = [part for step in text.steps for part in step.parts]
    (quiz,) = (part for part in parts if isinstance(part, Quiz))
    assert [answer.is_right for answer in quiz.answers] == [True, False]
    assert all(answer.explanation for answer in quiz.answers)
    (practice,) = (part for part in parts if isinstance(part, Practice))
    area, other = practice.scenes[0].areas
    assert (area.is_right, other.is_right) == (True, False)
    assert area.name
    assert other.name
    assert (area.left, area.top, area.width, area.height) == (36, 37, 28, 30)


@pytest.mark.parametrize("locale", LOCALES)
def test_example_lesson_becomes_a_page_without_its_notes(tmp_path: Path, locale: Locale) -> None:
    project = write_example_site(tmp_path, locale)
    outcome = build_lessons(project)
    assert outcome.is_published
    folder = tmp_path / "site" / ("" if locale == "vi" else locale)
    page = (folder / "lessons" / "goi-video.html").read_text("utf-8")
    notes = {"vi": "Chuẩn bị: hai máy", "en": "Prepare: two phones"}[locale]
    texts = [text for _, text in find_examples(find_chapter("viet-bai", locale), "markdown")]
    assert any(notes in text for text in texts)
    assert notes not in page


@pytest.mark.parametrize("page", sorted(HANDBOOK.glob("*.md")), ids=lambda p: p.name)
def test_examples_of_settings_are_accepted(tmp_path: Path, page: Path) -> None:
    for title, text in find_examples(page, "yaml"):
        if title == "mkdocs.yml":
            (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
            read_project(tmp_path)


@pytest.mark.parametrize("locale", LOCALES)
def test_examples_of_groups_and_topics_are_accepted(locale: Locale) -> None:
    models = {"groups.yml": GroupFacts, "topics.yml": TopicFacts, "glossary.yml": TermFacts}
    examples = dict(find_examples(find_chapter("tep-noi-dung", locale), "yaml"))
    assert set(examples) == set(models)
    for title, model in models.items():
        written, _ = parse_yaml(examples[title], title)
        assert written is not None
        for slug in written.value:
            assert validate(model, written.inside((slug,)))[1] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_example_program_reads_the_catalogue(
    tmp_path: Path, locale: Locale, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = write_example_site(tmp_path, locale)
    build_lessons(project)
    monkeypatch.chdir(tmp_path)
    ((_, program),) = find_examples(find_chapter("danh-muc", locale), "python")
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(compile(program, "example", "exec"), {})
    other = {"vi": "en/lessons/goi-video.html en\n", "en": "lessons/goi-video.html vi\n"}[locale]
    assert other in output.getvalue()


_NGINX = """\
load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;
pid nginx.pid;
events {{}}
http {{ {server} }}
"""


@pytest.mark.parametrize("locale", LOCALES)
def test_example_for_nginx_is_accepted_by_nginx(tmp_path: Path, locale: Locale) -> None:
    module = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")
    if shutil.which("nginx") is None or not module.exists():
        pytest.skip("needs Debian's nginx and libnginx-mod-http-brotli-static")
    # The second example is what HTTPS adds, with certificates that nobody has here.
    (_, server), _ = find_examples(find_chapter("phat-hanh", locale), "nginx")
    server = server.replace("listen 80;", "listen 127.0.0.1:8499;")
    (tmp_path / "nginx.conf").write_text(_NGINX.format(server=server), encoding="utf-8")
    arguments = ["nginx", "-t", "-p", f"{tmp_path}/", "-c", "nginx.conf", "-e", "error.log"]
    run_program(arguments, folder=tmp_path, time_limit_s=20)


# --- what the commands print ------------------------------------------------------------------
def find_outputs(name: str, locale: Locale) -> list[str]:
    return [text for _, text in find_examples(find_chapter(name, locale), "text")]


def write_small_site(folder: Path, languages: str, texts: dict[str, str]) -> Project:
    """A site whose lessons have one step each; `texts` gives their words by file."""
    settings = f"docs_dir: content\nplugins:\n  - hatgiong:\n      languages: {languages}\n"
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    for name, words in texts.items():
        path = folder / "content" / "lessons" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"---\ntitle: A\n---\n## A\n\n{words}\n", encoding="utf-8")
        (path.parent / "lesson.yml").write_text("groups: [nguoi-dan]\n", encoding="utf-8")
    _copy_groups_and_topics(folder)
    return read_project(folder)


@pytest.mark.parametrize("locale", LOCALES)
def test_example_of_problems_is_what_check_prints(tmp_path: Path, locale: Locale) -> None:
    texts = {"goi-video/index.vi.md": "Bấm <div>nút</div>", "ket-noi-wifi/index.vi.md": "Bấm"}
    languages = "[{tag: vi}, {tag: en, name: English}]"
    project = write_small_site(tmp_path, languages, texts)
    problems = check_content(project, read_content(project), TODAY, CHECKS)
    assert format_text(problems, locale) == find_outputs("kiem-tra", locale)[0]


@pytest.mark.parametrize("locale", LOCALES)
def test_example_of_states_is_what_translate_status_prints(tmp_path: Path, locale: Locale) -> None:
    texts = {"goi-video/index.vi.md": "Bấm", "goi-video/index.en.md": "Tap"}
    languages = "[{tag: vi}, {tag: en}, {tag: hmn, name: Hmoob}]"
    project = write_small_site(tmp_path, languages, texts)
    mark_compared(project, read_content(project).catalogue, ("goi-video",), "en")
    status = format_status(read_content(project).catalogue, locale)
    assert status == find_outputs("dich-bai", locale)[0]


@pytest.mark.parametrize("locale", LOCALES)
def test_example_of_the_report_has_the_lines_that_build_prints(
    tmp_path: Path, locale: Locale
) -> None:
    project = write_small_site(tmp_path, "[{tag: vi}]", {"goi-video/index.vi.md": "Bấm"})
    outcome = build_lessons(project)
    assert outcome.built is not None
    report = format_report(project, outcome.built, locale)
    printed, shown = (
        [re.sub(r"\S*/\S*|\s*\d+", "0", line) for line in text.split("\n")[:3]]
        for text in (report, find_outputs("chi-phi", locale)[0])
    )
    assert printed == shown
