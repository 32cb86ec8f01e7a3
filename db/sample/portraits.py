"""Draws the photos of the sample data: plainly drawings, never to be taken for real people."""

from io import BytesIO
from typing import Final

from db.sample import faces, features, hair
from db.sample.faces import Face, Top, shaded, skin_shade
from db.sample.hair import MIDDLE
from db.sample.records import SamplePortrait
from db.sample.sketch import HEIGHT, WIDTH, Sketch

_QUALITY: Final = 86
_WHITE: Final = (244, 244, 240)


def draw(portrait: SamplePortrait) -> bytes:
    """A JPEG of 240 × 300 without metadata; the same portrait gives the same bytes."""
    face = faces.chosen(portrait)
    sketch = Sketch(face.background)
    sketch.oval((MIDDLE, 128), 104, 108, shaded(face.background, 1.38))
    hair.behind(sketch, face)
    _body(sketch, face)
    features.head(sketch, face)
    hair.on_top(sketch, face)
    features.worn(sketch, face)
    file = BytesIO()
    sketch.finished().save(file, "JPEG", quality=_QUALITY)
    return file.getvalue()


def _body(sketch: Sketch, face: Face) -> None:
    shoulder = [(MIDDLE + 20, 214), (MIDDLE + 62, 228), (MIDDLE + 92, 252), (MIDDLE + 102, 310)]
    if face.top is Top.HOOD:
        hood = [(MIDDLE, 188), (MIDDLE + 46, 196), (MIDDLE + 64, 228), (MIDDLE + 20, 250)]
        sketch.mirrored(hood, shaded(face.cloth, 0.8))
    sketch.mirrored([*shoulder, (MIDDLE + 40, 322)], face.cloth)
    _neck(sketch, face)
    _DETAILS[face.top](sketch, face)


def _neck(sketch: Sketch, face: Face) -> None:
    shade = skin_shade(face.skin, 0.86)
    sketch.shape([(99, 170), (141, 170), (143, 216), (97, 216)], shade)
    sketch.lower_half((MIDDLE, 214), 25, 17, shade)
    sketch.lower_half((MIDDLE, 184), 21, 15, skin_shade(face.skin, 0.76))


def _round_neck(sketch: Sketch, face: Face) -> None:
    curve = [(93, 212), (104, 227), (MIDDLE, 233), (136, 227), (147, 212)]
    sketch.line(curve, shaded(face.cloth, 0.8), 6)


def _shirt(sketch: Sketch, face: Face) -> None:
    collar = shaded(face.cloth, 1.3)
    sketch.shape([(97, 206), (88, 220), (104, 246), (MIDDLE, 234)], collar)
    sketch.shape([(143, 206), (152, 220), (136, 246), (MIDDLE, 234)], collar)
    sketch.line([(MIDDLE, 236), (MIDDLE, HEIGHT)], shaded(face.cloth, 0.8), 2)
    for y in (256, 280):
        sketch.oval((MIDDLE + 5, y), 2.2, 2.2, collar)


def _jacket(sketch: Sketch, face: Face) -> None:
    sketch.shape([(92, 214), (148, 214), (MIDDLE, HEIGHT + 8)], _WHITE)
    sketch.lower_half((MIDDLE, 213), 24, 15, skin_shade(face.skin, 0.86))
    dark = shaded(face.cloth, 0.8)
    for side in (-1, 1):
        lapel = [(29, 208), (44, 226), (34, 244), (40, 252), (2, HEIGHT), (22, 240)]
        sketch.shape([(MIDDLE + side * x, y) for x, y in lapel], dark)


def _polo_neck(sketch: Sketch, face: Face) -> None:
    collar = shaded(face.cloth, 1.1)
    sketch.shape([(95, 196), (145, 196), (150, 224), (90, 224)], collar)
    sketch.lower_half((MIDDLE, 223), 30, 8, collar)
    sketch.line([(96, 198), (MIDDLE, 202), (144, 198)], shaded(face.cloth, 0.86), 2.4)


def _hood(sketch: Sketch, face: Face) -> None:
    _round_neck(sketch, face)
    for side in (-1, 1):
        cord = [(MIDDLE + side * 15, 228), (MIDDLE + side * 18, 250), (MIDDLE + side * 16, 268)]
        sketch.line(cord, _WHITE, 2.6)


_DETAILS: Final = {
    Top.ROUND_NECK: _round_neck,
    Top.SHIRT: _shirt,
    Top.JACKET: _jacket,
    Top.POLO_NECK: _polo_neck,
    Top.HOOD: _hood,
}
SIZE: Final = (WIDTH, HEIGHT)
