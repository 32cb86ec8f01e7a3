"""A drawing surface in the portrait's own measure: 240 wide, 300 high, drawn twice as large."""

from collections.abc import Iterable, Sequence

from PIL import Image, ImageDraw

from db.sample.faces import Colour

WIDTH, HEIGHT = 240, 300
_ENLARGED = 2

Point = tuple[float, float]


class Sketch:
    """Draws in the measure of the finished picture; edges are smoothed when it is finished."""

    def __init__(self, background: Colour) -> None:
        size = (WIDTH * _ENLARGED, HEIGHT * _ENLARGED)
        self._image = Image.new("RGB", size, background)
        self._draw = ImageDraw.Draw(self._image)

    def finished(self) -> Image.Image:
        """The picture, 240 × 300."""
        return self._image.reduce(_ENLARGED)

    def oval(self, middle: Point, across: float, down: float, fill: Colour) -> None:
        """An ellipse by its half axes."""
        x, y = middle
        self._draw.ellipse(_large((x - across, y - down), (x + across, y + down)), fill)

    def shape(self, points: Sequence[Point], fill: Colour) -> None:
        """A straight-edged area."""
        self._draw.polygon(_large(*points), fill)

    def blob(self, points: Sequence[Point], fill: Colour) -> None:
        """A smooth area through all points."""
        self._draw.polygon(_large(*_smooth(points)), fill)

    def mirrored(self, points: Sequence[Point], fill: Colour) -> None:
        """A smooth area: these points go down the right side, the left side mirrors them."""
        left = [(WIDTH - x, y) for x, y in reversed(points) if x != WIDTH / 2]
        self.blob([*points, *left], fill)

    def line(self, points: Sequence[Point], fill: Colour, thickness: float) -> None:
        """A smooth line with round ends."""
        path = [*_open_curve(points)]
        self._draw.line(_large(*path), fill, round(thickness * _ENLARGED), joint="curve")
        for end in (path[0], path[-1]):
            self.oval(end, thickness / 2, thickness / 2, fill)

    def ring(self, middle: Point, across: float, down: float, fill: Colour) -> None:
        """The outline of an ellipse."""
        x, y = middle
        box = _large((x - across, y - down), (x + across, y + down))
        self._draw.ellipse(box, outline=fill, width=round(2.2 * _ENLARGED))

    def lower_half(self, middle: Point, across: float, down: float, fill: Colour) -> None:
        """The lower half of an ellipse."""
        x, y = middle
        box = _large((x - across, y - down), (x + across, y + down))
        self._draw.chord(box, 0, 180, fill)


def _large(*points: Point) -> list[tuple[float, float]]:
    return [(x * _ENLARGED, y * _ENLARGED) for x, y in points]


def _smooth(points: Sequence[Point], steps: int = 7) -> Iterable[Point]:
    """A closed Catmull-Rom curve."""
    count = len(points)
    for place in range(count):
        four = [points[(place + shift) % count] for shift in (-1, 0, 1, 2)]
        yield from (_between(four, step / steps) for step in range(steps))


def _open_curve(points: Sequence[Point], steps: int = 7) -> Iterable[Point]:
    padded = [points[0], *points, points[-1]]
    for place in range(len(points) - 1):
        four = padded[place : place + 4]
        yield from (_between(four, step / steps) for step in range(steps))
    yield points[-1]


def _between(four: Sequence[Point], t: float) -> Point:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = four
    return _cubic(ax, bx, cx, dx, t), _cubic(ay, by, cy, dy, t)


def _cubic(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )
