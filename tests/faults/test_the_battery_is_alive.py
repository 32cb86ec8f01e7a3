"""Each planted bug turns the test red that is there for it: a battery that sees nothing is none."""

from collections.abc import Awaitable, Callable

import pytest

from tests.faults import test_receivers_misbehave as receivers_misbehave
from tests.faults import test_worker_killed as worker_killed
from tests.faults.world import World
from tests.running import Running

pytestmark = pytest.mark.faults

REDDENED = {
    "no_lease_token": worker_killed.test_a_worker_that_lost_its_lease_while_it_sent_touches_nothing,
    "no_order": (
        worker_killed.test_a_worker_killed_between_send_and_finish_sends_the_same_again_and_in_order
    ),
    "ack_on_any_status": (
        receivers_misbehave.test_a_refused_delivery_is_tried_again_until_it_is_taken
    ),
    "send_before_commit": (
        worker_killed.test_a_worker_killed_between_send_and_finish_sends_the_same_again_and_in_order
    ),
}


@pytest.mark.parametrize(("bug", "battery"), REDDENED.items(), ids=REDDENED.keys())
async def test_a_planted_bug_turns_its_test_red(
    service: Running,
    world: World,
    bug: str,
    battery: Callable[[Running, World], Awaitable[None]],
) -> None:
    service.program = ("tests.faults.planted", bug)

    with pytest.raises(AssertionError):
        await battery(service, world)
