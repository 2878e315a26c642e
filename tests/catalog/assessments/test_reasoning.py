"""Reasoning is shown as it was meant, and can do nothing to whoever reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.assessments import render_reasoning


def test_reasoning_is_shown_as_markdown() -> None:
    shown = render_reasoning("The **clock** says:\n\n- 02:27\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    for part in ("<strong>clock</strong>", "<li>02:27</li>", "<td>2</td>"):
        assert part in shown


def test_a_link_opens_and_tells_nobody_where_it_was_followed_from() -> None:
    shown = render_reasoning("[log](https://fire.example/log)")
    assert 'href="https://fire.example/log"' in shown
    assert 'rel="noopener noreferrer nofollow"' in shown


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "![x](https://elsewhere.example/pixel.png)",
        "[x](javascript:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "<javascript:alert(1)>",
        '[x](https://a.example "onmouseover=alert(1)")<svg/onload=alert(1)>',
        "<style>@import 'https://elsewhere.example'</style>",
        "<iframe srcdoc='<script>alert(1)</script>'>",
    ],
)
def test_nothing_that_runs_or_fetches_gets_through(typed: str) -> None:
    shown = render_reasoning(typed)
    assert "<script" not in shown
    assert "<img" not in shown
    assert "<svg" not in shown
    assert "<iframe" not in shown
    assert "<style" not in shown
    assert 'href="javascript' not in shown
    assert 'href="data' not in shown


@given(st.text(alphabet=st.sampled_from("<>\"'/=abimgscriptonerr*_[]()`|#-&;:\n ")))
def test_only_tags_of_the_list_come_out(typed: str) -> None:
    shown = render_reasoning(typed)
    for tag in ("<script", "<img", "<svg", "<iframe", "<object", "<form", "<input"):
        assert tag not in shown
