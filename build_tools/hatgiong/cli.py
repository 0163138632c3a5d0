"""The `hatgiong` command. The only place that reads the clock and the environment, prints, and
chooses an exit code: 0 good, 1 problems in content, 2 wrong settings or command line, 3 a program
missing or failed, 70 a bug of ours."""

from __future__ import annotations

import io
import locale
import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn, cast

import click

from hatgiong import __version__
from hatgiong.catalogue import Catalogue
from hatgiong.checks import CHECKS, check_content
from hatgiong.commands import build as build_command
from hatgiong.commands import media as media_command
from hatgiong.commands import media_status as status_command
from hatgiong.commands import new as new_command
from hatgiong.commands import pack as pack_command
from hatgiong.commands import translate as translate_command
from hatgiong.commands.picture_sheet import write_sheet
from hatgiong.commands.report import format_report
from hatgiong.content import read_content
from hatgiong.media.running.progress import format_mb
from hatgiong.media.stage import check_clips
from hatgiong.outputs.single_file import RENDITIONS, USUAL, Rendition
from hatgiong.problems import FORMATS, Locale, Problem, SettingsError, nearest, set_levels
from hatgiong.programs import ProgramFailed
from hatgiong.project import Project, read_project

EXIT_PROBLEMS, EXIT_SETTINGS, EXIT_PROGRAM, EXIT_BUG = 1, 2, 3, 70
#: What shells say of a command that Ctrl-C ended: 128 and the signal's number.
EXIT_STOPPED = 130


def find_locale(environment: dict[str, str]) -> Locale:
    """The author's language, by the same variables as every program (POSIX 8.2); Windows sets none
    of them, and is asked itself."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "vi" if environment[name].lower().startswith("vi") else "en"
    system = locale.getlocale()[0] or ""  # "vi_VN", or "Vietnamese_Vietnam" on Windows
    return "vi" if system.lower().startswith("vi") else "en"


def find_today(environment: dict[str, str]) -> date:
    """The build's day: SOURCE_DATE_EPOCH where it is set (reproducible-builds.org), else now."""
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if re.fullmatch("[0-9]{1,11}", epoch):  # twelve digits can be beyond Python's last year
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return datetime.now(UTC).date()


def _workers() -> int:
    return os.cpu_count() or 1


@dataclass
class Choices:
    """What the options before the verb chose."""

    folder: Path = field(default_factory=Path)
    locale: Locale = field(default_factory=lambda: find_locale(dict(os.environ)))

    def read_project(self) -> Project:
        """The project in the chosen folder."""
        return read_project(self.folder)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hatgiong")
@click.option("-C", "folder", type=click.Path(path_type=Path), default=Path(), show_default=True,
              help="The site's folder, where mkdocs.yml is.")  # fmt: skip
@click.option("--locale", type=click.Choice(["vi", "en"]), help="Language of the messages.")
@click.pass_context
def hatgiong(context: click.Context, folder: Path, locale: str | None) -> None:
    """Light bilingual lesson sites for cheap phones and village kiosks."""
    choices = context.ensure_object(Choices)
    choices.folder = folder
    if locale:
        choices.locale = cast("Locale", locale)


@hatgiong.command()
@click.option("--format", "style", type=click.Choice(list(FORMATS)), default="text",
              show_default=True, help="For people, programs, or GitHub's annotations.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Warnings count as errors.")
@click.pass_obj
def check(choices: Choices, style: str, strict: bool) -> None:
    """Say what is wrong in the content, where, and how to mend it."""
    project = choices.read_project()
    content = read_content(project, workers=_workers())
    problems = check_content(project, content, find_today(dict(os.environ)), CHECKS)
    problems = sorted([*problems, *check_clips(project, content.catalogue)])
    click.echo(FORMATS[style](problems, choices.locale), nl=False)
    if any(strict or problem.level == "error" for problem in problems):
        sys.exit(EXIT_PROBLEMS)


@hatgiong.command()
@click.option("--strict", is_flag=True, help="Publish nothing if there is any problem.")
@click.option("--quick", is_flag=True, help="Leave out clips that are not made yet.")
@click.pass_obj
def build(choices: Choices, strict: bool, quick: bool) -> None:
    """Build the site; what has errors is left out, and the old site stays if nothing is left."""
    project = choices.read_project()
    today = find_today(dict(os.environ))
    outcome = build_command.run_build(
        project, today=today, strict=strict, quick=quick, workers=_workers(),
        locale=choices.locale, tell=_tell,
    )  # fmt: skip
    _print_problems(outcome.problems, choices.locale)
    if outcome.built and outcome.is_published:
        report = format_report(project, outcome.built, choices.locale)
        click.echo(report, nl=False)
    else:
        words = {"en": "nothing was published; the old site is as it was",
                 "vi": "chưa phát hành gì; trang cũ vẫn nguyên"}  # fmt: skip
        click.echo(words[choices.locale], err=True)
    if outcome.has_errors or not outcome.is_published:
        sys.exit(EXIT_PROBLEMS)


@hatgiong.group()
def new() -> None:
    """Make a new site, course or lesson."""


