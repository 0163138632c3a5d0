"""What the clip of `record_guide.py` says in each language; each sentence fits one caption."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Words:
    """Captions in the order in which they are shown. Names of buttons are those of the site."""

    tag: str
    other_language: str
    who: str
    back: str
    again: str
    choose: str
    easy: str
    language: str
    cost: str
    read: str
    answer: str
    call: str
    find: str
    offline: str


WORDS: Final[Mapping[str, Words]] = {
    "vi": Words(
        tag="vi",
        other_language="en",
        who="Trang đầu hỏi: Bạn là ai? Mời bà con bấm ô giống mình.",
        back="Bấm nhầm không sao. Bấm mũi tên là quay lại.",
        again="Bà con chọn lại ô khác.",
        choose="Các bài có đánh số. Bà con bấm vào bài mình cần.",
        easy="Thấy nhiều chữ quá, bà con bấm Bản dễ đọc.",
        language="Muốn đọc tiếng khác, bà con chọn ngôn ngữ ở trên cùng.",
        cost="Nút Nghe, nút Xem ghi rõ tốn bao nhiêu MB.",
        read="Bà con xem hình trước, đọc chữ sau, rồi vuốt lên.",
        answer="Cuối bài có câu hỏi. Bấm một câu là có lời giải thích.",
        call="Vướng ở đâu, bà con cứ gọi số ở cuối trang.",
        find="Bấm Tất cả bài học để tìm bài theo chủ đề.",
        offline="Ở nhà văn hoá, mất Internet bài vẫn mở được.",
    ),
    "en": Words(
        tag="en",
        other_language="vi",
        who="The home page asks: Who are you? Tap the picture like you.",
        back="A wrong tap does no harm. Tap the arrow to go back.",
        again="Now choose another picture.",
        choose="The lessons have numbers. Tap the one you need.",
        easy="Too many words? Tap Easy to read.",
        language="For another language, choose it at the top.",
        cost="Listen and Watch say how many MB they use.",
        read="Look at the picture, read the words, then swipe up.",
        answer="At the end, tap an answer and see the explanation.",
        call="Stuck? Call the number at the bottom of the page.",
        find="Tap All lessons to look for lessons by topic.",
        offline="At the cultural house, lessons open without the internet.",
    ),
}
