"""Head and face of the drawn portraits."""

from typing import Final

from db.sample.faces import Face, Hair, mixed, shaded, skin_shade
from db.sample.hair import HEAD, MIDDLE
from db.sample.sketch import Sketch

_EYE_LINE: Final = HEAD + 2
_EYE_WHITE: Final = (250, 248, 244)
_FRAME: Final = (52, 50, 58)
_GOLD: Final = (214, 174, 84)
_LIPS: Final = (178, 62, 74)


def head(sketch: Sketch, face: Face) -> None:
    """Ears, head and everything in the face."""
    _ears(sketch, face)
    _skull(sketch, face)
    if face.has_beard:
        _beard(sketch, face)
    _cheeks(sketch, face)
    _eyes(sketch, face)
    _nose(sketch, face)
    if face.has_moustache or face.has_beard:
        _moustache(sketch, face)
    _mouth(sketch, face)


def worn(sketch: Sketch, face: Face) -> None:
    """Glasses and earrings, over the hair."""
    if face.has_earrings and face.hair is not Hair.HEADSCARF:
        for side in (-1, 1):
            sketch.oval((MIDDLE + side * (50 * face.width), HEAD + 31), 3.4, 4.2, _GOLD)
    if face.has_glasses:
        _glasses(sketch, face)


def _ears(sketch: Sketch, face: Face) -> None:
    for side in (-1, 1):
        x = MIDDLE + side * 48 * face.width
        sketch.oval((x, HEAD + 8), 9, 14, skin_shade(face.skin, 0.94))
        sketch.oval((x + side, HEAD + 9), 4, 8, skin_shade(face.skin, 0.82))


def _skull(sketch: Sketch, face: Face) -> None:
    w, chin = 48 * face.width, HEAD + 64 * face.length
    right = [
        (MIDDLE + 14, HEAD - 58),
        (MIDDLE + w * 0.72, HEAD - 46),
        (MIDDLE + w, HEAD - 12),
        (MIDDLE + w * 0.97, HEAD + 20),
        (MIDDLE + w * 0.72, HEAD + 46),
        (MIDDLE + w * 0.3, chin),
    ]
    sketch.mirrored(right, face.skin)


def _beard(sketch: Sketch, face: Face) -> None:
    w, chin = 48 * face.width, HEAD + 64 * face.length
    outer = [(MIDDLE + w, HEAD + 6), (MIDDLE + w * 0.98, HEAD + 26), (MIDDLE + w * 0.74, HEAD + 50)]
    low = [(MIDDLE + w * 0.3, chin + 5)]
    inner = [
        (MIDDLE + w * 0.84, HEAD + 16),
        (MIDDLE + w * 0.66, HEAD + 26),
        (MIDDLE + 12, HEAD + 28),
    ]
    for side in (1, -1):
        points = [*outer, *low, (MIDDLE - 2, chin + 5), (MIDDLE - 2, HEAD + 29), *reversed(inner)]
        mirrored = [(MIDDLE + (x - MIDDLE) * side, y) for x, y in points]
        sketch.blob(mirrored, face.hair_colour)


def _cheeks(sketch: Sketch, face: Face) -> None:
    blush = mixed(face.skin, (226, 96, 88), 0.16)
    for side in (-1, 1):
        if not face.has_beard:
            sketch.oval((MIDDLE + side * 29 * face.width, HEAD + 22), 9, 6, blush)
        if face.has_freckles:
            for x, y in ((18, 15), (24, 18), (30, 14), (22, 22), (29, 21)):
                spot = (MIDDLE + side * x, HEAD + y)
                sketch.oval(spot, 1.1, 1.1, skin_shade(face.skin, 0.76))


def _eyes(sketch: Sketch, face: Face) -> None:
    lid = shaded(mixed(face.skin, (60, 36, 30), 0.55), 0.7)
    brow = shaded(face.hair_colour, 0.8) if face.hair is not Hair.HEADSCARF else (56, 42, 38)
    for side in (-1, 1):
        x, y, size = MIDDLE + side * 20.5 * face.eye_distance, _EYE_LINE, face.eye_size
        sketch.oval((x, y), 8.2 * size, 5.4 * size, _EYE_WHITE)
        sketch.oval((x, y), 4.6 * size, 4.9 * size, face.iris)
        sketch.oval((x, y), 2.3 * size, 2.5 * size, (24, 20, 22))
        sketch.oval((x + 1.6, y - 1.8), 1.3, 1.3, _EYE_WHITE)
        arc = [(x - 9 * size, y), (x, y - 6.4 * size), (x + 9 * size, y)]
        sketch.line(arc, lid, 2.2)
        inner, outer = x - side * 10, x + side * 11
        tilt = face.brow_tilt * 1.6
        points = [(inner, y - 12 + tilt), (x + side * 2, y - 16), (outer, y - 12.5 - tilt)]
        sketch.line(points, brow, 3.6)


def _nose(sketch: Sketch, face: Face) -> None:
    shade = skin_shade(face.skin, 0.82)
    x, y = 6.5 * face.nose_width, HEAD + 24
    sketch.line([(MIDDLE - x, y - 1), (MIDDLE, y + 3.5), (MIDDLE + x, y - 1)], shade, 2.6)
    sketch.line([(MIDDLE - 3, HEAD + 6), (MIDDLE - 5, HEAD + 15)], skin_shade(face.skin, 0.92), 2.2)


def _moustache(sketch: Sketch, face: Face) -> None:
    y = HEAD + 32
    points = [(MIDDLE, y - 3), (MIDDLE + 12, y - 1), (MIDDLE + 21, y + 6), (MIDDLE + 10, y + 4)]
    sketch.mirrored([*points, (MIDDLE + 1, y + 3)], shaded(face.hair_colour, 0.9))


def _mouth(sketch: Sketch, face: Face) -> None:
    half, y, drop = 14 * face.mouth_width, HEAD + 40, 5.5 * face.smile
    natural = mixed(face.skin, (150, 48, 52), 0.5)
    colour = mixed(natural, _LIPS, 0.7) if face.is_lipstick else natural
    upper = [(MIDDLE - half, y), (MIDDLE - half * 0.4, y + drop * 0.5), (MIDDLE, y + drop * 0.6)]
    right = [(MIDDLE + half * 0.4, y + drop * 0.5), (MIDDLE + half, y)]
    if face.is_lipstick or face.smile > 0.95:
        lower = [(MIDDLE + half * 0.5, y + drop + 3), (MIDDLE, y + drop + 5)]
        sketch.blob([*upper, *right, *lower, (MIDDLE - half * 0.5, y + drop + 3)], colour)
    sketch.line([*upper, *right], shaded(colour, 0.72), 2.4)


def _glasses(sketch: Sketch, face: Face) -> None:
    for side in (-1, 1):
        x = MIDDLE + side * 20.5 * face.eye_distance
        sketch.ring((x, _EYE_LINE + 1), 15, 12.5, _FRAME)
        temple = (MIDDLE + side * 47 * face.width, _EYE_LINE - 3)
        sketch.line([(x + side * 14.5, _EYE_LINE - 2), temple], _FRAME, 2.2)
    bridge = [(MIDDLE - 6, _EYE_LINE - 1), (MIDDLE, _EYE_LINE - 3.4), (MIDDLE + 6, _EYE_LINE - 1)]
    sketch.line(bridge, _FRAME, 2.2)
