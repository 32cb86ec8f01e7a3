"""Every bound of an operation, just under and just over."""

import time
from typing import Any

import pytest
from graphql import get_introspection_query

from domain.texts import Language
from schema.documents import Documents
from schema.errors import Refused
from schema.execution import Operation, Prepared, Service, core
from schema.limits import Limits
from tests.graphql import toy_service


@pytest.fixture
def service() -> Service:
    return toy_service.service()


def prepare(service: Service, query: str, variables: dict[str, Any] | None = None) -> Prepared:
    context = toy_service.ToyContext(Language.EN, "c-1", viewer="Ana")
    return service.prepare(Operation(query, variables or {}), context)


def refusal(service: Service, query: str, variables: dict[str, Any] | None = None) -> str:
    with pytest.raises(Refused) as caught:
        prepare(service, query, variables)
    [error] = caught.value.formatted
    assert error["extensions"]["correlationId"] == "c-1"
    return f"{error['extensions']['code']}: {error['message']}"


def nested(levels: int) -> str:
    return "{person" + "{friend" * (levels - 2) + "{name}" + "}" * (levels - 2) + "}"


def test_ten_levels_pass_and_eleven_do_not(service: Service) -> None:
    prepare(service, nested(10))

    assert "COST_LIMIT" in refusal(service, nested(11))


def test_fragments_do_not_hide_depth(service: Service) -> None:
    hidden = "{person{...A}} fragment A on Person{friend{friend{...B}}}"
    five = "fragment B on Person{friend{friend{friend{friend{friend{friend{friend{name}}}}}}}}"

    assert "levels deep" in refusal(service, hidden + five)


def test_fragment_cycles_end(service: Service) -> None:
    cycle = "{person{...A}} fragment A on Person{...B} fragment B on Person{...A}"
    deepening = "{person{...A}} fragment A on Person{friend{...A}}"

    assert "Cannot spread fragment" in refusal(service, cycle)
    assert "levels deep" in refusal(service, deepening)


def test_fifteen_aliases_pass_and_sixteen_do_not(service: Service) -> None:
    aliases = [f'a{number}:echo(text:"x")' for number in range(16)]
    prepare(service, "{" + " ".join(aliases[:15]) + "}")

    assert "aliases" in refusal(service, "{" + " ".join(aliases) + "}")


def test_a_thousand_tokens_pass_and_one_more_does_not(service: Service) -> None:
    document = "{ nodes(ids: [%s]) { name } }"
    prepare(service, document % ("7 " * 988))

    over = refusal(service, document % ("7 " * 989))
    assert over == "COST_LIMIT: The document has more than 1000 tokens. Split it."
    assert "tokens" in refusal(service, "#\n" * 1001 + "{viewer}")


def test_a_flood_of_one_field_is_too_complex(service: Service) -> None:
    prepare(service, "{" + "viewer " * 200 + "}")

    assert "too complex" in refusal(service, "{" + "viewer " * 990 + "}")


def test_twenty_directives_pass_and_one_more_does_not(service: Service) -> None:
    fields = [f"... @include(if: true) {{ viewer }} # {number}\n" for number in range(21)]
    prepare(service, "{" + "".join(fields[:20]) + "}")

    assert "directives" in refusal(service, "{" + "".join(fields) + "}")


def test_one_sensitive_field_passes_and_two_do_not(service: Service) -> None:
    one = 'a: signIn(password: "x") { name }'
    prepare(service, f"mutation {{ {one} }}")

    two = f'mutation {{ {one} b: signIn(password: "y") {{ name }} }}'
    split = f"mutation A {{ {one} }} mutation B {{ ...F }} fragment F on Mutation {{ {one} }}"
    assert "Only one" in refusal(service, two)
    assert "Only one" in refusal(service, split)


PEOPLE = "query($n: Int) { people(first: $n) { edges { node { %s name } } } }"


def test_cost_counts_objects_times_page_size(service: Service) -> None:
    assert prepare(service, "{viewer}").cost == 0
    assert prepare(service, PEOPLE % "", {"n": 10}).cost == 21
    assert prepare(service, PEOPLE % "", {}).cost == 51
    assert prepare(service, PEOPLE % "friends { name }", {"n": 100}).cost == 701
    assert prepare(service, '{ nodes(ids: ["a", "b", "c"]) { name } }').cost == 3
    ids = prepare(service, "query($i: [ID!]!) { nodes(ids: $i) { name } }", {"i": ["a"] * 7})
    assert ids.cost == 7


def test_cost_at_the_limit_passes_and_above_it_does_not(service: Service) -> None:
    ids = "query($i: [ID!]!) { nodes(ids: $i) { name } }"
    prepare(service, ids, {"i": ["a"] * 5_000})

    assert "costs 5001" in refusal(service, ids, {"i": ["a"] * 5_001})


