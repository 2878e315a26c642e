import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from media_tools.text import visible


def test_control_and_direction_characters_can_be_seen() -> None:
    assert visible("a\x00b\nphoto\u202egpj.exe") == "a[U+0000]b[U+000A]photo[U+202E]gpj.exe"


def test_letters_of_all_scripts_stay_as_they_are() -> None:
    assert visible("Київ دمشق 東京 é") == "Київ دمشق 東京 é"


def test_a_long_text_is_cut_and_the_rest_is_counted() -> None:
    assert visible("x" * 12, limit=10) == "xxxxxxxxxx … (2 more characters)"


@given(st.text())
def test_nothing_that_comes_out_is_invisible(text: str) -> None:
    shown = visible(text)
    assert all(c.isprintable() or unicodedata.category(c) == "Zs" for c in shown)
