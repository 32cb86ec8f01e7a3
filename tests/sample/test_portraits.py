"""The drawn portraits: small, whole, without metadata, and the same every time."""

import time
from io import BytesIO

import pytest
from PIL import Image

from db.sample import faces, portraits
from db.sample.faces import Hair, Top
from db.sample.records import Look, SamplePortrait


def some(count: int) -> list[SamplePortrait]:
    looks = tuple(Look)
    return [SamplePortrait(seed * 31, seed, looks[seed % 2]) for seed in range(count)]


@pytest.fixture(scope="module")
def drawn() -> list[bytes]:
    return [portraits.draw(portrait) for portrait in some(150)]


def test_every_hair_and_top_is_among_them() -> None:
    chosen = [faces.chosen(portrait) for portrait in some(150)]
    assert {face.hair for face in chosen} == set(Hair)
    assert {face.top for face in chosen} == set(Top)


def test_each_is_a_small_whole_jpeg_without_metadata(drawn: list[bytes]) -> None:
    for file in drawn:
        with Image.open(BytesIO(file)) as image:
            image.load()
            assert (image.format, image.mode, image.size) == ("JPEG", "RGB", portraits.SIZE)
            assert not image.getexif()
            assert not {"exif", "icc_profile", "comment", "xmp"} & set(image.info)
        assert len(file) <= 12_000


def test_a_portrait_is_the_same_every_time_and_unlike_others(drawn: list[bytes]) -> None:
    assert [portraits.draw(portrait) for portrait in some(20)] == drawn[:20]
    assert len(set(drawn)) == len(drawn)


def test_a_person_keeps_face_and_hair_in_another_sitting() -> None:
    one, other = (faces.chosen(SamplePortrait(5, sitting, Look.FEMININE)) for sitting in (1, 2))
    assert (one.skin, one.hair, one.hair_colour) == (other.skin, other.hair, other.hair_colour)
    assert (one.cloth, one.background, one.top) != (other.cloth, other.background, other.top)


def test_drawing_is_quick() -> None:
    batch = some(60)
    start = time.process_time()
    for portrait in batch:
        portraits.draw(portrait)
    assert (time.process_time() - start) / len(batch) < 0.020
