"""How times, amounts and distances are written in the sentences of checks."""

from datetime import UTC, datetime, timedelta

from media_tools.findings import JSON
from media_tools.places import Place
from media_tools.times import TimeInterval


def moment(when: datetime, *, to_minute: bool = False) -> str:
    """A moment as ``2023-05-03 02:27:09 UTC``."""
    form = "%Y-%m-%d %H:%M" if to_minute and not when.second else "%Y-%m-%d %H:%M:%S"
    return f"{when.astimezone(UTC).strftime(form)} UTC"


def span(interval: TimeInterval) -> str:
    """An interval in words, as long as it must be."""
    earliest, latest = interval.earliest, interval.latest
    if earliest is None:
        return "at any time" if latest is None else f"before {moment(latest, to_minute=True)}"
    first = moment(earliest, to_minute=True)
    if latest is None:
        return f"after {first}"
    if latest - earliest < timedelta(seconds=1):
        return moment(earliest)
    return f"{first.removesuffix(' UTC')} to {moment(latest, to_minute=True)}"


def amount(length: timedelta) -> str:
    """A length of time, either way, in its two largest units: ``1 day 3 hours``."""
    seconds = round(abs(length.total_seconds()))
    for unit, name, finer, finer_name in (
        (86_400, "day", 3600, "hour"),
        (3600, "hour", 60, "minute"),
        (60, "minute", 1, "second"),
    ):
        if seconds >= unit:
            large, rest = divmod(seconds, unit)
            small = rest // finer
            tail = f" {_counted(small, finer_name)}" if small and large < 100 else ""
            return f"{_counted(large, name)}{tail}"
    return _counted(seconds, "second")


def distance(metres: float) -> str:
    """A distance as ``850 m``, ``5.2 km`` or ``1,240 km``."""
    if metres < 999.5:
        return f"{metres:.0f} m"
    return f"{metres / 1000:.1f} km" if metres < 99_950 else f"{metres / 1000:,.0f} km"


def radius(place: Place) -> str:
    """The error of a place: ``± 34 m``, or that none was stated and what is taken then."""
    if place.radius_m is None:
        return f"no error stated, {distance(place.reach_m)} taken"
    return f"± {distance(place.radius_m)}"


def interval_numbers(name: str, interval: TimeInterval) -> dict[str, JSON]:
    """Both ends in ISO 8601, as ``<name>_earliest`` and ``<name>_latest``."""
    ends = {"earliest": interval.earliest, "latest": interval.latest}
    return {
        f"{name}_{end}": None if when is None else when.isoformat().replace("+00:00", "Z")
        for end, when in ends.items()
    }


def _counted(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"
