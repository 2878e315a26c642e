"""Where the hits of a search are, taken together so that a map of any number stays smooth."""

import math
from dataclasses import dataclass

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from catalog.models import Item
from catalog.models.item import ItemQuerySet
from catalog.models.presence import WIDENED_REACH_M
from catalog.search import grammar
from catalog.search.bounds import bounded
from catalog.search.query import Query
from catalog.search.reader import QueryError
from catalog.search.seen import seen_places
from media_tools.places import Box

# A cluster takes the hits of a square of the map of this many pixels; the map is Mercator's,
# 256 pixels wide at zoom 0.
CELL_PX = 64
MOST_ZOOM = 24
_NORTHERNMOST = 85.05


@dataclass(slots=True)
class Cluster:
    """Items whose places lie together, and the middle of those places."""

    items: set[int]
    latitude: float = 0.0
    longitude: float = 0.0
    places: int = 0


@require_safe
def clusters_in_view(request: HttpRequest) -> JsonResponse:
    """The clusters of a search within what a map shows: ``map`` as ``W,S,E,N``, and ``zoom``."""
    given = dict(request.GET.lists())
    given.pop("view", None)
    try:
        view = grammar.read_box(given.pop("map", [""])[-1])
        zoom = min(max(int(given.pop("zoom", ["0"])[-1]), 0), MOST_ZOOM)
        query = Query.from_params(given)
    except QueryError as error:
        return JsonResponse({"errors": error.errors}, status=400)
    except ValueError as error:
        return JsonResponse({"errors": {"map": str(error)}}, status=400)
    among = Item.objects.visible_to(request.user)
    found, share = clusters(bounded(query, among), among, view, zoom)
    return JsonResponse(
        {
            "share": share,
            "clusters": [
                [round(one.latitude, 6), round(one.longitude, 6), len(one.items) * share]
                for one in found
            ],
        }
    )


def clusters(query: Query, among: ItemQuerySet, view: Box, zoom: int) -> tuple[list[Cluster], int]:
    """The hits in view by squares of the map, and how many items each of them stands for."""
    rows, share = seen_places(query, among, view)
    found: dict[tuple[int, int], Cluster] = {}
    # What stands for many is no place of its own.
    rows = rows.where(rows.reaches_m < WIDENED_REACH_M)
    columns = (rows.items, rows.latitudes, rows.longitudes)
    places = set(zip(*(column.tolist() for column in columns), strict=True))
    for item_id, latitude, longitude in places:
        longitude = view.west + (longitude - view.west) % 360
        if longitude > view.east or not view.south <= latitude <= view.north:
            continue
        cluster = found.setdefault(_cell(latitude, longitude, zoom), Cluster(set()))
        cluster.items.add(item_id)
        cluster.places += 1
        cluster.latitude += (latitude - cluster.latitude) / cluster.places
        cluster.longitude += (longitude - cluster.longitude) / cluster.places
    return list(found.values()), share


def _cell(latitude: float, longitude: float, zoom: int) -> tuple[int, int]:
    cells = 256 / CELL_PX * 2**zoom
    phi = math.radians(min(max(latitude, -_NORTHERNMOST), _NORTHERNMOST))
    north = math.log(math.tan(math.pi / 4 + phi / 2)) / (2 * math.pi)
    return math.floor(longitude / 360 * cells), math.floor(north * cells)
