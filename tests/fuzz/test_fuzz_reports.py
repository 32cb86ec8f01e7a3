"""What the fuzz reports: each finding once, with a request that can be sent again."""

import json
import shlex

from tests.fuzz import telling
from tests.fuzz.orders import Finding, Report
from tests.fuzz.viewers import KINDS

VISITOR, *_, CANDIDATE = KINDS
BODY = json.dumps({"query": '{ node(id: "it\'s") { id } }', "variables": {"value1": "$HOME"}})


def test_the_same_finding_is_told_once_with_its_shortest_request() -> None:
    report = Report()
    report.add(Finding("schema", "data.node[17].id: null", "node", "long" * 9))
    report.add(Finding("schema", "data.node[3].id: null", "node", "short"))
    report.add(Finding("schema", "data.node[3].id: null", "nodes", "other"))

    told = [(each.operation, each.body, each.times) for each in report.findings]

    assert told == [("node", "short", 2), ("nodes", "other", 1)]


def test_a_report_survives_the_way_between_the_environments() -> None:
    report = Report(slowest_ms=5)
    report.outcomes = {"node": {"data": 2}, "signIn": {"data": 1, "RATE_LIMITED": 3}}
    report.add(Finding("schema", "wrong", "node", BODY))

    again = Report.of_json(report.to_json())

    assert again == report
    assert (again.requests, again.total()["data"]) == (6, 3)


def test_a_finding_is_told_with_a_request_for_a_shell_and_without_a_credential() -> None:
    found = Finding("schema", "wrong", "node", BODY, accept="application/json")

    words = shlex.split(telling.curl(CANDIDATE, found))

    assert words[:3] == ["curl", "-s", "$GRAPHQL"]
    assert words[-2:] == ["--data-raw", BODY]
    assert "Authorization: Bearer $TOKEN" in words
    assert "Authorization" not in telling.curl(VISITOR, found)


def test_an_allowed_operation_that_never_gave_data_is_told() -> None:
    report = Report(outcomes={"myResults": {"BAD_USER_INPUT": 2}, "exports": {"FORBIDDEN": 1}})

    assert telling.unreached(CANDIDATE, report) == ["myResults"]
    assert "never with data: myResults" in "\n".join(telling.of_turn(CANDIDATE, report))
