"""What everybody may know of the installation."""

from dataclasses import replace
from typing import Final

from domain.texts import Language
from resolvers.context import Viewer
from schema.execution import Operation
from tests.api import Answer, Api

SERVICE: Final = "{ service { name isDemo version supportEmail } }"


async def test_a_visitor_reads_name_version_and_where_to_write(sample: Api) -> None:
    assert (await sample.data(SERVICE))["service"] == {
        "name": "Results Verification Service",
        "isDemo": True,
        "version": "1.2.3",
        "supportEmail": "support@rvs.example",
    }


async def test_everybody_reads_the_same(sample: Api, reader: Viewer) -> None:
    assert await sample.data(SERVICE, reader) == await sample.data(SERVICE)
    assert await sample.data(SERVICE, await sample.client()) == await sample.data(SERVICE)


async def test_its_name_is_in_the_language_of_the_caller(sample: Api) -> None:
    context = sample.context(language=Language.FR)
    answer: Answer = await sample.service.execute(
        sample.service.prepare(Operation(SERVICE, {}), context)
    )

    assert answer["data"]["service"]["name"] == "Service de vérification des résultats"


async def test_without_an_address_none_is_shown(sample: Api) -> None:
    silent = replace(sample, services=replace(sample.services, support_email=None))

    assert (await silent.data(SERVICE))["service"]["supportEmail"] is None
