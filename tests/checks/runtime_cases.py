"""Cases that git or some file system would not keep as they are: made when the test runs."""

from __future__ import annotations

import math
import struct
import unicodedata
import wave
import zlib
from collections.abc import Callable
from pathlib import Path

from hatgiong.media.encoding.ffmpeg import find_ffmpeg
from hatgiong.programs import run_program

LESSON = "content/lessons/hong"


def _write(folder: Path, name: str, content: str | bytes) -> None:
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content.encode() if isinstance(content, str) else content)


def _make_site(folder: Path, body: str = "## Một\n\nChữ.\n") -> None:
    _write(folder, "content/groups.yml", "nguoi-dan: {name: Người dân}\n")
    _write(folder, f"{LESSON}/lesson.yml", "groups: [nguoi-dan]\n")
    _write(folder, f"{LESSON}/index.vi.md", f"---\ntitle: Hỏng\n---\n{body}")


def _not_utf8(folder: Path) -> None:
    _make_site(folder)
    text = "---\ntitle: Bài cu\n---\n## One\n\nChào bà con.\n".encode("cp1258")
    _write(folder, f"{LESSON}/index.vi.md", text)


def _too_large(folder: Path) -> None:
    _make_site(folder, "## Một\n\n" + "chữ " * 2_000_000)


def _folder_for_a_file(folder: Path) -> None:
    _make_site(folder)
    (folder / LESSON / "simple.vi.md").mkdir()


def _link_to_nothing(folder: Path) -> None:
    _make_site(folder)
    (folder / LESSON / "hinh.svg").symlink_to("da-xoa.svg")


def _link_out_of_content(folder: Path) -> None:
    _make_site(folder)
    (folder / LESSON / "simple.vi.md").symlink_to("/etc/passwd")


def _linked_lesson_folder(folder: Path) -> None:
    _make_site(folder)
    elsewhere = folder.parent / f"{folder.name}-private"
    elsewhere.mkdir()
    (folder / "content/lessons/muon").symlink_to(elsewhere)


def _link_loop(folder: Path) -> None:
    _make_site(folder)
    (folder / LESSON / "simple.vi.md").symlink_to("simple.vi.md")


def _folder_in_itself(folder: Path) -> None:
    _make_site(folder)
    (folder / LESSON / "them").symlink_to("..")


def _twins(folder: Path) -> None:
    _make_site(folder)
    for name in ("Ghi-chu.txt", "ghi-chu.txt"):
        _write(folder, f"{LESSON}/{name}", "a")
    for form in ("NFC", "NFD"):
        _write(folder, f"{LESSON}/{unicodedata.normalize(form, 'ảnh.txt')}", "a")


def _names_for_windows(folder: Path) -> None:
    _make_site(folder)
    for name in ("NUL.txt", "con", "a:b.txt", "het-cau.", "hai\ndong.txt", "dai-" * 40 + ".txt"):
        _write(folder, f"{LESSON}/{name}", "a")
    _write(folder, f"{LESSON}/".encode().decode() + "x\udcff.txt", "a")


