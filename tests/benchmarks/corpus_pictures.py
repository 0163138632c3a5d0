"""The pictures that all made-up lessons share: drawn here, each under 3 kB."""

from random import Random
from typing import Final

from corpus_words import Pair

# Words drawn in the shared pictures: picture number to {key: word}.
PICTURE_WORDS: Final[tuple[dict[str, Pair], ...]] = (
    {"connect": ("Kết nối", "Connect")},
    {"pay": ("Trả tiền", "Pay"), "done": ("Xong", "Done")},
    {"password": ("Mật khẩu", "Password")},
    {"market": ("Chợ phiên", "Market"), "price": ("Giá", "Price")},
    {"help": ("Người giúp", "Helper")},
    {"send": ("Gửi", "Send"), "picture": ("Ảnh", "Picture")},
)

PICTURE_COUNT: Final = len(PICTURE_WORDS)
INK: Final = "#23332d"
FILLS: Final = ("#3f8f57", "#e0a83a", "#2b3f8c", "#b3322c", "#6d7f78", "#8a4a5e")


def draw_picture(number: int) -> str:
    """Draw picture `number` (from 0) as SVG with its words in Vietnamese."""
    rng = Random(number)
    words = list(PICTURE_WORDS[number].items())
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200">',
        '<rect width="320" height="200" rx="12" fill="#f6efe0"/>',
        f'<g fill="none" stroke="{INK}" stroke-width="2.5" stroke-linejoin="round">',
        _draw_hills(rng),
        *(_draw_person(rng, x) for x in (46, 268)),
        _draw_phone(rng, rows=5),
        "</g>",
        *(_draw_word(key, pair, 52 + 26 * row) for row, (key, pair) in enumerate(words)),
        "</svg>",
    ]
    return "".join(parts)


def _draw_hills(rng: Random) -> str:
    points = " ".join(f"{x} {rng.randint(96, 140)}" for x in range(0, 321, 32))
    return f'<path fill="#cfd3cc" d="M0 188L{points} 320 188z"/>'


def _draw_person(rng: Random, x: int) -> str:
    y, fill, hair = rng.randint(92, 112), rng.choice(FILLS), rng.choice((INK, "#cfd3cc"))
    return (
        f'<path fill="{fill}" d="M{x - 26} 188q0-{rng.randint(40, 52)} 26-48 26 0 26 48z"/>'
        f'<circle cx="{x}" cy="{y}" r="19" fill="#e0aa7c"/>'
        f'<path fill="{hair}" d="M{x - 20} {y - 2}q-1-22 20-22t20 22q-9-6-12-12-14 10-28 12z"/>'
        f'<path d="M{x - 8} {y + 1}v2m15-2v2M{x - 7} {y + 9}q7 7 14 0"/>'
        f'<path d="M{x - 12} 150q12 {rng.randint(10, 20)} 24 0M{x} 158v30"/>'
    )


def _draw_phone(rng: Random, rows: int) -> str:
    lines = "".join(
        f'<circle cx="132" cy="{y}" r="5" fill="{rng.choice(FILLS)}"/>'
        f'<path d="M144 {y}h{rng.randint(18, 46)}" stroke-width="{rng.choice((3, 4))}"/>'
        for y in range(104, 104 + 14 * rows, 14)
    )
    tap = 104 + 14 * rng.randrange(rows)
    return (
        '<rect x="112" y="14" width="96" height="176" rx="12" fill="#fff"/>'
        '<path d="M148 22h24M120 90h80"/>'
        f'{lines}<path stroke="#b3322c" d="M222 {tap - 30}q14 26-16 30l9-8m-9 8 10 6"/>'
        f'<path fill="#f2c9a0" d="M186 {tap + 4}q-6-2-4 6l8 16q12 8 22 2l4-14q-2-8-12-8z"/>'
    )


def _draw_word(key: str, pair: Pair, y: int) -> str:
    return (
        f'<text data-word="{key}" data-fit="84" x="160" y="{y}" text-anchor="middle" '
        f'font-family="sans-serif" font-size="16" fill="{INK}">{pair[0]}</text>'
    )
