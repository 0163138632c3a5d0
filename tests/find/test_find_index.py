"""The search index as files: which words lead where, how they are cut, what they are called."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from written import MakeIndex, Written

from hatgiong.pages.find_index import FIND_FOLDER, FindIndex, find_words, unmark


def parts(index: FindIndex) -> list[list[str]]:
    """The page's row of each language of texts."""
    return [part.split(" ") for part in index.words.split("|")]


def script(index: FindIndex, mark: str) -> str:
    """What a script hands over, as it is written there."""
    found = next(one for one in index.scripts if one.uri == f"{FIND_FOLDER}{mark}.js")
    match = re.fullmatch(r"hatgiongFind\((.*)\)", found.content.decode(), re.DOTALL)
    assert match is not None
    return match[1]


def words_of(index: FindIndex, mark: str) -> list[str]:
    """The words of a script, in its order."""
    return script(index, mark).strip('"').split(" ")[::2]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Thanh toán ĐIỆN, nước.", ["thanh", "toán", "điện", "nước"]),
        ("Dùng Wi-Fi", ["dùng", "wi", "fi", "wifi"]),
        ("Wi\u2011Fi", ["wi", "fi", "wifi"]),
        ("ở à 5G", ["5g"]),
        ("Tiê\u0301ng", ["tiếng"]),
        ("ꪀꪰ ꪱ", ["ꪀꪰ"]),
        ("(«…») ?! -", []),
        ("stranger’s", ["stranger"]),
    ],
)
def test_words_are_those_that_a_query_may_write(text: str, words: list[str]) -> None:
    assert list(find_words(text)) == words


@pytest.mark.parametrize(
    ("word", "unmarked"),
    [("đường", "duong"), ("điện", "dien"), ("khuỷu", "khuyu"), ("wifi", "wifi"), ("ấy", "ay")],
)
def test_vietnamese_words_lose_their_marks_and_the_bar_of_d(word: str, unmarked: str) -> None:
    assert unmark(word) == unmarked


def test_small_index_is_written_as_find_js_reads_it(index: MakeIndex) -> None:
    made = index(
        [
            Written("mot", "Quét mã", summary="Trả tiền", steps=("Mở ví",)),
            Written("hai", "Mở ví", keywords=("mã",), steps=("Quét",)),
        ]
    )
    ((forgiven, every, beginning, mark),) = parts(made)
    assert (forgiven, beginning) == ("2", "!")
    assert script(made, every) == '"quet tien tra"'
    # Signs from #: its place in the lesson, and three more for each lesson left out before it.
    assert script(made, mark) == '"mã #$ mở %# quét #% tiền $ trả $ ví %#"'
    assert script(made, made.cards) == '[["mot"],["hai"]]'


def test_lessons_left_out_are_counted_in_threes(index: MakeIndex) -> None:
    made = index([Written(f"bai-{n}", "Chuối" if n in (2, 7) else "Bưởi") for n in range(8)])
    assert "chuối )/" in script(made, parts(made)[0][3])


def test_easy_versions_lead_to_their_lesson_too(index: MakeIndex) -> None:
    made = index([Written("mot", "Chuyển khoản"), Written("mot", "Gửi tiền", variant="simple")])
    assert words_of(made, parts(made)[0][3]) == ["chuyển", "gửi", "khoản", "một", "tiền"]


def test_hmong_words_are_kept_apart_from_vietnamese_and_nothing_is_forgiven_in_them(
    index: MakeIndex,
) -> None:
    made = index([Written("mot", "Pob poj", "hmn", steps=("Ib",)), Written("mot", "Pó đen")])
    hmong, vietnamese = parts(made)
    assert hmong[:2] == ["0", ""]
    assert words_of(made, hmong[3]) == ["ib", "pob", "poj"]
    assert vietnamese[0] == "2"
    assert script(made, vietnamese[1]) == '"den mot"'


def test_english_keeps_its_marks_and_forgives_one_letter(index: MakeIndex) -> None:
    made = index([Written("mot", "Café", "en", steps=("Né",))])
    ((forgiven, every, _, mark),) = parts(made)
    assert forgiven == "1"
    assert script(made, every) == '"café"'
    assert words_of(made, mark) == ["café", "né"]


@pytest.fixture
def long_index(index: MakeIndex) -> FindIndex:
    """Many syllables, each with several marks, so that the words need several scripts."""
    starts, vowels = ["b", "c", "d", "g", "h", "k", "l", "m", "n", "th", "tr"], "aáàảãạâấầẩ"
    titles = [" ".join(f"{start}{vowel}n" for vowel in vowels) for start in starts]
    return index([Written(f"bai-{n:02}", f"{titles[n % 11]} số{n}") for n in range(44)])


def test_scripts_are_cut_between_words_that_differ_in_more_than_marks(
    long_index: FindIndex,
) -> None:
    ((_, _, *rows),) = parts(long_index)
    runs = [[unmark(word) for word in words_of(long_index, mark)] for mark in rows[1::2]]
    assert len(runs) > 2
    for before, after in pairwise(runs):
        assert before[-1] < after[0]


def test_each_script_begins_in_the_page_where_its_words_begin(long_index: FindIndex) -> None:
    ((_, _, *rows),) = parts(long_index)
    starts, marks = rows[::2], rows[1::2]
    for start, after, mark in zip(starts, [*starts[1:], "\uffff"], marks, strict=True):
        keys = [unmark(word) for word in words_of(long_index, mark)]
        assert all(start <= key < after for key in keys)


def test_scripts_are_named_by_their_bytes(index: MakeIndex) -> None:
    before = index([Written("mot", "Chuối"), Written("hai", "Bưởi")])
    same = index([Written("mot", "Chuối"), Written("hai", "Bưởi")])
    other = index([Written("mot", "Chuối chín"), Written("hai", "Bưởi")])
    assert before == same
    names = {one.uri for one in before.scripts}
    assert names != {one.uri for one in other.scripts}
    assert before.cards == other.cards
    assert all(re.fullmatch(r"assets/find/[a-z2-7]{8}\.js", name) for name in names)


def test_a_lesson_is_numbered_by_where_it_is_given(index: MakeIndex) -> None:
    one, other = Written("mot", "Chuối"), Written("hai", "Bưởi")
    forward, backward = index([one, other]), index([other, one])
    assert script(forward, forward.cards) == '[["mot"],["hai"]]'
    assert script(backward, backward.cards) == '[["hai"],["mot"]]'


def test_lessons_stand_six_to_a_script(index: MakeIndex) -> None:
    made = index([Written(f"bai-{n}", "Bưởi") for n in range(13)])
    sizes = [script(made, mark).count("bai-") for mark in made.cards.split(" ")]
    assert sizes == [6, 6, 1] == [made.cards_in_script, made.cards_in_script, 1]


def test_no_text_can_end_a_string_or_a_script_early(index: MakeIndex) -> None:
    made = index([Written("mot", 'a\u2028b \\\\ \\"); alert(1)//')])
    for one in made.scripts:
        text = one.content.decode()
        assert "\u2028" not in text
        assert re.fullmatch(r'hatgiongFind\(("([^"\\]|\\.)*"|\[.*\])\)', text)


def test_site_without_lessons_has_an_empty_index(index: MakeIndex) -> None:
    assert index([]) == FindIndex((), "", "")
