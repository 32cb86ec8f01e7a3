"""What the sender is told and what it reports: JSON between the two environments."""

import dataclasses
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

Groups = list[list[str | None]]


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of a list that was really read: its field, its arguments as literals, its cursors."""

    field: str
    arguments: dict[str, str]
    cursors: list[str]


@dataclass(frozen=True, slots=True)
class Order:
    """Who asks, for how long, and what to ask with.

    `bearers`: the first is used until its session ends, then the next; none: a visitor.
    `texts`: by the name of an argument or input field, groups of values that fit it; the groups
    are equally likely, and None is null. `allowed`: the operations that this viewer may call;
    `only`: those that are asked for, all if there are none.
    `foreign`: whole texts that must not come back, `markers` and `private`: parts of such.
    """

    name: str
    url: str
    seed: int
    seconds: float
    allowed: list[str]
    only: list[str]
    bearers: list[str] = field(repr=False)
    texts: dict[str, Groups] = field(repr=False)
    listings: list[Listing] = field(repr=False)
    foreign: list[str] = field(repr=False)
    markers: list[str]
    private: list[str]

    def to_json(self) -> str:
        """For the sender."""
        return json.dumps(dataclasses.asdict(self))

    @classmethod
    def of_json(cls, content: str) -> "Order":
        """What `to_json` wrote."""
        given: dict[str, Any] = json.loads(content)
        return cls(**{**given, "listings": [Listing(**each) for each in given["listings"]]})


@dataclass(slots=True)
class Finding:
    """A rule that was broken, with the shortest request that did; `times` counts all of them."""

    rule: str
    details: str
    operation: str
    body: str | None = None
    accept: str = "*/*"
    times: int = 1


@dataclass(slots=True)
class Report:
    """What came of an order; `outcomes` by operation."""

    outcomes: dict[str, dict[str, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    slowest_ms: int = 0

    @property
    def requests(self) -> int:
        """How many were answered."""
        return self.total().total()

    def total(self) -> Counter[str]:
        """The outcomes of all operations."""
        return sum((Counter(counts) for counts in self.outcomes.values()), Counter())

    def count(self, operation: str, outcome: str) -> None:
        """Count an answer."""
        counts = self.outcomes.setdefault(operation, {})
        counts[outcome] = counts.get(outcome, 0) + 1

    def add(self, new: Finding) -> None:
        """Count a finding; of those that say the same the shortest request is kept."""
        for known in self.findings:
            if (known.rule, known.operation) == (new.rule, new.operation) and _says(
                known.details
            ) == _says(new.details):
                known.times += 1
                if len(new.body or "") < len(known.body or ""):
                    known.body, known.accept, known.details = new.body, new.accept, new.details
                return
        self.findings.append(new)

    def to_json(self) -> str:
        """For those who sent it."""
        return json.dumps(
            {
                "outcomes": self.outcomes,
                "findings": [dataclasses.asdict(finding) for finding in self.findings],
                "slowest_ms": self.slowest_ms,
            }
        )

    @classmethod
    def of_json(cls, content: str) -> "Report":
        """What `to_json` wrote."""
        given: dict[str, Any] = json.loads(content)
        return cls(
            outcomes=given["outcomes"],
            findings=[Finding(**each) for each in given["findings"]],
            slowest_ms=given["slowest_ms"],
        )


def _says(details: str) -> str:
    """The details without their numbers and values: the same bug has many."""
    return details.split(":")[0].translate(str.maketrans("", "", "0123456789"))