@new.command("site")
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_obj
def new_site(choices: Choices, folder: Path) -> None:
    """A site of two languages with one group and one lesson, in an empty folder."""
    _make(choices, lambda: new_command.make_new_site(choices.folder / folder))


@new.command("lesson")
@click.argument("slug")
@click.option("--title", default="", help="The lesson's title; else its slug.")
@click.pass_obj
def new_lesson(choices: Choices, slug: str, title: str) -> None:
    """A lesson of ten lines to write on."""
    project, today = choices.read_project(), find_today(dict(os.environ))
    _make(choices, lambda: new_command.make_new_lesson(project, slug, title, today))


@new.command("course")
@click.argument("group")
@click.pass_obj
def new_course(choices: Choices, group: str) -> None:
    """The course of a learner group of groups.yml."""
    project = choices.read_project()
    groups = read_content(project).catalogue.groups
    if group not in groups:
        raise click.BadParameter(f"{group}: {nearest(group, groups)}?")
    _make(choices, lambda: new_command.make_new_course(project, group))


def _make(choices: Choices, make: Callable[[], list[Path]]) -> None:
    try:
        for path in make():
            click.echo(path)
    except new_command.AlreadyThereError as error:
        words = {"en": "is there already; nothing was written",
                 "vi": "đã có rồi; không ghi gì cả"}  # fmt: skip
        _stop(f"{error} {words[choices.locale]}", EXIT_SETTINGS)


@hatgiong.group()
def media() -> None:
    """See, make and clear up the clips' files."""


@media.command("status")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text",
              show_default=True, help="For people, in MB, or for programs, in bytes.")  # fmt: skip
@click.pass_obj
def media_status(choices: Choices, style: str) -> None:
    """What clips there are, what is missing, what each lesson and course costs."""
    project = choices.read_project()
    catalogue = read_content(project, workers=_workers()).catalogue
    status, problems = status_command.read_status(project, catalogue)
    _print_problems(tuple(problems), choices.locale)
    text = status_command.format_status(status, choices.locale)
    click.echo(text if style == "text" else status_command.format_status_json(status), nl=False)


@media.command("encode")
@click.argument("slugs", nargs=-1)
@click.option("--farm", default="", metavar="ADDRESS",
              help="Encode on the workers of a Dask scheduler, tcp://HOST:8786.")  # fmt: skip
@click.option("--farm-store", default="", metavar="URL",
              help="A folder that both sides reach: file:///shared, s3://…")  # fmt: skip
@click.option("--workers", type=click.IntRange(1, 256), default=_workers,
              help="Jobs at once on this machine; one for each core if left out.")  # fmt: skip
@click.pass_obj
def media_encode(
    choices: Choices, slugs: tuple[str, ...], farm: str, farm_store: str, workers: int
) -> None:
    """Make the missing files of these lessons' clips, or of all."""
    if farm_store and not farm:
        raise click.UsageError("--farm-store: --farm tcp://HOST:8786?")
    project = choices.read_project()
    catalogue = read_content(project, workers=_workers()).catalogue
    _check_slugs(slugs, catalogue)
    where = media_command.Where(workers, farm, farm_store)
    try:
        problems = media_command.run_encode(
            project, catalogue, slugs, where, locale=choices.locale, tell=_tell
        )
    except KeyboardInterrupt:
        words = {"en": "stopped; what was finished is kept",
                 "vi": "đã dừng; những gì làm xong vẫn được giữ"}  # fmt: skip
        _stop(words[choices.locale], EXIT_STOPPED)
    _print_problems(tuple(problems), choices.locale)
    if any(problem.level == "error" for problem in problems):
        sys.exit(EXIT_PROBLEMS)


@media.command("prune")
@click.option("--dry-run", is_flag=True, help="Only say what would be removed.")
@click.pass_obj
def media_prune(choices: Choices, dry_run: bool) -> None:
    """Remove the files that no lesson uses any more."""
    project = choices.read_project()
    content = read_content(project, workers=_workers())
    problems = set_levels(content.problems, project.settings.levels)
    said = ""
    if not any(problem.level == "error" for problem in problems):
        said, problems = media_command.run_prune(
            project, content.catalogue, locale=choices.locale, dry_run=dry_run, tell=_tell
        )
    _print_problems(tuple(problems), choices.locale)
    if not said:
        words = {"en": "nothing was removed: mend this first, as nobody knows what it uses",
                 "vi": "chưa xoá gì: hãy sửa lỗi trước, vì chưa biết bài cần tệp nào"}  # fmt: skip
        _stop(words[choices.locale], EXIT_PROBLEMS)
    click.echo(said, nl=False)


def _tell(words: str) -> None:
    click.echo(words, err=True)


@hatgiong.group()
def pack() -> None:
    """Make files to hand on, from phone to phone."""


@pack.command("lesson")
@click.argument("slug")
@click.option("--lang", "tag", default="", metavar="TAG",
              help="Language of the page; the site's first if left out.")  # fmt: skip
