"""A claimed time and place held against the light seen in the picture."""

from media_tools.compare.sky.altitudes import Altitudes, altitudes
from media_tools.compare.sky.around import fitting_around, short_ends, to_the_minute
from media_tools.compare.sky.bodies import FIRST_MOMENT, LAST_MOMENT, moon_at, sun_at
from media_tools.compare.sky.light import (
    HIGHEST_SUN_AT_NIGHT_DEG,
    LOWEST_SUN_BY_DAY_DEG,
    LightSeen,
    Seen,
)
from media_tools.compare.verdicts import Checked, Verdict
from media_tools.findings import JSON
from media_tools.places import Place
from media_tools.times import TimeInterval

KIND = "sun_and_sky"
_SHOWN = {Seen.DAY_LIKE: "daylight", Seen.NIGHT_LIKE: "night"}


def check_light(
    when: TimeInterval,
    place: Place,
    light: LightSeen | None,
    *,
    is_photograph: bool = False,
    is_outdoors: bool = False,
    where: str = "place",
) -> Checked:
    """Hold a claimed time and place against the light that was measured.

    Daylight contradicts a sun below -9 degrees, night one above 3; between nothing does. A
    contradiction at every moment of the claim and every point of the disc is *impossible*.
    It is only *in tension* where it has an innocent cause: night is also seen in any dark room
    by day, unless ``is_outdoors`` is known; and the long exposure of a photograph
    (``is_photograph``) can turn night to day. *Fits* means that all of the claim fits.
    ``light`` is ``None`` where nothing was measured; ``where`` says in words what place it is.
    """
    ends = [end for end in (when.earliest, when.latest) if end is not None]
    if not all(FIRST_MOMENT <= end <= LAST_MOMENT for end in ends):
        sentence = "The sun is not worked out for times before 1800 or after 2200."
        return Checked(KIND, Verdict.CANNOT_TELL, sentence, {})
    sun = altitudes(place, when)
    numbers = _numbers(when, place, sun)
    stood = f"At the claimed time and {where} the sun stood {_in_words(sun)}"
    if light is None or light.seen is Seen.CANNOT_TELL:
        why = f": {light.reason}" if light else ", for it was not measured"
        sentence = f"{stood}; whether the light is day or night cannot be told{why}."
        return Checked(KIND, Verdict.CANNOT_TELL, sentence, _with_light(numbers, light))
    is_strong = is_outdoors if light.seen is Seen.NIGHT_LIKE else not is_photograph
    verdict, ending = _verdict(sun, light.seen, is_strong=is_strong)
    what = "picture" if is_photograph else "clip"
    sentence = f"{stood}; the {what} shows {_SHOWN[light.seen]}. {ending}"
    fitting = fitting_around(place, when, light.seen)
    if fitting and verdict in (Verdict.IMPOSSIBLE, Verdict.TENSION):
        sentence += f" {fitting.in_words(_SHOWN[light.seen])}"
    bands = fitting.numbers() if fitting else None
    numbers = {**_with_light(numbers, light), "fitting": bands}
    return Checked(KIND, verdict, sentence, numbers)


def _verdict(sun: Altitudes, seen: Seen, *, is_strong: bool) -> tuple[Verdict, str]:
    """The verdict and the sentence that says it."""
    by_day = seen is Seen.DAY_LIKE
    # As heights in favour of what is seen: day wants the sun high, night wants it low.
    worst, best = sun.lowest_deg, sun.highest_deg
    contradicts, fits = LOWEST_SUN_BY_DAY_DEG, HIGHEST_SUN_AT_NIGHT_DEG
    if not by_day:
        worst, best = -sun.highest_deg, -sun.lowest_deg
        contradicts, fits = -HIGHEST_SUN_AT_NIGHT_DEG, -LOWEST_SUN_BY_DAY_DEG
    if best < contradicts and is_strong:
        return Verdict.IMPOSSIBLE, "The claim cannot be right."
    if best < contradicts:
        innocent = (
            "a long exposure can make night look like day"
            if by_day
            else "a dark room or covered place can look like night"
        )
        return Verdict.TENSION, f"This speaks against the claim, though {innocent}."
    if worst < contradicts and best <= fits:
        return Verdict.TENSION, "Most of what is claimed does not agree with that."
    if worst < contradicts:
        return (
            Verdict.CANNOT_TELL,
            "The claim is so wide that it holds day and night; only part of it agrees.",
        )
    if worst > fits:
        return Verdict.FITS, "They agree."
    return Verdict.CANNOT_TELL, "So near to twilight the light does not tell them apart."


def _in_words(sun: Altitudes) -> str:
    """The range as "40.2 to 41.0 degrees above the horizon"."""
    low, high = round(sun.lowest_deg, 1), round(sun.highest_deg, 1)
    if low >= 0 or high <= 0:
        side = "above" if low >= 0 else "below"
        near, far = sorted((abs(low), abs(high)))
        height = f"{near}" if near == far else f"{near} to {far}"
        return f"{height} degrees {side} the horizon"
    return f"between {-low} degrees below and {high} degrees above the horizon"


def _numbers(when: TimeInterval, place: Place, sun: Altitudes) -> dict[str, JSON]:
    numbers: dict[str, JSON] = {
        "sun_lowest_deg": round(sun.lowest_deg, 2),
        "sun_highest_deg": round(sun.highest_deg, 2),
        "classes": [light.value for light in sun.lights()],
    }
    if (short := short_ends(when)) is not None:
        middle = short[0] + (short[1] - short[0]) / 2
        position, moon = sun_at(place, middle), moon_at(place, middle)
        numbers["in_the_middle"] = {
            "time": to_the_minute(middle),
            "sun_altitude_deg": round(position.altitude_deg, 2),
            "sun_altitude_error_deg": round(position.altitude_error_deg, 2),
            "sun_azimuth_deg": round(position.azimuth_deg, 1),
            "sun_azimuth_error_deg": round(position.azimuth_error_deg, 1),
            "moon_altitude_deg": round(moon.position.altitude_deg, 1),
            "moon_azimuth_deg": round(moon.position.azimuth_deg, 1),
            "moon_error_deg": round(moon.position.altitude_error_deg, 2),
            "moon_illuminated": round(moon.illuminated, 2),
            "moon_phase": moon.phase.value,
        }
    return numbers


def _with_light(numbers: dict[str, JSON], light: LightSeen | None) -> dict[str, JSON]:
    if light is None:
        return numbers
    measured: dict[str, JSON] = {
        "light_seen": light.seen.value,
        "light_median_luma": round(light.numbers.median_luma, 1),
        "light_stills": light.numbers.stills,
        "light_stills_by_day": light.numbers.day_like,
        "light_stills_at_night": light.numbers.night_like,
    }
    return {**numbers, **measured}
