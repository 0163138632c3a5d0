"""Lessons as the Markdown that Material, Zensical, Starlight and Hugo have in common."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from corpus import Lesson, language_index
from corpus_pictures import draw_picture

Pair = tuple[str, str]
# Writes a tip or a warning: kind ("tip" or "warning"), title, text.
WriteBox = Callable[[str, str, str], str]

SITE_NAME: Final[Pair] = ("Bài học số", "Digital lessons")
WELCOME: Final[Pair] = (
    "Chọn một bài trong danh sách để bắt đầu học.",
    "Choose a lesson from the list to begin.",
)
BOX_TITLES: Final[dict[str, Pair]] = {
    "tip": ("Mẹo", "Tip"),
    "warning": ("Cẩn thận", "Take care"),
}
QUIZ_TITLE: Final[Pair] = ("Câu hỏi", "Quiz")


def lesson_body(lesson: Lesson, language: str, pictures_path: str, write_box: WriteBox) -> str:
    """Write all below the title: summary, steps, quiz; `pictures_path` leads to the pictures."""
    index = language_index(language)
    parts = [lesson.summary[index]]
    for number, step in enumerate(lesson.steps, start=1):
        picture = f"![{step.description[index]}]({pictures_path}/step-{number}.svg)"
        sentences = " ".join(pair[index] for pair in step.sentences)
        parts += [f"## {step.title[index]}", picture, sentences]
    for kind, pair in (("tip", lesson.tip), ("warning", lesson.warning)):
        parts.append(write_box(kind, BOX_TITLES[kind][index], pair[index]))
    parts += [f"## {QUIZ_TITLE[index]}", f"**{lesson.question[index]}**", _answers(lesson, index)]
    return "\n\n".join(parts) + "\n"


def front_matter(title: str, **more: str) -> str:
    """Write YAML front matter with every value quoted."""
    lines = [f'{key}: "{text}"' for key, text in {"title": title, **more}.items()]
    return "\n".join(["---", *lines, "---", ""]) + "\n"


def write_pictures(lesson: Lesson, folder: Path) -> None:
    """Write the pictures of `lesson` as step-1.svg and so on, as an author would keep them."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, step in enumerate(lesson.steps, start=1):
        (folder / f"step-{number}.svg").write_text(draw_picture(step.picture), encoding="utf-8")


def write_text(path: Path, text: str) -> None:
    """Write `text`, making the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def first_lesson_links(
    lessons: Sequence[Lesson], language: str, link: Callable[[Lesson], str]
) -> str:
    """Write a list of links to the first ten lessons, for a home page."""
    index = language_index(language)
    return "\n".join(f"- [{lesson.title[index]}]({link(lesson)})" for lesson in lessons[:10]) + "\n"


def _answers(lesson: Lesson, index: int) -> str:
    return "\n".join(
        f"- {answer.text[index]}: {answer.explanation[index]}" for answer in lesson.answers
    )
