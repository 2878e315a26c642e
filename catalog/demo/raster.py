"""Which face each pixel of a camera sees, where it is hit and how far away."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from catalog.demo.geometry import NEAR_M, Camera, Floats, local_m
from catalog.demo.solids import Face

SKY_M = 1e6


@dataclass(frozen=True, slots=True)
class Faces:
    """Many faces as arrays. The first ``grounds`` are painted first and in order."""

    corners: Floats
    normals: Floats
    surfaces: NDArray[np.uint8]
    seeds: NDArray[np.int64]
    grounds: int

    @classmethod
    def of(cls, ground: list[Face], standing: list[Face]) -> "Faces":
        """The faces of a town; those that stand are painted from far to near."""
        corners, normals, surfaces, seeds = zip(*ground, *standing, strict=True)
        return cls(
            np.array(corners, np.float32),
            np.array(normals, np.float32),
            np.array(surfaces, np.uint8),
            np.array(seeds, np.int64),
            len(ground),
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """Per pixel: direction looked in, point hit, and the properties of the face there."""

    rays: Floats
    at: Floats
    normal: Floats
    distance_m: Floats
    surface: NDArray[np.uint8]
    seed: NDArray[np.int64]


def _clipped(seen: Floats, widest: float) -> Floats:
    """The part of a polygon ahead of the camera and not absurdly far aside.

    Sutherland and Hodgman's method; ``widest`` bounds metres aside per metre ahead.
    """
    planes = np.array([(0, 0, 1, NEAR_M), (1, 0, widest, 0), (-1, 0, widest, 0)], np.float32)
    for plane in planes:
        kept: list[Any] = []
        inside = seen @ plane[:3] - plane[3]
        for k in range(len(seen)):
            a, b = seen[k - 1], seen[k]
            if (inside[k - 1] >= 0) != (inside[k] >= 0):
                kept.append(a + inside[k - 1] / (inside[k - 1] - inside[k]) * (b - a))
            if inside[k] >= 0:
                kept.append(b)
        seen = np.array(kept, np.float32).reshape(-1, 3)
    return seen


def _numbers(camera: Camera, faces: Faces) -> NDArray[np.int32]:
    """For each pixel, 1 + the number of the face it shows, 0 for the sky."""
    eye = np.array(local_m(camera.stands), np.float32)
    centres = faces.corners.mean(axis=1)
    away = np.linalg.norm(centres - eye, axis=1)
    seen = camera.into_view(faces.corners)
    ahead = seen[..., 2] >= NEAR_M
    with np.errstate(divide="ignore", invalid="ignore"):
        pixels = camera.to_pixels(seen)
    beside = ahead.all(axis=1) & (
        (pixels[..., 0] < 0).all(axis=1) | (pixels[..., 0] > camera.width).all(axis=1)
    )
    simple = np.asarray(ahead.all(axis=1) & (np.abs(pixels) < 20000).all(axis=(1, 2)))
    turned_here = np.einsum("ij,ij->i", faces.normals, eye - centres) > 0
    wanted = np.asarray(ahead.any(axis=1) & ~beside & turned_here)
    order = np.argsort(-away[faces.grounds :]) + faces.grounds
    image = Image.new("I", (camera.width, camera.height), 0)
    draw = ImageDraw.Draw(image)
    for number in [*range(faces.grounds), *order.tolist()]:
        if wanted[number]:
            shape = pixels[number]
            if not simple[number]:
                shape = camera.to_pixels(_clipped(seen[number], 3.0))
            if len(shape) > 2:
                draw.polygon(shape.ravel().tolist(), fill=number + 1)
    return np.asarray(image)


def look(camera: Camera, faces: Faces) -> Seen:
    """Paint the faces and work out, for each pixel, the point that its ray hits."""
    numbers = _numbers(camera, faces)
    eye = np.array(local_m(camera.stands), np.float32)
    normals = np.concatenate((np.zeros((1, 3), np.float32), faces.normals))
    heights = np.einsum("ij,ij->i", faces.corners[:, 0] - eye, faces.normals)
    rays, normal = camera.rays(), normals[numbers]
    toward = np.einsum("...i,...i->...", rays, normal)
    height = np.concatenate(([0.0], heights)).astype(np.float32)[numbers]
    hit = (numbers > 0) & (toward * height > 0)
    steps = np.divide(height, toward, out=np.full_like(height, SKY_M), where=hit)
    return Seen(
        rays,
        eye + rays * steps[..., None],
        normal,
        steps * np.linalg.norm(rays, axis=-1),
        np.concatenate(([0], faces.surfaces)).astype(np.uint8)[numbers],
        np.concatenate(([0], faces.seeds))[numbers],
    )
