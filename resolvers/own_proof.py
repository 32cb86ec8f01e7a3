"""Somebody who is signed in proves by the password that it is still they."""

from dataclasses import dataclass, field

from db.models.users import User
from db.queries import accounts
from domain.errors import Unauthenticated, WrongPassword
from resolvers import rate_limits
from resolvers.context import Context


@dataclass(frozen=True, slots=True)
class Proved:
    """The viewer's account, and the hash that the password matched."""

    user: User
    password_hash: str = field(repr=False)


async def by_password(context: Context, operation: str, password: str, *where: str) -> Proved:
    """Check the viewer's own password; wrong ones are counted together with those of signing in.

    `where`: the field of the input. Raises `WrongPassword` or `RateLimited`.
    """
    user_id = context.require_viewer().require_user()
    async with context.transaction() as session:
        user = await accounts.by_id(session, user_id)
        password_hash = await accounts.password_hash(session, user_id)
    if user is None:
        raise Unauthenticated
    of_network, of_pair = rate_limits.of_sign_in(user.email_key, context.client_address)
    await rate_limits.take_a_try(context, of_network)
    await rate_limits.take_a_try(context, of_pair)
    is_right = await context.services.passwords.matches(password_hash, password)
    if not is_right or password_hash is None:
        async with context.transaction() as session:
            await context.audit(session, operation, [user_id], WrongPassword.code)
        raise WrongPassword(where)
    await rate_limits.give_back(context, of_network)
    await rate_limits.give_back(context, of_pair)
    return Proved(user, password_hash)
