"""Rows of sample candidates: who they are, their results, and whom they were shared with."""

import json
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from db.keyring import KeyRing, Place
from db.sample.records import SampleCandidate, SampleCentre, SampleDossier, SampleResult
from db.seeding.copying import Row
from db.storage import StoredFacts
from domain import names
from domain.states import SHOWN, ShareState


def centres(places: Iterable[SampleCentre]) -> Iterator[Row]:
    """Rows of `centres`."""
    for place in places:
        yield {
            "id": place.id,
            "number": place.number,
            "name": place.name,
            "town": place.town,
            "country": place.country,
        }


def candidates(dossiers: Iterable[SampleDossier], keyring: KeyRing) -> Iterator[Row]:
    """Rows of `candidates`, the passport number sealed for its row."""
    for dossier in dossiers:
        person = dossier.candidate
        place = Place("candidates", "passport_number", person.id)
        yield {
            "id": person.id,
            "candidate_number": person.candidate_number,
            "first_name": person.first_name,
            "family_name": person.family_name,
            "date_of_birth": person.date_of_birth,
            "email": person.email,
            "country": person.country,
            "passport_number": keyring.seal(place, person.passport_number),
        }


def results(dossiers: Iterable[SampleDossier]) -> Iterator[Row]:
    """Rows of `results`."""
    for result in _results(dossiers):
        yield {
            "id": result.id,
            "candidate_id": result.candidate_id,
            "centre_id": result.centre_id,
            "reference_number": result.reference_number,
            "exam_code": result.exam_code,
            "exam_date": result.exam_date,
            "session_code": result.session_code,
            "place_of_entry": result.place_of_entry,
            "state": result.state,
            "release_at": result.release_at,
            "version": result.versions[-1].version,
        }


def versions(dossiers: Iterable[SampleDossier]) -> Iterator[Row]:
    """Rows of `result_versions`."""
    for result in _results(dossiers):
        for version in result.versions:
            yield {
                "result_id": result.id,
                "version": version.version,
                "outcome": version.outcome,
                "overall_score": version.overall_score,
                "grade": version.grade,
                "cefr_level": version.cefr_level,
                "skill_scores": json.dumps(dict(version.skill_scores)),
                "reason": version.reason,
                "issued_at": version.issued_at,
            }


def photos(files: Mapping[str, tuple[UUID, StoredFacts]]) -> Iterator[Row]:
    """Rows of `photos`, from what lies under each key."""
    for key, (result_id, facts) in files.items():
        yield {
            "result_id": result_id,
            "storage_key": key,
            "sha256": bytes.fromhex(facts.sha256),
            "size_bytes": facts.bytes,
        }


def shares(dossiers: Iterable[SampleDossier]) -> Iterator[Row]:
    """Rows of `shares`; the keys of those that have ended are empty, as after any end."""
    for dossier in dossiers:
        own = {result.id: result for result in dossier.results}
        for share in dossier.shares:
            result = own[share.result_id]
            yield {
                "id": share.id,
                "organisation_id": share.organisation_id,
                "candidate_id": share.candidate_id,
                "result_id": share.result_id,
                "state": share.state,
                "shared_at": share.shared_at,
                "expires_at": share.expires_at,
                "ended_at": share.ended_at,
                "includes_photo": share.includes_photo,
                "includes_email": share.includes_email,
                "includes_passport_number": share.includes_passport_number,
                **_keys(dossier.candidate, result, share.state),
            }


def views(dossiers: Iterable[SampleDossier]) -> Iterator[Row]:
    """Rows of `share_views`."""
    for dossier in dossiers:
        told = {share.id: share.organisation_id for share in dossier.shares}
        for view in dossier.views:
            yield {
                "user_id": view.user_id,
                "share_id": view.share_id,
                "organisation_id": told[view.share_id],
                "viewed_at": view.viewed_at,
            }


def _keys(person: SampleCandidate, result: SampleResult, state: ShareState) -> Row:
    if state is not ShareState.ACTIVE:
        return {
            "family_name_key": "",
            "first_name_key": "",
            "exam_code": "",
            "overall_score_key": -1,
        }
    score = result.versions[-1].overall_score if result.state in SHOWN else None
    return {
        "family_name_key": names.search_key(person.family_name),
        "first_name_key": names.search_key(person.first_name),
        "exam_code": result.exam_code,
        "overall_score_key": -1 if score is None else score,
    }


def _results(dossiers: Iterable[SampleDossier]) -> Iterator[SampleResult]:
    for dossier in dossiers:
        yield from dossier.results
