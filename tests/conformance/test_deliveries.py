"""Real deliveries, verified by the libraries of Standard Webhooks for JavaScript and Python."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from tests.conformance import programs
from tests.journey import steps
from tests.receivers import Received, Receiver
from tests.running import Running

GENUINE: Final = {"endpoint.test", "share.created", "share.withdrawn"}
# More than the five minutes that both libraries allow.
TOO_OLD_SECONDS: Final = 301


@pytest.fixture
async def deliveries(at_work: Running) -> Mapping[str, Any]:
    """Of each type one delivery as a receiver got it, and what somebody could make of one."""
    async with steps.cast(at_work) as cast, Receiver() as receiver:
        hook = await steps.open_endpoint(cast, receiver)
        own = await steps.own_results(cast.candidate)
        share_id = await steps.share(cast, own["C1_ADVANCED"]["result"]["id"])
        await receiver.wait_for(2)
        await steps.withdraw(cast, share_id)
        requests = await receiver.wait_for(3)
    sent = {json.loads(each.body)["type"]: _as_received(each, hook.secret) for each in requests}
    return {**sent, **_forgeries(sent["share.created"], sent["endpoint.test"])}


def test_npm_verifies_every_delivery_and_no_forgery(
    deliveries: Mapping[str, Any], protocols: Path, score: Callable[[str], None]
) -> None:
    _judge([programs.NODE, protocols / "deliveries.mjs"], "npm", deliveries, score)


@pytest.mark.conformance_clients
def test_pypi_verifies_every_delivery_and_no_forgery(
    deliveries: Mapping[str, Any], python_clients: Path, score: Callable[[str], None]
) -> None:
    _judge([programs.PYTHON, python_clients / "deliveries.py"], "PyPI", deliveries, score)


def _judge(
    command: list[str | Path],
    registry: str,
    deliveries: Mapping[str, Any],
    score: Callable[[str], None],
) -> None:
    told = json.loads(programs.run(command, text=json.dumps(deliveries)))
    right = [
        name for name, is_genuine in told["genuine"].items() if is_genuine == (name in GENUINE)
    ]
    package = programs.named(told["versions"], "standardwebhooks")
    score(f"{registry} {package}: {len(right)} of {len(deliveries)} deliveries judged rightly")

    assert set(right) == set(deliveries)
    assert set(deliveries) > GENUINE


def _as_received(request: Received, secret: str) -> dict[str, Any]:
    headers = {name: request.headers[name] for name in request.headers if "webhook-" in name}
    assert set(headers) == {"webhook-id", "webhook-timestamp", "webhook-signature"}
    return {"secret": secret, "headers": headers, "body": request.body.decode()}


def _forgeries(sent: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    headers, body = sent["headers"], sent["body"]
    old = str(int(headers["webhook-timestamp"]) - TOO_OLD_SECONDS)
    later = str(int(headers["webhook-timestamp"]) + 1)
    return {
        "a changed body": {**sent, "body": body.replace("share.created", "share.expired")},
        "a body with a space more": {**sent, "body": f"{body} "},
        "the body of another delivery": {**sent, "body": other["body"]},
        "a later timestamp": {**sent, "headers": {**headers, "webhook-timestamp": later}},
        "an old timestamp": {**sent, "headers": {**headers, "webhook-timestamp": old}},
        "another id": {
            **sent,
            "headers": {**headers, "webhook-id": other["headers"]["webhook-id"]},
        },
        "another secret": {**sent, "secret": f"whsec_{'QUJD' * 8}"},
        "no signature": {
            **sent,
            "headers": {**headers, "webhook-signature": ""},
        },
    }