def test_nested_lists_multiply_even_through_fragments(service: Service) -> None:
    bomb = "{people(first:100){...C}} fragment C on PersonConnection{edges{node{...P}}}"
    people = "fragment P on Person{friends{friends{friends{name}}}}"

    assert "COST_LIMIT" in refusal(service, bomb + people)


def test_doubling_fragments_are_priced_in_no_time(service: Service) -> None:
    doubling = "{person{...F0}}" + "".join(
        f"fragment F{n} on Person{{a{n}:friend{{...F{n + 1}}} b{n}:friend{{...F{n + 1}}}}}"
        for n in range(7)
    )
    started = time.perf_counter()
    prepare(service, doubling + "fragment F7 on Person{name}")

    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("size", [0, -1, 101, 2**31 - 1])
def test_a_page_has_one_to_a_hundred_rows(service: Service, size: int) -> None:
    literal = f"{{ people(last: {size}) {{ edges {{ node {{ name }} }} }} }}"

    assert "BAD_USER_INPUT: `first` and `last`" in refusal(service, PEOPLE % "", {"n": size})
    assert "BAD_USER_INPUT: `first` and `last`" in refusal(service, literal)


def test_field_suggestions_are_off(service: Service) -> None:
    assert "Did you mean" not in refusal(service, "{ viewe }")
    assert "Did you mean" not in refusal(service, "{ people(firs: 1) { edges { node { name } } } }")
    assert "Did you mean" not in refusal(service, "{ ...on Perso { name } }")


def test_only_the_signed_in_may_introspect(service: Service) -> None:
    visitor = toy_service.ToyContext(Language.EN, "c-1", viewer=None)
    for query in ("{__schema{types{name}}}", '{__type(name:"Query"){name}}'):
        prepare(service, query)
        with pytest.raises(Refused) as caught:
            service.prepare(Operation(query, {}), visitor)
        assert caught.value.formatted[0]["extensions"]["code"] == "UNAUTHENTICATED"

    service.prepare(Operation("{__typename}", {}), visitor)


@pytest.mark.parametrize(
    "query",
    [
        "{__schema{types{fields{type{fields{type{fields{type{fields{name}}}}}}}}}}",
        "{__schema{types{fields{type{possibleTypes{name}}}}}}",
        "{__schema{types{...A}}} fragment A on __Type{fields{type{...B}}}"
        " fragment B on __Type{enumValues{name}}",
        "{a:__schema{types{name}} __schema{types{name}}}",
        "{__schema{types{a:fields{name} b:fields{name}}}}",
    ],
)
def test_introspection_multiplies_nothing(service: Service, query: str) -> None:
    assert "COST_LIMIT: Introspection goes without aliases" in refusal(service, query)


def test_the_usual_introspection_passes(service: Service) -> None:
    query = get_introspection_query(specified_by_url=True, input_value_deprecation=True)

    service.documents.get(query)


def test_only_documents_without_texts_are_kept(service: Service) -> None:
    for _ in range(2):
        prepare(service, '{ echo(text: "a candidate\'s name") }')
        prepare(service, "query($t: String!) { echo(text: $t) }", {"t": "a name"})

    assert len(service.documents) == 1


def test_the_cache_stays_within_its_room(service: Service) -> None:
    documents = Documents(core(toy_service.schema), Limits(), frozenset(), kept_nodes=1_000)
    for number in range(100):
        documents.get("{" + "viewer " * 40 + "}" + f"#{number}")

    kept = documents._kept.values()
    assert 5 < len(kept) < 20
    assert sum(document.measures.nodes for document in kept) <= 1_000


def test_a_document_larger_than_the_cache_is_served_and_not_kept(service: Service) -> None:
    documents = Documents(core(toy_service.schema), Limits(), frozenset(), kept_nodes=100)
    documents.get("{ viewer }")

    assert documents.get("{ nodes(ids: [" + "7 " * 200 + "]) { name } }").parts
    assert len(documents) == 0


@pytest.mark.parametrize(
    "query",
    [
        "", "{", "}", "{" * 900, "{a" * 450, "[" * 900, "query($a:" + "[" * 400, "\0", "\ud800",
        '{echo(text:"\\u0000")}', '{echo(text:"\\ud800")}', "{viewer}" * 2, "type A{b:C}",
        "query A{viewer} query A{viewer}", "{viewer @skip}", "{viewer @nope}", "fragment A on B{c}",
        "{viewer}{__typename}", "query($a:Nope){viewer}", "subscription{count(to:1) breaks}",
        "{..." * 240 + "{viewer}" + "}" * 240, '{echo(text:"""' + "x" * 1000,
    ],
)  # fmt: skip
def test_hostile_documents_are_refused_at_once(service: Service, query: str) -> None:
    started = time.perf_counter()
    with pytest.raises(Refused) as caught:
        prepare(service, query)

    codes = {error["extensions"]["code"] for error in caught.value.formatted}
    assert codes <= {"BAD_USER_INPUT", "COST_LIMIT"}
    assert time.perf_counter() - started < 2
