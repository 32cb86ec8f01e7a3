"""Parsed, measured and validated documents, and the bounded cache of them.

A document with a text in it is never kept: texts belong to whoever sent them. What is kept is
the shape of a query, with variables, as every generated client sends it.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    parse,
    specified_rules,
    validate,
)
from graphql.validation.validate import ValidationAbortedError
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from schema.cost import Cost, CostTrees
from schema.errors import LimitExceeded
from schema.limits import Limits, Measures, check, measure

RULES: Final = (*specified_rules, MaybeNullValidationRule, OneOfInputValidationRule)
# About 50 MB of syntax trees.
KEPT_NODES: Final = 100_000


class InvalidDocument(Exception):
    """Errors of syntax or validation, as graphql-core words them."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__("invalid document")
        self.errors = errors


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A document that may be executed; its identity can key what is derived from it."""

    ast: DocumentNode
    operations: dict[str | None, OperationDefinitionNode]
    costs: dict[str | None, tuple[Cost, ...]]
    measures: Measures


class Documents:
    """The documents of one schema, the most recently used first to stay."""

    def __init__(
        self,
        schema: GraphQLSchema,
        limits: Limits,
        sensitive: frozenset[str],
        kept_nodes: int = KEPT_NODES,
    ) -> None:
        self._schema = schema
        self._limits = limits
        self._sensitive = sensitive
        self._kept: OrderedDict[str, Document] = OrderedDict()
        self._room = kept_nodes

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, query: str) -> Document:
        """The document; LimitExceeded, BadUserInput or InvalidDocument if there is none."""
        document = self._kept.get(query)
        if document is None:
            document = self._read(query)
            self._keep(query, document)
        else:
            self._kept.move_to_end(query)
        return document

    def _read(self, query: str) -> Document:
        ast = _parsed(query, self._limits.tokens)
        measures = measure(ast, self._sensitive)
        check(ast, measures, self._limits)
        _check_valid(self._schema, ast)
        operations = _operations(ast)
        trees = CostTrees(self._schema, ast)
        costs = {name: trees.of(operation) for name, operation in operations.items()}
        return Document(ast, operations, costs, measures)

    def _keep(self, query: str, document: Document) -> None:
        if document.measures.has_strings:
            return
        self._kept[query] = document
        self._room -= document.measures.nodes
        while self._room < 0:
            _, oldest = self._kept.popitem(last=False)
            self._room += oldest.measures.nodes


def _parsed(query: str, tokens: int) -> DocumentNode:
    try:
        return parse(query, max_tokens=tokens)
    except GraphQLSyntaxError as error:
        if error.message.endswith("Parsing aborted."):
            raise LimitExceeded("request.tokens", maximum=tokens) from error
        raise InvalidDocument([error]) from error


def _check_valid(schema: GraphQLSchema, ast: DocumentNode) -> None:
    errors = validate(schema, ast, RULES, hide_suggestions=True)
    if len(errors) == 1 and isinstance(errors[0], ValidationAbortedError):
        # graphql-core counts what it compares, and stops long before it takes a second.
        raise LimitExceeded("request.complexity")
    if errors:
        raise InvalidDocument(errors)


def _operations(ast: DocumentNode) -> dict[str | None, OperationDefinitionNode]:
    return {
        definition.name.value if definition.name else None: definition
        for definition in ast.definitions
        if isinstance(definition, OperationDefinitionNode)
    }
