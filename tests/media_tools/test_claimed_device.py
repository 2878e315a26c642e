import pytest

from media_tools.compare.claimed_device import author_by_tags, device_by_marks, original_by_marks
from media_tools.compare.verdicts import Verdict
from media_tools.compare.writers import marks_in
from media_tools.embedded.writers import signs
from media_tools.findings import Meaning, Reading
from tests.media_tools.embedding import named, worded

FITS, TENSION, CANNOT_TELL = Verdict.FITS, Verdict.TENSION, Verdict.CANNOT_TELL
IPHONE = [
    worded(Meaning.MAKE, "Image Make", "Apple"),
    worded(Meaning.MODEL, "Image Model", "iPhone 6"),
]


def signed_by(name: str) -> list[Reading]:
    """The sign that the step ``structure`` gives for such a name."""
    return [
        Reading(f"sign:{tag}", text, "test") for tag, text in signs({"format:tags:encoder": name})
    ]


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("Filmed on my iPhone", FITS),
        ("filmed with an iPhone 6, never left my hands", FITS),
        ("снято на айфон", FITS),
        ("filmed on an iPhone 12", CANNOT_TELL),
        ("Shot on Samsung Galaxy S21", TENSION),
        ("знято на Самсунг", TENSION),
    ],
)
def test_a_claimed_device_is_held_against_the_names_in_the_file(
    words: str, verdict: Verdict
) -> None:
    checked = device_by_marks(words, IPHONE)
    assert checked
    assert checked.verdict is verdict


def test_words_that_name_no_device_are_no_claim_of_one() -> None:
    assert device_by_marks("Filmed by my neighbour from an apartment", IPHONE) is None


def test_a_file_that_went_through_a_messenger_cannot_tell_and_the_mark_is_a_hint() -> None:
    checked = device_by_marks(
        "my iPhone",
        [*signed_by("Lavf58.29.100"), named("2023-05-03 02:27:30", "saved", "Telegram")],
    )
    assert checked
    assert checked.verdict is CANNOT_TELL
    assert "A hint that it went through other hands" in checked.sentence
    assert len(checked.numbers["marks"]) == 2  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "readings", "verdict"),
    [
        ("this is the original file", IPHONE, CANNOT_TELL),
        ("this is the original file", [*IPHONE, *signed_by("Lavf58.29.100")], TENSION),
        ("исходник, без монтажа", signed_by("HandBrake 1.4"), TENSION),
        ("unedited", [worded(Meaning.SOFTWARE, "Image Software", "Adobe Photoshop 22.0")], TENSION),
        ("оригінал", [named("2023-05-03", "saved", "WhatsApp on a phone")], TENSION),
    ],
)
def test_an_original_with_marks_of_other_programs_is_in_tension_and_never_proved(
    words: str, readings: list[Reading], verdict: Verdict
) -> None:
    checked = original_by_marks(words, readings)
    assert checked
    assert checked.verdict is verdict


@pytest.mark.parametrize("name", ["Core Media Video", "VideoHandle", "SoundHandle"])
def test_what_the_recorder_itself_writes_is_no_mark_of_others(name: str) -> None:
    assert signed_by(name)
    assert marks_in(signed_by(name)) == []
    assert marks_in([*IPHONE, named("2023-05-03 02:27:30", "made")]) == []


def test_without_the_word_original_nothing_is_held_against_the_marks() -> None:
    assert original_by_marks("filmed by me", signed_by("Lavf58.29.100")) is None


@pytest.mark.parametrize(
    ("words", "verdict"),
    [("filmed by Olena Koval", FITS), ("filmed by Ivan", CANNOT_TELL)],
)
def test_a_name_of_an_author_fits_and_never_contradicts(words: str, verdict: Verdict) -> None:
    checked = author_by_tags(words, [Reading("Image Artist", "Olena Koval", "test")])
    assert checked
    assert checked.verdict is verdict
    assert author_by_tags(words, IPHONE) is None
