"""Hair and headscarves of the drawn portraits: what lies behind the head, and what lies on it."""

from collections.abc import Callable
from typing import Final

from db.sample.faces import Face, Hair, shaded
from db.sample.sketch import Sketch

# The middle of the picture, and of the head.
MIDDLE: Final = 120.0
HEAD: Final = 126.0


def behind(sketch: Sketch, face: Face) -> None:
    """What is drawn before shoulders and head."""
    dark = shaded(face.hair_colour, 0.82)
    w = 48 * face.width
    match face.hair:
        case Hair.LONG | Hair.FRINGE:
            side = [(MIDDLE, 58), (MIDDLE + w + 6, 84), (MIDDLE + w + 14, 150)]
            sketch.mirrored([*side, (MIDDLE + w + 12, 232), (MIDDLE + 30, 244)], dark)
        case Hair.WAVES:
            for step, y in enumerate((92.0, 118.0, 144.0, 170.0, 196.0, 216.0)):
                reach = w + 1 + 4 * (step % 2)
                sketch.oval((MIDDLE - reach, y), 18, 22, dark)
                sketch.oval((MIDDLE + reach, y), 18, 22, dark)
            sketch.oval((MIDDLE, 110), w + 14, 56, dark)
        case Hair.BOB:
            side = [(MIDDLE, 58), (MIDDLE + w + 6, 82), (MIDDLE + w + 15, 140)]
            sketch.mirrored([*side, (MIDDLE + w + 8, 182), (MIDDLE + 20, 180)], dark)
        case Hair.BUN:
            sketch.oval((MIDDLE, 58), 25, 22, dark)
            sketch.oval((MIDDLE, 60), 20, 17, face.hair_colour)
        case Hair.CURLS:
            for x, y in _curl_places(w, behind=True):
                sketch.oval((x, y), 19, 19, dark)
        case Hair.HEADSCARF:
            colour = shaded(face.scarf, 0.84)
            side = [(MIDDLE, 54), (MIDDLE + w + 12, 88), (MIDDLE + w + 12, 160)]
            sketch.mirrored([*side, (MIDDLE + w + 26, 226), (MIDDLE + 40, 262)], colour)


def on_top(sketch: Sketch, face: Face) -> None:
    """What is drawn over the face."""
    _ON_TOP[face.hair](sketch, face, 48 * face.width)


def _parted(sketch: Sketch, face: Face, w: float) -> None:
    """Parted in the middle, falling to both sides."""
    for side in (-1, 1):
        sketch.blob(
            [
                (MIDDLE - 2 * side, 66),
                (MIDDLE + side * w * 0.62, 66),
                (MIDDLE + side * (w + 6), 96),
                (MIDDLE + side * (w + 7), 142),
                (MIDDLE + side * (w - 3), 136),
                (MIDDLE + side * (w - 10), 108),
                (MIDDLE + side * w * 0.4, 90),
                (MIDDLE - 1 * side, 80),
            ],
            face.hair_colour,
        )


def _fringe(sketch: Sketch, face: Face, w: float) -> None:
    side = [(MIDDLE, 62), (MIDDLE + w * 0.7, 70), (MIDDLE + w + 6, 104), (MIDDLE + w + 5, 150)]
    inner = [(MIDDLE + w - 5, 138), (MIDDLE + w - 7, 110), (MIDDLE + w * 0.5, 105), (MIDDLE, 107)]
    sketch.mirrored([*side, *inner], face.hair_colour)


def _short(sketch: Sketch, face: Face, w: float) -> None:
    outer = [(MIDDLE, 60), (MIDDLE + w * 0.66, 66), (MIDDLE + w + 3, 94), (MIDDLE + w + 1, 124)]
    inner = [(MIDDLE + w - 5, 112), (MIDDLE + w * 0.74, 94), (MIDDLE + w * 0.3, 89), (MIDDLE, 90)]
    sketch.mirrored([*outer, *inner], face.hair_colour)


def _side_parting(sketch: Sketch, face: Face, w: float) -> None:
    _short(sketch, face, w)
    sweep = [
        (MIDDLE - w * 0.56, 92),
        (MIDDLE - w * 0.46, 64),
        (MIDDLE + 2, 54),
        (MIDDLE + w * 0.7, 62),
        (MIDDLE + w + 3, 96),
        (MIDDLE + w * 0.7, 97),
        (MIDDLE, 88),
    ]
    sketch.blob(sweep, shaded(face.hair_colour, 1.08))


def _crop(sketch: Sketch, face: Face, w: float) -> None:
    outer = [(MIDDLE, 67), (MIDDLE + w * 0.66, 73), (MIDDLE + w, 98), (MIDDLE + w - 0.5, 118)]
    inner = [(MIDDLE + w - 6, 104), (MIDDLE + w * 0.7, 88), (MIDDLE + w * 0.3, 84), (MIDDLE, 84)]
    sketch.mirrored([*outer, *inner], face.hair_colour)


def _curls(sketch: Sketch, face: Face, w: float) -> None:
    for x, y in _curl_places(w, behind=False):
        sketch.oval((x, y), 14, 14, face.hair_colour)


def _headscarf(sketch: Sketch, face: Face, w: float) -> None:
    crown = [(MIDDLE, 55), (MIDDLE + w * 0.78, 66), (MIDDLE + w + 10, 108), (MIDDLE + w - 5, 120)]
    sketch.mirrored([*crown, (MIDDLE + w * 0.6, 95), (MIDDLE, 86)], face.scarf)
    outer = [(MIDDLE + w + 8, 100), (MIDDLE + w + 12, 140), (MIDDLE + w + 2, 190)]
    lower = [(MIDDLE + w * 0.5, 224), (MIDDLE - 12, 232), (MIDDLE - 14, 196)]
    inner = [(MIDDLE + 14, 189), (MIDDLE + w * 0.66, 172), (MIDDLE + w - 6, 140)]
    for mirror in (1, -1):
        points = [*outer, *lower, *inner, (MIDDLE + w - 6, 112)]
        sketch.blob([(MIDDLE + (x - MIDDLE) * mirror, y) for x, y in points], face.scarf)
    fold = [(MIDDLE - w * 0.78, 192), (MIDDLE - 8, 212), (MIDDLE + w * 0.6, 210)]
    sketch.line(fold, shaded(face.scarf, 0.84), 3)


def _none(sketch: Sketch, face: Face, w: float) -> None:
    """Bald: a soft light on the head."""
    sketch.oval((MIDDLE - w * 0.3, 84), 11, 5, shaded(face.skin, 1.22))


def _curl_places(w: float, *, behind: bool) -> list[tuple[float, float]]:
    if behind:
        outer = [(w + 4, 132), (w + 8, 112), (w + 4, 90), (w - 8, 72), (w * 0.5, 60), (0, 56)]
    else:
        outer = [(w - 1, 100), (w - 8, 84), (w * 0.58, 74), (w * 0.28, 76), (0, 72)]
    return [(MIDDLE + side * x, y) for x, y in outer for side in (-1, 1)]


_ON_TOP: Final[dict[Hair, Callable[[Sketch, Face, float], None]]] = {
    Hair.SHORT: _short,
    Hair.SIDE_PARTING: _side_parting,
    Hair.CROP: _crop,
    Hair.CURLS: _curls,
    Hair.BALD: _none,
    Hair.LONG: _parted,
    Hair.BOB: _parted,
    Hair.FRINGE: _fringe,
    Hair.BUN: _short,
    Hair.WAVES: _parted,
    Hair.HEADSCARF: _headscarf,
}
