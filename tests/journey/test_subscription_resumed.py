"""A live stream that breaks, even because the API dies, goes on where it was."""

from pathlib import Path

from server.embedded.postgres import PostgresUrls
from tests import parties
from tests.journey import steps
from tests.running import kill, running
from tests.services import TestServices


async def test_a_subscription_resumed_after_a_gap_loses_nothing_and_repeats_nothing(
    services: TestServices, fresh_database: PostgresUrls, tmp_path: Path
) -> None:
    with running(services, fresh_database, tmp_path / "rvs", has_valkey=False) as service:
        api = service.serve()
        async with steps.cast(service) as cast:
            own = await steps.own_results(cast.candidate)
            first, second, third = (each["result"]["id"] for each in own.values())
            start = await parties.head(cast.primary)

            async with cast.primary.live(parties.RESULT_SHARED, after=start) as live:
                shares = [await steps.share(cast, first)]
                event = (await live.event())["resultShared"]
                kill(api)
            service.serve()
            shares.append(await steps.share(cast, second))
            async with cast.primary.live(parties.RESULT_SHARED, after=event["cursor"]) as live:
                shares.append(await steps.share(cast, third))
                told = [event["sharedResult"]["id"]]
                told += [
                    (await live.event())["resultShared"]["sharedResult"]["id"] for _ in range(2)
                ]
                assert told == shares
                assert await live.is_silent(0.5)

            # From the start again: what has ended meanwhile is left out, the rest is there once.
            await steps.withdraw(cast, shares[1])
            async with cast.primary.live(parties.RESULT_SHARED, after=start) as live:
                again = [
                    (await live.event())["resultShared"]["sharedResult"]["id"] for _ in range(2)
                ]
                assert again == [shares[0], shares[2]]
                assert await live.is_silent(0.5)
