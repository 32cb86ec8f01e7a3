"""The accounts of the demonstration, for those who are to try them."""

from datetime import UTC, datetime
from random import Random
from typing import Final

from db.sample import accounts, organisations
from server.pages.welcome import DemoAccess, DemoAccount

PASSWORD: Final = "demo-passphrase-2026"  # noqa: S105 - everybody knows it: the data are invented

EMAILS: Final = tuple(account.email for account in accounts.ACCOUNTS)


def access() -> DemoAccess:
    """Password and accounts, as `/demo` and the printed sheet show them."""
    names = _organisation_names()
    return DemoAccess(
        password=PASSWORD,
        accounts=tuple(
            DemoAccount(account.role, account.email, names.get(account.email.partition("@")[2]))
            for account in accounts.ACCOUNTS
        ),
    )


def _organisation_names() -> dict[str, str]:
    makers = (organisations.northbridge, organisations.lakeside, organisations.saonelle)
    made = [maker(Random(0), datetime.now(UTC)) for maker in makers]  # noqa: S311 - no secret
    return {each.email_domain: each.name for each in made}
