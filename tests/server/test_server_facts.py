"""What a front end asks first, over HTTP: which service this is, and when the session ends."""

from datetime import UTC, datetime, timedelta
from importlib import metadata

from server.settings import Settings
from tests.server.conftest import Api, running

MEMBER = "member@northbridge.example"
SERVICE = "{ service { name isDemo version supportEmail } }"
SESSION = "{ viewer { session { expiresAt idleExpiresAt } } }"
LANGUAGE = """mutation { updateProfile(input: {language: FR}) {
  user { language } userErrors { code } } }"""


async def test_a_demonstration_says_what_it_is(api: Api):
    assert (await api.ask(SERVICE))["service"] == {
        "name": "Results Verification Service",
        "isDemo": True,
        "version": metadata.version("results-verification-service"),
        "supportEmail": "support@rvs.example",
    }


async def test_the_address_for_help_is_a_setting(demo_settings: Settings):
    chosen = demo_settings.model_copy(update={"support_email": "help@school.example"})

    async with running(chosen) as api:
        assert (await api.ask(SERVICE))["service"]["supportEmail"] == "help@school.example"


async def test_a_session_says_when_it_ends(api: Api):
    token = await api.token(MEMBER)

    session = (await api.ask(SESSION, token))["viewer"]["session"]

    now = datetime.now(UTC)
    left = [datetime.fromisoformat(session[end]) - now for end in ("expiresAt", "idleExpiresAt")]
    assert timedelta(hours=11, minutes=59) < left[0] <= timedelta(hours=12)
    assert timedelta(minutes=29) < left[1] <= timedelta(minutes=30)
    assert (await api.ask(SESSION))["viewer"]["session"] is None


async def test_the_next_answer_is_in_the_language_that_was_chosen(api: Api):
    token = await api.token(MEMBER)

    assert (await api.ask(LANGUAGE, token))["updateProfile"]["userErrors"] == []

    named = (await api.ask(SERVICE, token))["service"]["name"]
    assert named == "Service de vérification des résultats"
