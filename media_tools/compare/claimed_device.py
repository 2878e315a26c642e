"""A claimed device, author or originality held against the marks in a file: hints only."""

import re
from collections.abc import Iterable, Sequence

from media_tools.compare.verdicts import Checked, Verdict
from media_tools.compare.writers import marks_in, names_of_device
from media_tools.findings import JSON, Meaning, Reading
from media_tools.text import visible

# The words by which people and files name makers, in the scripts of those who name them.
_MAKERS = {
    "Apple": r"apple|iphone|ipad|айфон\w*|айпад\w*",
    "Samsung": r"samsung|galaxy|самсунг\w*|s[mg]-[a-z]\d+\w*|gt-[a-z]\d+\w*",
    "Xiaomi": r"xiaomi|redmi|poco|сяоми|ксиаоми|редми|редмі",
    "Huawei": r"huawei|хуавей|хуавэй",
    "Honor": r"honor|хонор",
    "Google": r"pixel|google pixel|пиксель",
    "Nokia": r"nokia|hmd|нокиа|нокія",
    "Sony": r"sony|xperia|сони|соні",
    "Canon": r"canon|eos|powershot|кэнон|кенон",
    "Nikon": r"nikon|coolpix|никон|нікон",
    "GoPro": r"gopro|go pro|гопро",
    "DJI": r"dji|mavic|phantom|дрон dji|мавик\w*|мавік\w*",
    "Panasonic": r"panasonic|lumix|панасоник",
    "Fujifilm": r"fujifilm|fuji|фуджи\w*",
    "Olympus": r"olympus|олимпус",
    "Motorola": r"motorola|moto|моторола",
    "OnePlus": r"oneplus|one plus",
    "Oppo": r"oppo",
    "Vivo": r"vivo",
    "Realme": r"realme",
    "LG": r"lg|lge",
    "HTC": r"htc",
    "Autel": r"autel",
    "FLIR": r"flir",
}
_MAKER_FORMS = {
    maker: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    for maker, words in _MAKERS.items()
}
_ORIGINAL = re.compile(
    r"(?<!\w)(?:original\w*|unedited|un-edited|uncut|raw footage|straight from the (?:camera|phone)"
    r"|not edited|no edits|оригинал\w*|исходн\w+|без (?:обработки|монтажа)|оригінал\w*"
    r"|без (?:обробки|монтажу)|нередагован\w+)(?!\w)",
    re.IGNORECASE,
)
_AUTHOR_TAGS = re.compile(
    r".*(?:\b|:)(?:artist|xpauthor|creator|author|by-?line|copyright)$", re.IGNORECASE
)
_NUMBERED = re.compile(r"[a-zа-яёіїє]*\d+\w*", re.IGNORECASE)
_MOST_QUOTED = 4


def device_by_marks(words: str, readings: Sequence[Reading]) -> Checked | None:
    """The device that the words name against those that the file names.

    ``None`` where the words name no device that we know.
    """
    claimed = _makers(words)
    if not claimed:
        return None
    kind, names, marks = "device_by_marks", names_of_device(readings), marks_in(readings)
    hardware = [str(r.value) for r in readings if r.meaning in (Meaning.MAKE, Meaning.MODEL)]
    found = _makers(" ".join(hardware)) or _makers(" ".join(names))
    numbers: dict[str, JSON] = {
        "claimed_makers": [*claimed],
        "embedded_names": [*names],
        "marks": [*marks],
    }
    said = f"A device of {' or '.join(claimed)} is claimed"
    if not found:
        sentence = f"{said}; the file names no device that we know." + _hint(marks)
        return Checked(kind, Verdict.CANNOT_TELL, sentence, numbers)
    quoted = ", ".join(f"“{visible(name, 60)}”" for name in names[:_MOST_QUOTED])
    told = f"{said}; the file names {quoted}"
    if not set(claimed) & set(found):
        sentence = f"{told}. Such names are easily changed, so this is a hint.{_hint(marks)}"
        return Checked(kind, Verdict.TENSION, sentence, numbers)
    other = _other_model(words, hardware)
    if other:
        sentence = f"{told}: the maker fits, “{other}” does not occur among them."
        return Checked(kind, Verdict.CANNOT_TELL, sentence, numbers)
    return Checked(kind, Verdict.FITS, f"{told}, which fits.{_hint(marks)}", numbers)


def original_by_marks(words: str, readings: Sequence[Reading]) -> Checked | None:
    """Words that call the file an original against marks that another program wrote it.

    ``None`` where the words do not say so. That no mark is found proves nothing.
    """
    if not _ORIGINAL.search(words):
        return None
    kind, marks = "original_by_marks", marks_in(readings)
    numbers: dict[str, JSON] = {"marks": [*marks]}
    if marks:
        sentence = (
            f"It is called an original, but other programs left marks: {'; '.join(marks)}. "
            "They rewrite very many honest files, so this is a hint."
        )
        return Checked(kind, Verdict.TENSION, sentence, numbers)
    sentence = (
        "It is called an original; no mark of another program is found, which proves nothing."
    )
    return Checked(kind, Verdict.CANNOT_TELL, sentence, numbers)


def author_by_tags(words: str, readings: Iterable[Reading]) -> Checked | None:
    """The claimed author against the names that the file gives; ``None`` where it gives none."""
    named = [one for one in readings if _AUTHOR_TAGS.fullmatch(one.tag) and one.text.strip()]
    if not named or not words.strip():
        return None
    said, names = words.casefold(), list(dict.fromkeys(one.text.strip() for one in named))
    numbers: dict[str, JSON] = {"tag": named[0].tag, "embedded_names": [*names]}
    quoted = ", ".join(f"“{visible(name, 60)}”" for name in names[:_MOST_QUOTED])
    told = f"The file names as author or holder of rights: {quoted} ({named[0].tag})"
    if any(len(name) > 2 and name.casefold() in said for name in names):
        sentence = f"{told}, as the claim does. Anybody can write such a name."
        return Checked("author_by_tags", Verdict.FITS, sentence, numbers)
    sentence = f"{told}; whether that is whom the claim means cannot be told."
    return Checked("author_by_tags", Verdict.CANNOT_TELL, sentence, numbers)


def _makers(words: str) -> list[str]:
    return [maker for maker, form in _MAKER_FORMS.items() if form.search(words)]


def _other_model(words: str, hardware: Sequence[str]) -> str:
    """A number behind a maker's name, such as 12 of iPhone 12, that no embedded name holds."""
    numbers = {one.casefold() for name in hardware for one in _NUMBERED.findall(name)}
    for form in _MAKER_FORMS.values():
        for match in form.finditer(words):
            follows = words[match.end() :].split()[:1]
            named = _NUMBERED.fullmatch(follows[0].strip(".,;:()")) if follows else None
            if named and numbers and named[0].casefold() not in numbers:
                return f"{match[0]} {named[0]}"
    return ""


def _hint(marks: Sequence[str]) -> str:
    return f" A hint that it went through other hands: {marks[0]}." if marks else ""
