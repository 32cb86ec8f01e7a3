"""What a drawn person looks like: chosen by seed, before anything is drawn."""

from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final

from db.sample import draws
from db.sample.records import Look, SamplePortrait

Colour = tuple[int, int, int]

_SKINS: Final[tuple[Colour, ...]] = (
    (250, 221, 201), (243, 203, 175), (232, 184, 148), (214, 160, 120),
    (188, 132, 92), (158, 106, 72), (126, 82, 56), (98, 64, 46),
)  # fmt: skip
_HAIRS: Final[tuple[Colour, ...]] = (
    (38, 32, 34), (58, 42, 36), (86, 58, 40), (122, 80, 48), (176, 122, 66),
    (214, 172, 106), (164, 78, 44), (142, 142, 146),
)  # fmt: skip
# By skin, from the lightest: fair hair on fair skin only.
_HAIR_ODDS: Final = ((20, 20, 18, 14, 9, 9, 6, 4),) * 3 + ((40, 28, 16, 6, 0, 0, 0, 5),) * 5
_BACKGROUNDS: Final[tuple[Colour, ...]] = (
    (206, 222, 232), (222, 230, 214), (236, 224, 206), (226, 214, 232),
    (212, 228, 226), (238, 216, 212), (216, 218, 236), (232, 232, 222),
)  # fmt: skip
_CLOTHES: Final[tuple[Colour, ...]] = (
    (52, 78, 118), (156, 66, 66), (58, 112, 96), (92, 76, 128), (200, 146, 62),
    (70, 78, 92), (178, 100, 122), (96, 138, 172), (122, 132, 84), (48, 52, 66),
)  # fmt: skip
_IRISES: Final[tuple[Colour, ...]] = (
    (66, 44, 32), (84, 58, 38), (54, 38, 32), (78, 96, 70), (74, 104, 136),
)  # fmt: skip


class Hair(StrEnum):
    """How the hair is worn."""

    SHORT = "SHORT"
    SIDE_PARTING = "SIDE_PARTING"
    CROP = "CROP"
    CURLS = "CURLS"
    BALD = "BALD"
    LONG = "LONG"
    BOB = "BOB"
    FRINGE = "FRINGE"
    BUN = "BUN"
    WAVES = "WAVES"
    HEADSCARF = "HEADSCARF"


class Top(StrEnum):
    """What is worn."""

    ROUND_NECK = "ROUND_NECK"
    SHIRT = "SHIRT"
    JACKET = "JACKET"
    POLO_NECK = "POLO_NECK"
    HOOD = "HOOD"


_HAIR_BY_LOOK: Final = {
    Look.FEMININE: ((Hair.LONG, 5), (Hair.BOB, 4), (Hair.FRINGE, 4), (Hair.BUN, 4),
                    (Hair.WAVES, 4), (Hair.CURLS, 3), (Hair.HEADSCARF, 3), (Hair.CROP, 1)),
    Look.MASCULINE: ((Hair.SHORT, 6), (Hair.SIDE_PARTING, 6), (Hair.CROP, 4), (Hair.CURLS, 3),
                     (Hair.BALD, 2), (Hair.BOB, 1)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Face:
    """Everything that the drawing needs. Lengths are factors around 1."""

    skin: Colour
    hair_colour: Colour
    hair: Hair
    iris: Colour
    width: float
    length: float
    eye_distance: float
    eye_size: float
    brow_tilt: float
    nose_width: float
    mouth_width: float
    smile: float
    has_beard: bool
    has_moustache: bool
    has_glasses: bool
    has_earrings: bool
    has_freckles: bool
    is_lipstick: bool
    scarf: Colour
    background: Colour
    cloth: Colour
    second_cloth: Colour
    top: Top


def chosen(portrait: SamplePortrait) -> Face:
    """The face of the person, dressed for the sitting."""
    person = draws.source(portrait.person_seed, "face")
    sitting = draws.source(portrait.sitting_seed, "clothes")
    feminine = portrait.look is Look.FEMININE
    hairs, odds = zip(*_HAIR_BY_LOOK[portrait.look], strict=True)
    cloth, second = sitting.sample(_CLOTHES, 2)
    tone = person.randrange(len(_SKINS))
    return Face(
        skin=_SKINS[tone],
        hair_colour=_HAIRS[draws.index(person, _HAIR_ODDS[tone])],
        hair=person.choices(hairs, odds)[0],
        iris=person.choice(_IRISES),
        width=person.uniform(0.94, 1.06) * (0.97 if feminine else 1.02),
        length=person.uniform(0.96, 1.05),
        eye_distance=person.uniform(0.94, 1.06),
        eye_size=person.uniform(0.9, 1.1) * (1.06 if feminine else 0.96),
        brow_tilt=person.uniform(-1.0, 1.0),
        nose_width=person.uniform(0.85, 1.2),
        mouth_width=person.uniform(0.88, 1.14),
        smile=person.uniform(0.5, 1.2),
        has_beard=not feminine and _happens(person, 0.24),
        has_moustache=not feminine and _happens(person, 0.12),
        has_glasses=_happens(person, 0.25),
        has_earrings=feminine and _happens(person, 0.45),
        has_freckles=_happens(person, 0.14),
        is_lipstick=feminine and _happens(person, 0.5),
        scarf=person.choice(_CLOTHES),
        background=sitting.choice(_BACKGROUNDS),
        cloth=cloth,
        second_cloth=second,
        top=sitting.choice(tuple(Top)),
    )


def shaded(colour: Colour, factor: float) -> Colour:
    """Darker below 1; above 1 mixed with white."""
    if factor <= 1:
        red, green, blue = (int(part * factor) for part in colour)
    else:
        red, green, blue = (int(part + (255 - part) * (factor - 1)) for part in colour)
    return red, green, blue


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """Between two colours; a `share` of 1 is the other one."""
    red, green, blue = (int(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def skin_shade(skin: Colour, factor: float) -> Colour:
    """Skin in shadow stays warm: below 1 the darker."""
    return mixed(skin, shaded(mixed(skin, (150, 62, 40), 0.6), 0.7), (1 - factor) * 1.5)


def _happens(rng: Random, odds: float) -> bool:
    return rng.random() < odds
