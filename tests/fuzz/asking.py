"""Sends generated requests for one viewer until the time is over. Runs in `.venv-fuzz`.

Run as `python -m tests.fuzz.asking ORDER REPORT`: two files.
"""

import hashlib
import itertools
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from random import Random
from typing import Any, Final

import requests
import schemathesis
from graphql import DocumentNode, parse, print_ast
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.specs.openapi.checks import response_schema_conformance

from tests.fuzz import documents, judging, values
from tests.fuzz.documents import Material
from tests.fuzz.judging import Answer, Secrets, Verdict
from tests.fuzz.orders import Finding, Order, Report

SCHEMA: Final = Path(__file__).resolve().parents[2] / "schema.graphql"
_ANSWER_SECONDS: Final = 20
# Requests of one operation in a row; then it is the next one's turn.
_IN_A_ROW: Final = 12
_IN_A_ROW_REFUSED: Final = 2
# These end the session, or cost a hash of a password: a few will do.
_IN_A_ROW_COSTLY: Final = {"signIn": 3, "confirmIdentity": 3, "signOut": 1}
_ACCEPTS: Final = (
    "*/*",
    "application/json",
    "application/graphql-response+json, application/json;q=0.9",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request; `document` is None if it breaks the schema on purpose."""

    case: Any
    document: DocumentNode | None
    body: str
    accept: str


class Asker:
    """Sends requests as one viewer, and notes what comes back."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.report = Report()
        self._secrets = Secrets(frozenset(order.foreign), order.markers, order.private)
        self._bearers = iter(order.bearers)
        self._bearer = next(self._bearers, None)
        self._session = requests.Session()
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._deadline = 0.0

    def start(self) -> None:
        """The time begins."""
        self._deadline = time.monotonic() + self.order.seconds

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self._deadline

    def ask(self, asked: Asked) -> None:
        """Send one request and judge its answer."""
        if self.is_over:
            return
        operation = asked.case.operation
        name = operation.definition.field_name
        started = time.monotonic()
        try:
            response = self._sent(asked)
        except requests.RequestException as error:
            self._note(asked, name, Verdict("NO_ANSWER", [("no answer", type(error).__name__)]))
            return
        elapsed_ms = int((time.monotonic() - started) * 1000)
        self.report.slowest_ms = max(self.report.slowest_ms, elapsed_ms)
        headers = {key.lower(): ", ".join(found) for key, found in response.headers.items()}
        answer = Answer(response.status_code, headers, response.content)
        schema = operation.schema.client_schema
        verdict = judging.judge(schema, asked.document, asked.body, answer, self._secrets)
        verdict.findings.extend(_failed_checks(asked.case, response))
        self._note(asked, name, verdict)
        if verdict.outcome == "UNAUTHENTICATED" or name == "signOut":
            self._bearer = next(self._bearers, self._bearer)

    def _sent(self, asked: Asked) -> Any:
        headers = {"Accept": asked.accept, "Content-Type": "application/json"}
        if self._bearer is not None:
            headers["Authorization"] = f"Bearer {self._bearer}"
        return asked.case.call(
            base_url=self.order.url,
            session=self._session,
            headers=headers,
            timeout=_ANSWER_SECONDS,
        )

    def _note(self, asked: Asked, operation: str, verdict: Verdict) -> None:
        self.report.count(operation, verdict.outcome)
        for rule, details in verdict.findings:
            self.report.add(Finding(rule, details, operation, asked.body, asked.accept))


def main(given: Path, told: Path) -> None:
    """Carry out the order in a file; the report goes to another."""
    order = Order.of_json(given.read_text("utf-8"))
    values.register()
    asker = Asker(order)
    material = Material(order.texts, order.listings)
    schema = schemathesis.graphql.from_path(SCHEMA)
    found: list[Any] = list(schema.get_all_operations())
    requests_of = {
        each.ok().definition.field_name: _requests(each.ok(), material)
        for each in found
        if not order.only or each.ok().definition.field_name in order.only
    }
    asker.start()
    for number in itertools.count():
        # Not always in the same order: on a busy machine the time ends within the first round.
        names = sorted(requests_of)
        Random(f"{order.seed}/{order.name}/{number}").shuffle(names)
        for name in names:
            _explore(name, requests_of[name], asker, number)
        if asker.is_over:
            break
    told.write_text(asker.report.to_json(), "utf-8")


def _explore(name: str, strategy: st.SearchStrategy[Asked], asker: Asker, number: int) -> None:
    """A few requests of one operation; the same seed and number give the same ones."""
    if asker.is_over:
        return
    usual = _IN_A_ROW if name in asker.order.allowed else _IN_A_ROW_REFUSED
    words = f"{asker.order.seed}/{asker.order.name}/{name}/{number}"
    chosen = int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "big")

    @seed(chosen)
    @settings(
        max_examples=_IN_A_ROW_COSTLY.get(name, usual),
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    @given(strategy)
    def ask(asked: Asked) -> None:
        asker.ask(asked)

    ask()


def _requests(operation: Any, material: Material) -> st.SearchStrategy[Asked]:
    """Five of six keep to the schema."""
    good, bad = (
        operation.as_strategy(mode, feedback=NO_FEEDBACK)
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    )
    either = st.sampled_from([good] * 5 + [bad])

    @st.composite
    def request(draw: st.DrawFn) -> Asked:
        return _request(draw, draw(draw(either)), material)

    return request()


def _request(draw: st.DrawFn, case: Any, material: Material) -> Asked:
    document = parse(case.body)
    # Decided now: Schemathesis judges the mode anew once the body is another.
    is_meant_well = not case.meta.generation.mode.is_negative
    variables: dict[str, Any] = {}
    if is_meant_well:
        schema = case.operation.schema.client_schema
        document = documents.with_refusals(document)
        document = documents.with_real_values(draw, schema, document, material)
        if draw(st.booleans()):
            document, variables = documents.with_variables(schema, document)
    body = json.dumps({"query": print_ast(document), "variables": variables})
    case.body = body.encode()
    return Asked(case, document if is_meant_well else None, body, draw(st.sampled_from(_ACCEPTS)))


def _failed_checks(case: Any, response: Any) -> Iterator[tuple[str, str]]:
    """What schemathesis itself says; an error with one of our codes is an answer, not a failure."""
    try:
        case.validate_response(response, checks=[response_schema_conformance])
        if response.status_code >= 500:
            case.validate_response(response, checks=[not_a_server_error])
    except FailureGroup as group:
        for failure in group.exceptions:
            yield "schemathesis", f"{type(failure).__name__}: {failure}"
    except Failure as failure:
        yield "schemathesis", f"{type(failure).__name__}: {failure}"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
