"""Parsed, measured and validated documents, and the bounded cache of them.

Trusted documents stay for good. Of what others send only the shape of a query is kept, with
variables, as every generated client sends it: nothing that belongs to whoever sent it.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from graphql import (
    DocumentNode,
    FragmentDefinitionNode,
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

from domain.errors import BadUserInput
from schema import keeping
from schema.cost import Cost, CostTrees
from schema.errors import LimitExceeded
from schema.keeping import Vocabulary
from schema.limits import Limits, Measures, check, measure
from schema.trusted_documents import TrustedDocuments

RULES: Final = (*specified_rules, MaybeNullValidationRule)
# About 50 MB of syntax trees.
KEPT_NODES: Final = 100_000
NODE_BYTES: Final = 500


class InvalidDocument(Exception):
    """Errors of syntax or validation, as graphql-core words them."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__("invalid document")
        self.errors = errors


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """One operation with the document's fragments; its identity can key what is derived from it."""

    ast: DocumentNode
    costs: tuple[Cost, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """A document that may be executed; its operations by the digest of their names.

    `weight`: how much room it takes, in nodes; spaces and comments take some, too.
    """

    parts: Mapping[bytes | None, Part]
    measures: Measures
    weight: int

    def part(self, name: str | None) -> Part:
        """The one operation that is meant; never a guess. Raises BadUserInput."""
        if name is None and len(self.parts) == 1:
            return next(iter(self.parts.values()))
        if name is None:
            raise BadUserInput("request.operation_name_needed")
        part = self.parts.get(keeping.digest(name))
        if part is None:
            raise BadUserInput("request.operation_unknown")
        return part


class Documents:
    """The documents of one schema: the trusted, and the most recently used of all others."""

    def __init__(
        self,
        schema: GraphQLSchema,
        limits: Limits,
        sensitive: frozenset[str],
        *,
        trusted: TrustedDocuments | None = None,
        kept_nodes: int = KEPT_NODES,
    ) -> None:
        self._schema = schema
        self._limits = limits
        self._sensitive = sensitive
        self._vocabulary = Vocabulary(schema, limits.page)
        self._may_stay = trusted or TrustedDocuments()
        self._trusted: dict[str, Document] = {}
        self._kept: OrderedDict[bytes, Document] = OrderedDict()
        self._room = kept_nodes

    def __len__(self) -> int:
        """How many are kept of those that others send."""
        return len(self._kept)

    def get(self, query: str) -> Document:
        """The document; LimitExceeded, BadUserInput or InvalidDocument if there is none."""
        if query in self._may_stay:
            if query not in self._trusted:
                self._trusted[query], _ = self._read(query)
            return self._trusted[query]
        key = keeping.digest(query)
        document = self._kept.get(key)
        if document is not None:
            self._kept.move_to_end(key)
            return document
        document, is_plain = self._read(query)
        if is_plain:
            self._keep(key, document)
        return document

    def _read(self, query: str) -> tuple[Document, bool]:
        """The document, and whether it may be kept."""
        ast = _parsed(query, self._limits.tokens)
        measures = measure(ast, self._sensitive)
        check(ast, measures, self._limits)
        _check_valid(self._schema, ast)
        names = [_digest(operation) for operation in _operations(ast)]
        keeping.forget(ast, query)
        parts = dict(zip(names, self._parts(ast), strict=True))
        weight = measures.nodes + len(query) // NODE_BYTES
        return Document(parts, measures, weight), self._vocabulary.is_plain(ast)

    def _parts(self, ast: DocumentNode) -> list[Part]:
        fragments = [each for each in ast.definitions if isinstance(each, FragmentDefinitionNode)]
        trees = CostTrees(self._schema, ast)
        return [
            Part(DocumentNode(definitions=(operation, *fragments)), trees.of(operation))
            for operation in _operations(ast)
        ]

    def _keep(self, key: bytes, document: Document) -> None:
        self._kept[key] = document
        self._room -= document.weight
        while self._room < 0:
            _, oldest = self._kept.popitem(last=False)
            self._room += oldest.weight


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


def _digest(operation: OperationDefinitionNode) -> bytes | None:
    return keeping.digest(operation.name.value) if operation.name else None


def _operations(ast: DocumentNode) -> list[OperationDefinitionNode]:
    return [each for each in ast.definitions if isinstance(each, OperationDefinitionNode)]
