"""A change that would break clients of a release is found, and nothing else is complained of."""

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pytest

from schema import changes, service
from tests.graphql.small_schema import TEXT, changed

ROOT: Final = Path(__file__).parents[2]
RELEASED: Final = ROOT / "schema.released.graphql"
TODAY: Final = date(2026, 12, 1)

# What is done to the small schema, and what of it is then named.
BREAKING: Final = {
    "a field removed": (' "The level." level: Int!', "", "Exam.level"),
    "a type removed": ("enum Mode { PAPER SCREEN }", "scalar Mode", "Mode"),
    "a field made nullable": ("level: Int!", "level: Int", "Exam.level"),
    "a list made nullable": ("[Exam!]!", "[Exam!]", "Query.exams"),
    "a field of another type": ("level: Int!", "level: ID!", "Exam.level"),
    "an argument made non-null": ("on: String)", "on: String!)", "Query.exam(on:)"),
    "an argument removed": (', "Left out: as it is today." on: String', "", "Query.exam(on:)"),
    "a required argument added": ("first: Int", "first: Int, by: ID!", "Query.exams(by:)"),
    "a value of an enum removed": ("PAPER SCREEN", "PAPER", "Mode.SCREEN"),
    "a field of an input removed": ('"Left out: any mode." mode: Mode', "", "Search.mode"),
    "a required field of an input added": ("mode: Mode", "mode: Mode, by: ID!", "Search.by"),
    "a field of an input made non-null": ("mode: Mode", "mode: Mode!", "Search.mode"),
    "an interface no longer implemented": ("Exam implements Coded", "Exam", "Coded"),
}
HARMLESS: Final = {
    "a field added": ("level: Int!", "level: Int! grade: String"),
    "a field made non-null": ("): Exam\n", "): Exam!\n"),
    "an optional argument added": ("first: Int", "first: Int, after: String"),
    "an optional field of an input added": ("mode: Mode", "mode: Mode, level: String"),
    "an argument made nullable": ("code: String!, ", "code: String, "),
    "a value of an enum added": ("PAPER SCREEN", "PAPER SCREEN HOME"),
    "words changed": ("Every exam.", "All exams."),
}

# One element of each kind that is to go on the first of December.
OVER: Final = '@deprecated(reason: "Nobody asks for it. Goes on 2026-12-01.")'
DEPRECATED: Final = changed(
    ("level: Int!", f"level: Int! mode: Old {OVER}"),
    ('"How it is held."', 'type Old { code: String! }\n  "How it is held."'),
    ("PAPER SCREEN", f"PAPER SCREEN HOME {OVER}"),
    ("first: Int", f"first: Int, page: Int {OVER}"),
    ("mode: Mode", f"mode: Mode, level: Int {OVER}"),
)


def breaking(released: str, current: str, today: date = TODAY) -> tuple[str, ...]:
    """What ends clients of the released schema."""
    return changes.between(released, current, today).breaking


@pytest.mark.parametrize("case", BREAKING)
def test_what_breaks_clients_of_a_release_is_found(case: str) -> None:
    old, new, named = BREAKING[case]

    found = breaking(TEXT, changed((old, new)))

    assert any(named in sentence for sentence in found), found


@pytest.mark.parametrize("case", HARMLESS)
def test_what_old_clients_do_not_notice_passes(case: str) -> None:
    assert breaking(TEXT, changed(HARMLESS[case])) == ()


@pytest.mark.parametrize(
    ("case", "advice"),
    [
        ("a field removed", "deprecated first"),
        ("a required argument added", "Make it optional"),
        ("a list made nullable", "add a new one beside it"),
    ],
)
def test_every_breaking_change_says_what_to_do_instead(case: str, advice: str) -> None:
    old, new, _ = BREAKING[case]

    (sentence,) = breaking(TEXT, changed((old, new)))

    assert advice in sentence


def test_what_a_strict_client_may_stumble_over_is_told_and_passes() -> None:
    found = changes.between(TEXT, changed(HARMLESS["a value of an enum added"]), TODAY)

    assert found == changes.Changes(breaking=(), dangerous=("Enum value Mode.HOME was added.",))


def test_a_deprecated_element_may_go_on_its_day_and_not_before() -> None:
    early = breaking(DEPRECATED, TEXT, date(2026, 11, 30))

    for named in ("Exam.mode", "Mode.HOME", "Query.exams(page:)", "Search.level", "Old"):
        assert any(named in sentence for sentence in early), named
    assert breaking(DEPRECATED, TEXT, date(2026, 12, 1)) == ()


def test_a_deprecated_element_that_stays_breaks_nothing() -> None:
    for today in (date(2026, 11, 30), date(2027, 1, 1)):
        assert breaking(DEPRECATED, DEPRECATED, today) == ()


def test_a_type_that_more_than_a_deprecated_field_led_to_may_not_go_with_it() -> None:
    released = DEPRECATED.replace("level: Int! mode", "level: Int! old: Old mode")

    assert any(sentence.startswith("Old was removed") for sentence in breaking(released, TEXT))


def test_the_schema_of_the_code_breaks_no_client_of_the_last_release() -> None:
    today = datetime.now(UTC).date()

    assert breaking(RELEASED.read_text("utf-8"), service.sdl(), today) == ()


def test_the_command_fails_with_a_line_for_each_breaking_change(tmp_path: Path) -> None:
    older = tmp_path / "released.graphql"
    text = RELEASED.read_text("utf-8")
    older.write_text(text.replace("type Query {", "type Query { lost: Int gone(a: Int): Int", 1))

    code, said = compared(older)

    assert code == 1
    assert [line.split(" was removed.")[0] for line in said.splitlines()] == [
        "Breaks clients of the release: Field Query.lost",
        "Breaks clients of the release: Field Query.gone",
    ]
    assert compared(RELEASED)[0] == 0
    assert compared(tmp_path / "nothing.graphql")[0] == 2


def compared(released: Path) -> tuple[int, str]:
    """Exit code and complaints of `rvs schema --released`."""
    done = subprocess.run(
        [sys.executable, "-m", "server.cli", "schema", "--released", str(released)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stderr
