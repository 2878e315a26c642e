"""The frame grid: the stills of an item with their exact times, and small pictures for them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, pgettext

from catalog.models import Artefact, Frame, Item, Run
from catalog.review.world_time import WorldTime

# What a page opens with, however long the clip; more is asked for.
FIRST_SHOTS = 24
_WHY_CHOSEN = {
    "scene": gettext_noop("sudden change"),
    "keyframe": gettext_noop("key frame of the first look"),
}


@dataclass(frozen=True, slots=True)
class Shot:
    """One frame of the grid. ``sprite`` is the CSS that cuts it out of a contact sheet.

    ``world`` is when it was in the world, as far as anything says.
    """

    frame: Frame
    src: str
    sprite: str
    world: str = ""

    @property
    def clock(self) -> str:
        """The moment of the frame; a still picture has none, a page its number."""
        untimed = {
            "image": pgettext("a picture", "still"),
            "page": gettext("page %(number)s") % {"number": self.frame.pts + 1},
        }
        return untimed.get(self.frame.reason, self.frame.clock)

    @property
    def label(self) -> str:
        """The same for those who hear it."""
        return (
            gettext("Frame at %(clock)s") % {"clock": self.clock}
            if self.is_timed
            else self.clock.capitalize()
        )

    @property
    def is_timed(self) -> bool:
        """Whether the frame has a moment at all."""
        return self.frame.reason not in ("image", "page")

    @property
    def at(self) -> str:
        """The frame as a search by likeness names it behind the item: ``@12.480000``."""
        if self.frame.reason == "image":
            return ""
        return f"@{float(self.frame.seconds):.6f}" if self.is_timed else f"@{self.frame.pts}"

    @property
    def exact(self) -> str:
        """The moment in ticks; where there is none, the size as shown."""
        if not self.is_timed:
            return gettext("%(width)s × %(height)s px as shown") % {
                "width": self.frame.width,
                "height": self.frame.height,
            }
        return f"pts {self.frame.pts} × {self.frame.time_base} s"

    @property
    def why(self) -> str:
        """Why this frame was chosen, where that says something."""
        why = _WHY_CHOSEN.get(self.frame.reason)
        return gettext(why) if why else ""


@dataclass(frozen=True, slots=True)
class FrameGrid:
    """All shots, out of one run. ``width`` and ``height`` give the shape of a frame.

    ``which`` of them are shown: ``few``, ``all`` or those at a ``scene`` change.
    """

    run: Run | None
    shots: list[Shot]
    width: int = 16
    height: int = 9
    which: str = "few"
    world: WorldTime | None = None

    @property
    def shown(self) -> list[Shot]:
        """The shots in the grid. Few are spread evenly; those of an order are all there."""
        if self.which == "scene":
            return [shot for shot in self.shots if shot.frame.reason == "scene"]
        count = len(self.shots)
        if self.which == "all" or self.is_ordered or count <= FIRST_SHOTS:
            return self.shots
        return [self.shots[number * count // FIRST_SHOTS] for number in range(FIRST_SHOTS)]

    @property
    def has_scenes(self) -> bool:
        """Whether some are there for a sudden change."""
        return any(shot.frame.reason == "scene" for shot in self.shots)

    @property
    def is_first_look(self) -> bool:
        """Whether the scan will replace these."""
        return any(shot.frame.reason == "keyframe" for shot in self.shots)

    @property
    def is_ordered(self) -> bool:
        """Whether these are all frames of a stretch that somebody ordered."""
        return any(shot.frame.reason == "ordered" for shot in self.shots)


def frame_grid(
    item: Item,
    standing: Mapping[str, Run],
    artefacts: Mapping[str, Artefact],
    suffix: str,
    world: WorldTime | None,
) -> FrameGrid:
    """The stills of the scan, or of the first look while there is no scan.

    ``suffix`` is added to every address of a picture.
    """
    frames = list(Frame.objects.filter(run__in=list(standing.values())).order_by("run", "pts"))
    if not frames:
        return FrameGrid(None, [])
    chosen = _run_to_show(standing.values(), frames)
    sprites = _sprites(item, artefacts.values(), suffix)
    shots = [
        Shot(
            frame,
            reverse("item-frame", args=[item.ref, frame.pk]) + suffix,
            sprites.get(frame.pts, "") if frame.reason != "keyframe" else "",
            world.words(frame.seconds) if world else "",
        )
        for frame in frames
        if frame.run_id == chosen.pk
    ]
    first = shots[0].frame
    return FrameGrid(chosen, shots, first.width, first.height, world=world)


def _run_to_show(standing: Iterable[Run], frames: list[Frame]) -> Run:
    """Key frames are a first look: any other run's frames replace them."""
    has_final = {frame.run_id for frame in frames if frame.reason != "keyframe"}
    having = has_final or {frame.run_id for frame in frames}
    return next(run for run in standing if run.pk in having)


def _sprites(item: Item, artefacts: Iterable[Artefact], suffix: str) -> dict[int, str]:
    """For each pts the CSS background that shows its tile, whatever the size of the box."""
    found = {}
    for sheet in artefacts:
        details: dict[str, Any] = sheet.details
        if not sheet.name.startswith("sprites"):
            continue
        src = reverse("item-artefact", args=[item.ref, sheet.pk]) + suffix
        tiles = details["tiles"]
        columns = min(details["columns"], len(tiles))
        rows = -(-len(tiles) // details["columns"])
        for pts, x, y in tiles:
            across = _share(x // details["tile_width"], columns)
            down = _share(y // details["tile_height"], rows)
            size = f"{columns * 100}% {rows * 100}%"
            found[pts] = f"background: url('{src}') {across}% {down}% / {size}"
    return found


def _share(index: int, count: int) -> float:
    """The background position that shows tile ``index`` out of ``count``, in percent."""
    return round(index * 100 / (count - 1), 4) if count > 1 else 0
