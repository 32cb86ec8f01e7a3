"""Whether somebody is who they say: the password and, where there is one, the second factor."""

from dataclasses import dataclass, field

from db.engine import Identity
from db.ids import new_id
from db.models.users import User
from db.queries import accounts, organisations
from domain.errors import (
    InvalidCode,
    InvalidCredentials,
    SecondFactorRequired,
    Unauthenticated,
    UserError,
    WrongPassword,
)
from domain.states import OrganisationState, UserState
from resolvers import rate_limits, second_factors
from resolvers.context import Context
from resolvers.rate_limits import Limit


@dataclass(frozen=True, slots=True)
class Proof:
    """Who it is, and the hash that the password matched.

    `limit` holds the tries, which are forgiven when what was wanted is done.
    """

    user: User
    limit: Limit
    password_hash: str = field(repr=False)
    has_factor: bool


async def given(
    context: Context, operation: str, email: str, password: str, code: str | None
) -> Proof:
    """The account whose password and code these are. Every try is counted before it is made.

    Raises `InvalidCredentials`; after a right password `SecondFactorRequired` without a code that
    is needed, and `InvalidCode`; `RateLimited`. A refusal is on record as one of `operation`.
    A wrong password takes the same way whether or not there is a second factor.
    """
    email_key = email.strip().lower()
    of_network, of_pair = rate_limits.of_sign_in(email_key, context.client_address)
    await rate_limits.take_a_try(context, of_network)
    await rate_limits.take_a_try(context, of_pair)
    user = await _account(context, email_key)
    password_hash, has_factor = await _secret(context, user)
    is_right = await context.services.passwords.matches(password_hash, password)
    if user is None or password_hash is None or not is_right:
        raise await _noted(context, operation, None, InvalidCredentials(("email",)))
    if has_factor:
        await _require_code(context, operation, user, (code or "").strip(), of_network, of_pair)
    await rate_limits.give_back(context, of_network)
    return Proof(user, of_pair, password_hash, has_factor)


async def given_by_viewer(
    context: Context, operation: str, password: str, code: str | None, *where: str
) -> Proof:
    """That it is still the person who is signed in; `where`: the input's field of the password.

    Refused as `given` is and counted with it, but for `WrongPassword`: of them, it is no secret
    that there is an account. Tries are forgiven at once.
    """
    user_id = context.require_viewer().require_user()
    async with context.transaction() as session:
        user = await accounts.by_id(session, user_id)
    if user is None:  # erased since the session was looked up
        raise Unauthenticated
    try:
        proof = await given(context, operation, user.email_key, password, code)
    except InvalidCredentials:
        raise WrongPassword(where) from None
    await rate_limits.forgive(context, proof.limit)
    return proof


async def _require_code(
    context: Context, operation: str, user: User, code: str, of_network: Limit, of_pair: Limit
) -> None:
    """Use the code. To be asked for one is no wrong try: the page asks for the password first."""
    if not code:
        await rate_limits.give_back(context, of_network)
        await rate_limits.give_back(context, of_pair)
        raise await _noted(context, operation, user, SecondFactorRequired(field=("code",)))
    of_codes = rate_limits.of_codes(user.id)
    await rate_limits.take_a_try(context, of_codes)
    async with context.services.database.transaction(Identity(user_id=user.id)) as session:
        is_right = await second_factors.use(context, session, user.id, code)
    if not is_right:
        raise await _noted(context, operation, user, InvalidCode(("code",)))
    await rate_limits.forgive(context, of_codes)


async def _noted(
    context: Context, operation: str, user: User | None, refusal: UserError
) -> UserError:
    """The refusal, when it is on record; of whom, only once the password was right."""
    async with context.transaction() as session:
        await context.audit(session, operation, [user.id] if user else [], refusal.code)
    return refusal


async def _account(context: Context, email_key: str) -> User | None:
    """The account, if it may sign in at all."""
    if not email_key.isprintable():  # NUL and half a surrogate pair cannot even be asked for
        return None
    identity = Identity(email=email_key)
    async with context.services.database.transaction(identity) as session:
        user = await accounts.by_email(session, email_key)
        if user is None or user.state is not UserState.ACTIVE:
            return None
        if user.organisation_id is None:
            return user
        organisation = await organisations.by_id(session, user.organisation_id)
    is_open = organisation and organisation.state is OrganisationState.APPROVED
    return user if is_open else None


async def _secret(context: Context, user: User | None) -> tuple[str | None, bool]:
    """One query whether or not there is an account, for the sake of time."""
    user_id = user.id if user else new_id()
    async with context.services.database.transaction(Identity(user_id=user_id)) as session:
        return await accounts.secret(session, user_id)
