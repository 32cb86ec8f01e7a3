"""What requests are made of: ids, cursors, names and addresses, by the argument that takes them."""

from collections.abc import Sequence
from typing import Final

from domain.global_ids import Kind as IdKind
from tests.fuzz import knowledge
from tests.fuzz.knowledge import Knowledge
from tests.fuzz.orders import Groups, Listing
from tests.fuzz.viewers import Viewer
from tests.parties import Party, Refused
from tests.services import PASSWORD

_SAMPLE: Final = 25
_NO_IDS: Final = [
    "", "share_", "share_0", "nonsense", "share_" + "0" * 32, "result_" + "f" * 32,
    "SHARE_" + "0" * 32, "template_" + "0" * 32, "share_" + "g" * 32, "share_" + "0" * 33,
    "U2hhcmU6MQ==", "1", "\u0000", "share_\u0660" + "0" * 31, "x" * 5000,
]  # fmt: skip
_NO_CURSORS: Final = [
    "", "nonsense", "=", "W10", "e30", "bnVsbA", "WyIiLCJ2IiwxLCIiXQ", "\u00e9", "A" * 5000,
    "\u0000",
]  # fmt: skip
_WORDS: Final = [
    "a", "m", "Mar", "Ch", "University", "north", "Saone", "granite h", "L\u00e9", "\u738b",
    "\u05d0",
]  # fmt: skip
_ODD_WORDS: Final = [
    "", " ", "%", "_", "\\", "'", "';--", "a\u0300\u0301", "\u0300", "\u202eabc", "\U0001f600" * 50,
    "x" * 200, "x" * 201, "\u0000", "(", "a & b | !c", "\ufffd", "\u00df", "\u0130",
]  # fmt: skip
_EXAMS: Final = ["C1_ADVANCED", "B2_FIRST", "C2_PROFICIENCY", "A2_KEY", "B1_PRELIMINARY"]
_KEYS: Final = ["once", "twice", "thrice"]
_ODD_KEYS: Final = ["", " ", "k" * 200, "k" * 201, "\u0000", "\u00e9"]
_ODD_URLS: Final = [
    "", "http://", "https://receiver.example/hook", "https://127.0.0.1/", "http://2130706433/",
    "https://user:word@receiver.example/", "https://receiver.example:0/", "ftp://receiver.example/",
    "https://[::1]/", "https://\uff4c\uff4f\uff43\uff41\uff4c.example/", "https://a.example/#part",
    "https://" + "a" * 2100, "http://127.0.0.1:1/", "javascript:alert(1)", "https://a..example/",
]  # fmt: skip
# Field and arguments of the lists that are read for their cursors.
_LISTS: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    ("sharedResults", {}),
    ("sharedResults", {"orderBy": "{field: SHARED_AT, direction: ASC}"}),
    ("sharedResults", {"orderBy": "{field: FAMILY_NAME, direction: ASC}"}),
    ("sharedResults", {"orderBy": "{field: FIRST_NAME, direction: DESC}"}),
    ("sharedResults", {"orderBy": "{field: EXAM, direction: ASC}"}),
    ("sharedResults", {"orderBy": "{field: OVERALL_SCORE, direction: DESC}"}),
    ("sharedResults", {"filter": "{state: WITHDRAWN}"}),
    ("sharedResults", {"filter": '{name: "m"}'}),
    ("exports", {}),
    ("webhookEndpoints", {}),
    ("events", {}),
    ("myResults", {}),
    ("organisationDirectory", {"search": '"north"'}),
)
_DELIVERIES: Final = """
    { webhookEndpoints { edges { node { deliveries(first: 3) { edges { cursor } } } } } }"""


async def listings(party: Party, allowed: Sequence[str]) -> list[Listing]:
    """The beginnings of the viewer's lists, as far as there are any."""
    found = [
        Listing(field, arguments, await _cursors(party, field, arguments))
        for field, arguments in _LISTS
        if field in allowed
    ]
    if "webhookEndpoints" in allowed:
        edges = (await party.ask(_DELIVERIES))["webhookEndpoints"]["edges"]
        inner = [each for edge in edges for each in edge["node"]["deliveries"]["edges"]]
        found.append(Listing("deliveries", {}, [each["cursor"] for each in inner]))
    return [listing for listing in found if listing.cursors]


def texts(
    viewer: Viewer, known: Knowledge, own: list[Listing], foreign: list[Listing], urls: list[str]
) -> dict[str, Groups]:
    """Groups of values for each argument and input field that takes texts."""
    shares, results = known.own[IdKind.SHARE], known.own[IdKind.RESULT]
    others: list[str | None] = [
        each for kind, ids in known.own.items() if kind is not IdKind.SHARE for each in _few(ids)
    ]
    # As many of each kind: there are hundreds of shares, and a few users.
    strangers: list[str | None] = [
        each for ids in known.foreign.values() for each in (*ids[:4], *ids[4:][-4:])
    ]
    # Walls alone keep a member from these, with no condition before them.
    people: list[str | None] = [*known.foreign[IdKind.USER][:10]]
    no_ids: list[str | None] = [*_NO_IDS]
    cursors: Groups = [
        [None],
        [None],
        [cursor for listing in own for cursor in listing.cursors],
        [cursor for listing in foreign for cursor in listing.cursors],
        [*_NO_CURSORS],
    ]
    some = _few(shares)
    organisations = _few(known.own[IdKind.ORGANISATION])
    return {
        "id": [[*some], [*some], others, strangers, people, no_ids],
        "ids": [[*some], [*some], [*some], others, strangers, people, no_ids],
        "resultId": [*[[*_few(results)]] * 4, strangers, no_ids],
        "organisationId": [*[[*organisations]] * 4, strangers, no_ids],
        "after": cursors,
        "before": cursors,
        "search": [[*_WORDS], [*_WORDS], [*_ODD_WORDS]],
        "name": [[None], [*_WORDS], [*_WORDS], [*_ODD_WORDS]],
        "email": [
            [knowledge.login_email(viewer)],
            [knowledge.login_email(viewer)],
            ["nobody@nowhere.example", *_ODD_WORDS],
        ],
        "password": [[PASSWORD], [PASSWORD], ["wrong", "", "x" * 128, "x" * 129, "\u0000"]],
        "examCodes": [[*_EXAMS], [*_EXAMS], ["", "NO_EXAM", "\u0000", "x" * 5000]],
        "url": [[*urls], [*_ODD_URLS]],
        "idempotencyKey": [[None], [*_KEYS], [*_ODD_KEYS]],
    }


async def _cursors(party: Party, field: str, arguments: dict[str, str]) -> list[str]:
    given = "".join(f"{name}: {value}, " for name, value in arguments.items())
    try:
        answer = await party.ask(f"{{ {field}({given}first: 3) {{ edges {{ cursor }} }} }}")
    except Refused as refused:
        raise AssertionError(f"{field} cannot be read: {refused}") from refused
    return [edge["cursor"] for edge in answer[field]["edges"]]


def _few(ids: Sequence[str]) -> list[str]:
    """From the beginning and the end: the oldest and the newest."""
    return [*ids[:_SAMPLE], *ids[_SAMPLE:][-_SAMPLE:]]
