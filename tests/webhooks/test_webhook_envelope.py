"""The thin body: the same bytes for the same event, small, and without anything personal."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webhooks import envelope
from webhooks.envelope import EventFacts

FACTS = EventFacts(
    id=UUID("0198c0de-0000-7000-8000-000000000001"),
    type="share.created",
    occurred_at=datetime(2026, 3, 4, 5, 6, 7, 89, tzinfo=UTC),
    sequence=12,
    subject_ids={"sharedResult": "U2hhcmVk+/==", "organisation": "T3Jn"},
    aggregate_version=3,
    codes={"exam": "C1_ADVANCED"},
)


def test_a_body_says_what_happened_to_what_and_when() -> None:
    assert json.loads(envelope.body(FACTS)) == {
        "type": "share.created",
        "timestamp": "2026-03-04T05:06:07.000089Z",
        "data": {
            "id": "0198c0de-0000-7000-8000-000000000001",
            "sequence": 12,
            "version": 3,
            "subjects": {"organisation": "T3Jn", "sharedResult": "U2hhcmVk+/=="},
            "codes": {"exam": "C1_ADVANCED"},
        },
    }


def test_the_same_facts_give_the_same_bytes() -> None:
    again = replace(
        FACTS,
        subject_ids=dict(reversed(list(FACTS.subject_ids.items()))),
        occurred_at=FACTS.occurred_at.astimezone(timezone(timedelta(hours=-5))),
    )

    assert envelope.body(again) == envelope.body(FACTS)


def test_codes_are_left_out_when_there_are_none() -> None:
    data = json.loads(envelope.body(replace(FACTS, codes={})))["data"]

    assert set(data) == {"id", "sequence", "version", "subjects"}


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}", fullmatch=True),
        st.from_regex(r"[A-Za-z0-9=]{1,60}", fullmatch=True),
        max_size=6,
    ),
    st.integers(1, 2**53 - 1),
)
def test_a_body_stays_below_its_limit(subject_ids: dict[str, str], sequence: int) -> None:
    rendered = envelope.body(replace(FACTS, subject_ids=subject_ids, sequence=sequence))

    assert len(rendered) < envelope.LIMIT_BYTES


@pytest.mark.parametrize(
    "change",
    [
        {"codes": {"candidate": "Zoë Müller"}},
        {"codes": {"email": "zoe@demo.example"}},
        {"codes": {"code": "A\n"}},
        {"subject_ids": {"sharedResult": "Zoë Müller"}},
        {"subject_ids": {"sharedResult": ""}},
        {"subject_ids": {"shared result": "T3Jn"}},
        {"subject_ids": {f"a{index}": "T" * 200 for index in range(6)}},
        {"type": "Share created"},
        {"occurred_at": datetime(2026, 1, 1)},  # noqa: DTZ001 - the mistake that is meant
    ],
)
def test_what_has_no_place_in_a_thin_body_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"thin body|aware"):
        envelope.body(replace(FACTS, **change))  # type: ignore[arg-type]