@click.option("--rendition", type=click.Choice(RENDITIONS), default=USUAL, show_default=True,
              help="What of its clips comes along.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), default=None,
              help="The file to write; dist/SLUG.TAG.html if left out.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Write nothing if the file is over its budget.")
@click.pass_obj
def pack_lesson(
    choices: Choices, slug: str, tag: str, rendition: Rendition, out: Path | None, strict: bool
) -> None:
    """A lesson as one HTML file with everything inside."""
    project = choices.read_project()
    tags = [language.tag for language in project.languages]
    if tag and tag not in tags:
        raise click.BadParameter(f"{tag}: {nearest(tag, tags)}?", param_hint="--lang")
    content = read_content(project, workers=_workers())
    if faults := pack_command.find_faults(project, content, slug):
        _print_problems(tuple(faults), choices.locale)
        sys.exit(EXIT_PROBLEMS)
    _check_slugs((slug,), content.catalogue)
    order = pack_command.Order(slug, tag or tags[0], rendition, out)
    try:
        packed = pack_command.pack_lesson(
            project,
            content.catalogue,
            order,
            today=find_today(dict(os.environ)),
            strict=strict,
            workers=_workers(),
            locale=choices.locale,
        )
    except pack_command.LackingError as error:
        there = ", ".join(error.there)
        words = {"en": f"this lesson has: {there}", "vi": f"bài này có: {there}"}
        raise click.BadParameter(
            f"{rendition}: {words[choices.locale]}", param_hint="--rendition"
        ) from error
    except pack_command.NotWrittenError as error:
        _stop_unwritten(error.path, error.reason, choices.locale)
    _print_problems(packed.problems, choices.locale)
    if packed.path:
        click.echo(packed.path)
        _tell(f"{format_mb(packed.size_bytes, choices.locale)} MB")
    if not packed.path or any(problem.level == "error" for problem in packed.problems):
        sys.exit(EXIT_PROBLEMS)


@hatgiong.command("pictures")
@click.argument("slug")
@click.pass_obj
def pictures(choices: Choices, slug: str) -> None:
    """Put a lesson's pictures on one page, with every language's words in them."""
    project = choices.read_project()
    content = read_content(project, workers=_workers())
    _check_slugs((slug,), content.catalogue)
    try:
        path = write_sheet(project, content.catalogue, slug, choices.locale)
    except OSError as error:
        _stop_unwritten(error.filename, error.strerror, choices.locale)
    click.echo(path)


@hatgiong.group()
def translate() -> None:
    """See and mark the state of translations."""


@translate.command("status")
@click.pass_obj
def translate_status(choices: Choices) -> None:
    """Every lesson and language: up to date, out of date, or missing."""
    catalogue = read_content(choices.read_project(), workers=_workers()).catalogue
    click.echo(translate_command.format_status(catalogue, choices.locale), nl=False)


@translate.command("done")
@click.argument("tag")
@click.argument("slugs", nargs=-1, required=True)
@click.pass_obj
def translate_done(choices: Choices, tag: str, slugs: tuple[str, ...]) -> None:
    """Mark the TAG translations of these lessons as compared with the original as it is now."""
    project = choices.read_project()
    tags = [language.tag for language in project.languages]
    if tag not in tags:
        raise click.BadParameter(f"{tag}: {nearest(tag, tags)}?")
    catalogue = read_content(project, workers=_workers()).catalogue
    _check_slugs(slugs, catalogue)
    click.echo(translate_command.mark_compared(project, catalogue, slugs, tag))


def _check_slugs(slugs: tuple[str, ...], catalogue: Catalogue) -> None:
    for slug in slugs:
        if slug not in catalogue.lessons:
            raise click.BadParameter(f"{slug}: {nearest(slug, catalogue.lessons)}?")


def _print_problems(problems: tuple[Problem, ...], locale: Locale) -> None:
    click.echo(FORMATS["text"](problems, locale), nl=False, err=True)


def _stop_unwritten(path: object, reason: object, locale: Locale) -> NoReturn:
    words = {"en": "cannot be written", "vi": "không ghi được"}
    _stop(f"{path}: {words[locale]}: {reason}", EXIT_SETTINGS)


def _stop(words: str, code: int) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(code)


def main(arguments: list[str] | None = None) -> Any:
    """The command's entry: turns exceptions into exit codes, and nothing else does."""
    choices = Choices()
    for stream in (sys.stdout, sys.stderr):  # Vietnamese has no room in Windows' old code pages
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        return hatgiong.main(args=arguments, prog_name="hatgiong", obj=choices)
    except SettingsError as error:
        _print_problems(error.problems, choices.locale)
        sys.exit(EXIT_SETTINGS)
    except ProgramFailed as error:
        _stop(str(error), EXIT_PROGRAM)
    except BrokenPipeError:
        sys.exit(EXIT_PROBLEMS)
    except Exception as error:
        if os.environ.get("HATGIONG_TRACEBACK"):
            raise
        words = {"en": "this is a bug in hatgiong, not in your content",
                 "vi": "đây là lỗi của hatgiong, không phải của bạn"}  # fmt: skip
        _stop(f"{words[choices.locale]}: {type(error).__name__}: {error}", EXIT_BUG)
