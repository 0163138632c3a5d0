"""What the parts of a lesson's steps show: text, pictures, clips, boxes, quizzes, practices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from hatgiong.catalogue import Shown
from hatgiong.lessons.lesson import (
    Callout,
    GroupPassage,
    HotArea,
    Infographic,
    Lesson,
    Part,
    Picture,
    Practice,
    Prose,
    Quiz,
    StepClip,
    TeacherNotes,
)
from hatgiong.media.clips import MAIN
from hatgiong.pages.clip_view import view_clip
from hatgiong.pages.list_view import view_picture
from hatgiong.pages.plan import Page, Site
from hatgiong.pages.words import Words


@dataclass
class PartView:
    """Turns parts into what `steps.html` draws; quizzes and practices are set apart, because the
    page shows them after the steps."""

    site: Site
    page: Page
    lesson: Lesson
    shown: Shown
    said: Words

    def __post_init__(self) -> None:
        self.quizzes: list[dict[str, Any]] = []
        self.practices: list[dict[str, Any]] = []
        self.has_pictures = False
        self._step = 0
        clips = self.site.clips_of(self.lesson, self.shown.text)
        self._clips = {clip.name: clip for clip in clips}

    def view_step(self, number: int, parts: tuple[Part, ...]) -> list[dict[str, Any]]:
        """The parts of a step: its questions know where their answer is taught."""
        self._step = number
        return self.view(parts)

    def view(self, parts: tuple[Part, ...]) -> list[dict[str, Any]]:
        """The parts that stand in the step itself."""
        return [view for part in parts if (view := self._view(part))]

    def _view(self, part: Part) -> dict[str, Any] | None:
        match part:
            case Prose(html):
                return {"kind": "prose", "html": Markup(html)}  # noqa: S704  (checked when read)
            case Picture():
                return self._picture(part)
            case StepClip():
                return self._clip(part)
            case Callout(kind, title, inner):
                return {"kind": "callout", "name": kind, "title": title, "parts": self.view(inner)}
            case GroupPassage(slugs, inner):
                known = [
                    self.site.catalogue.groups[slug]
                    for slug in slugs
                    if slug in self.site.catalogue.groups
                ]
                names = ", ".join(group.name.say(self.page.language.chain) for group in known)
                return {"kind": "group", "groups": names, "parts": self.view(inner)}
            case Infographic(signs):
                rows = [{"icon": s.icon, "html": Markup(s.html)} for s in signs]  # noqa: S704
                return {"kind": "infographic", "signs": rows}
            case Quiz():
                self.quizzes.append(self._quiz(part))
            case Practice():
                self.practices.append(self._practice(part))
            case TeacherNotes():
                pass
        return None

    def main_clip(self) -> dict[str, Any] | None:
        """The clip that stands for the whole lesson."""
        clip = self._clips.get(MAIN)
        if clip is None:
            return None
        text = self.shown.text
        steps = [step.plain_title for step in text.steps]
        return view_clip(self.site, self.page, clip, self.said, text.title, steps)

    def _clip(self, part: StepClip) -> dict[str, Any] | None:
        clip = self._clips.get(part.name)
        if clip is None:
            return None
        view = view_clip(self.site, self.page, clip, self.said, part.description)
        return {"kind": "clip", "clip": view}

    def _picture(self, picture: Picture, *, is_small: bool = False) -> dict[str, Any] | None:
        file = self.lesson.pictures.get(picture.name)
        if file is None:
            return None
        view = view_picture(
            self.site, self.page, self.lesson, self.shown.text, file, is_small=is_small
        )
        if view is None:
            return None
        self.has_pictures = True
        return {"kind": "picture", "description": picture.description, **view}

    def _quiz(self, quiz: Quiz) -> dict[str, Any]:
        return {
            "step": self._step,
            "question": Markup(quiz.question),  # noqa: S704  (checked when read)
            "several": sum(answer.is_right for answer in quiz.answers) > 1,
            "answers": [
                {
                    "is_right": answer.is_right,
                    "html": Markup(answer.html),  # noqa: S704
                    "explanation": Markup(answer.explanation),  # noqa: S704
                    "picture": answer.picture and self._picture(answer.picture, is_small=True),
                }
                for answer in quiz.answers
            ],
        }

    def _practice(self, practice: Practice) -> dict[str, Any]:
        scenes = [
            {
                "html": Markup(scene.html),  # noqa: S704
                "picture": picture,
                "areas": [self._area(area, n) for n, area in enumerate(scene.areas, 1)],
            }
            for scene in practice.scenes
            if (picture := self._picture(scene.picture))
        ]
        return {"title": practice.title, "scenes": scenes}

    def _area(self, area: HotArea, number: int) -> dict[str, Any]:
        sides = {"x": area.left, "y": area.top, "width": area.width, "height": area.height}
        return {
            "is_right": area.is_right,
            "name": area.name,
            "number": number,
            "sides": {side: f"{percent:g}%" for side, percent in sides.items()},
            "html": Markup(area.html),  # noqa: S704  (checked when read)
        }