def _bomb(folder: Path) -> None:
    _make_site(folder, "## Một\n\n![Một ô đen](bom.png)\n")
    size = 40_000
    header = struct.pack(">IIBBBBB", size, size, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(size // 8 + 1) * 100, 9)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
    _write(folder, f"{LESSON}/bom.png", png)


def _deep_drawing(folder: Path) -> None:
    _make_site(folder, "## Một\n\n![Nhiều lớp](sau.svg)\n")
    start = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    _write(folder, f"{LESSON}/sau.svg", start + "<g>" * 5000 + "</g>" * 5000 + "</svg>")


def _deep_yaml(folder: Path) -> None:
    _make_site(folder)
    _write(folder, f"{LESSON}/lesson.yml", "groups: " + "[" * 90_000)


def _deep_blocks(folder: Path) -> None:
    _make_site(folder, "## Một\n\n" + "/// tip\n\n" * 500 + "Chữ.\n\n" + "///\n\n" * 500)


# --- recordings ---------------------------------------------------------------------------------
def write_tone(path: Path, *, volume: float = 0.3, duration_s: float = 0.5) -> None:
    """A narration: a tone that is heard, or silence at volume 0."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rate = 8000
    levels = (round(32767 * volume * math.sin(at / 3)) for at in range(int(rate * duration_s)))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(b"".join(struct.pack("<h", level) for level in levels))


def write_clip(path: Path, picture: str, *arguments: str) -> None:
    """A recording made by ffmpeg of one of its own sources, as small as it can be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ffmpeg = find_ffmpeg(None, cache_dir=path.parents[3] / ".cache/media")
    command = [str(ffmpeg.path), "-v", "error", "-f", "lavfi", "-i", picture, *arguments]
    run_program([*command, f"file:{path}"], folder=path.parent, time_limit_s=60)


def _make_clip_site(folder: Path, clip: str) -> Path:
    _make_site(folder)
    _write(folder, f"{LESSON}/lesson.yml", f"groups: [nguoi-dan]\nclip: {clip}\n")
    return folder / LESSON


def _sound_called_a_clip(folder: Path) -> None:
    lesson = _make_clip_site(folder, "clip.mp4")
    write_clip(lesson / "clip.mp4", "sine=duration=0.5", "-c:a", "aac")


def _silent_film_as_narration(folder: Path) -> None:
    lesson = _make_clip_site(folder, "slideshow")
    write_clip(lesson / "narration.vi/1.mp4", "color=size=32x32:duration=0.5")


def _clip_of_one_frame(folder: Path) -> None:
    lesson = _make_clip_site(folder, "clip.mp4")
    write_clip(lesson / "clip.mp4", "color=size=32x32:rate=50", "-frames:v", "1")


def _clip_of_hours(folder: Path) -> None:
    lesson = _make_clip_site(folder, "clip.mp4")
    write_clip(lesson / "clip.mp4", "color=size=32x32:rate=1/60:duration=7200")


def _clip_of_a_huge_picture(folder: Path) -> None:
    lesson = _make_clip_site(folder, "clip.mp4")
    huge = "color=size=8192x4096:rate=5"
    write_clip(lesson / "clip.mp4", huge, "-frames:v", "1", "-c:v", "mjpeg")


def _captions_of_another_clip(folder: Path) -> None:
    lesson = _make_clip_site(folder, "clip.mp4")
    write_clip(lesson / "clip.mp4", "color=size=32x32:duration=2")
    cues = "00:01.000 --> 00:02.000\nMở Cài đặt.\n\n00:04.000 --> 00:06.000\nChọn Wi-Fi.\n"
    _write(folder, f"{LESSON}/captions.vi.vtt", f"WEBVTT\n\n{cues}")


def _narration_of_a_step_that_is_not_there(folder: Path) -> None:
    write_tone(_make_clip_site(folder, "slideshow") / "narration.vi/2.wav")


def _everything_recorded(folder: Path) -> None:
    """Narration for each card, a clip in a step, captions of both: all of it named right."""
    lesson = folder / LESSON
    for step in ("title", "1", "2", "helper"):
        write_tone(lesson / f"narration.vi/{step}.wav")
    write_clip(lesson / "quet-ma.mp4", "color=size=32x32:duration=3")


#: Name of the case in `bad/`, and what makes its site.
BAD: dict[str, Callable[[Path], None]] = {
    "block-nested-without-end": _deep_blocks,
    "file-is-a-folder": _folder_for_a_file,
    "file-link-leads-nowhere": _link_to_nothing,
    "file-name-not-portable": _names_for_windows,
    "file-names-differ-by-case": _twins,
    "file-not-utf8": _not_utf8,
    "file-too-large": _too_large,
    "lesson-folder-linked-from-elsewhere": _linked_lesson_folder,
    "path-outside-content-by-link": _link_out_of_content,
    "picture-nested-too-deep": _deep_drawing,
    "picture-that-bursts": _bomb,
    "symlink-loop": _link_loop,
    "symlink-loop-of-a-folder": _folder_in_itself,
    "yaml-nested-too-deep": _deep_yaml,
}

#: Name of the case in `bad/`, and what makes its clip: none of these can be used.
BAD_CLIPS: dict[str, Callable[[Path], None]] = {
    "clip-too-large-picture": _clip_of_a_huge_picture,
    "clip-too-long": _clip_of_hours,
    "clip-without-length": _clip_of_one_frame,
    "clip-without-picture": _sound_called_a_clip,
}

#: The same of what belongs to a clip, which is made without it.
BAD_RECORDINGS: dict[str, Callable[[Path], None]] = {
    "caption-past-end": _captions_of_another_clip,
    "narration-without-step": _narration_of_a_step_that_is_not_there,
    "recording-without-sound": _silent_film_as_narration,
}

#: Name of the case in `good/`, and what is added to its files.
GOOD_RECORDINGS: dict[str, Callable[[Path], None]] = {"clips-and-captions": _everything_recorded}

#: What a good site may be turned into by an editor or a computer, and stays good.
GOOD: dict[str, Callable[[str], bytes]] = {
    "windows-line-ends": lambda text: text.replace("\n", "\r\n").encode(),
    "old-macintosh-line-ends": lambda text: text.replace("\n", "\r").encode(),
    "byte-order-mark": lambda text: text.encode("utf-8-sig"),
    "decomposed-letters": lambda text: unicodedata.normalize("NFD", text).encode(),
}
