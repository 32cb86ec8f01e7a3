"""What may stay in memory of a document that somebody sent: nothing that they wrote freely.

A document that is kept consists of the schema's own words. Its text is not kept, and with it
neither comments nor spacing; the names of operations and fragments, which no answer shows, are
taken out of its tree. What else a sender can choose (aliases, variables, literals) must be plain.
"""

import hashlib
import re
import secrets
from collections.abc import Iterator
from typing import Final

from graphql import (
    DocumentNode,
    EnumValueNode,
    FieldNode,
    FloatValueNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    IntValueNode,
    Location,
    NameNode,
    Node,
    ObjectFieldNode,
    OperationDefinitionNode,
    Source,
    StringValueNode,
    Token,
    TokenKind,
    VariableNode,
)

from schema.limits import walk

_SECRET: Final = secrets.token_bytes(16)
_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# Letters spell any name.
_SHORTEST_WORD: Final = 2


class Vocabulary:
    """The words that a schema is written in, and the largest page, as numbers are page sizes."""

    def __init__(self, schema: GraphQLSchema, largest_page: int) -> None:
        self._names = frozenset(_names(schema))
        self._words = frozenset(word for name in self._names for word in _words(name))
        self._largest_page = largest_page

    def is_plain(self, document: DocumentNode) -> bool:
        """Whether a valid document says nothing but words of the schema and page sizes."""
        return all(self._is_plain(node) for node in walk(document))

    def _is_plain(self, node: Node) -> bool:
        match node:
            case (
                FieldNode(alias=NameNode(value=name))
                | VariableNode(name=NameNode(value=name))
                | ObjectFieldNode(name=NameNode(value=name))
                | EnumValueNode(value=name)
            ):
                return self.covers(name)
            case IntValueNode(value=digits):
                return len(digits) < 10 and 0 <= int(digits) <= self._largest_page
            case StringValueNode() | FloatValueNode():
                return False
        return True

    def covers(self, name: str) -> bool:
        """Whether a name is the schema's, or made of its words (`newShares`), or one letter."""
        if name in self._names or (len(name) == 1 and name != "_"):
            return True
        words = _words(name)
        is_made_of_words = words and sum(map(len, words)) == len(name.replace("_", ""))
        return bool(is_made_of_words) and self._words.issuperset(words)


def digest(text: str) -> bytes:
    """What stands for a text that is not kept; of no use outside this process."""
    encoded = text.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(encoded, digest_size=16, key=_SECRET).digest()


def forget(document: DocumentNode, text: str) -> None:
    """Take the text and the names of operations and fragments out of a tree that nobody else has.

    Places stay, so that errors still say line and column.
    """
    blank = Source(re.sub(r"[^\r\n]", " ", text))
    names: dict[str, NameNode] = {}
    for node in list(walk(document)):
        attributes = vars(node)
        if node.loc is not None:
            attributes["loc"] = _place(node.loc, blank)
        if isinstance(node, OperationDefinitionNode):
            attributes["name"] = None
        elif isinstance(node, FragmentDefinitionNode | FragmentSpreadNode):
            number = NameNode(value=f"F{len(names)}")
            attributes["name"] = names.setdefault(node.name.value, number)


def _place(location: Location, blank: Source) -> Location:
    """The same place without its words: tokens hold theirs and lead to all others."""
    token = Token(TokenKind.NAME, location.start, location.end, 0, 0)
    return Location(token, token, blank)


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name) if len(word) >= _SHORTEST_WORD]


def _names(schema: GraphQLSchema) -> Iterator[str]:
    for directive in schema.directives:
        yield directive.name
        yield from directive.args
    for kind in schema.type_map.values():
        yield kind.name
        yield from _members(kind)


def _members(kind: GraphQLNamedType) -> Iterator[str]:
    if isinstance(kind, GraphQLEnumType):
        yield from kind.values
    elif isinstance(kind, GraphQLInputObjectType):
        yield from kind.fields
    elif isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        for name, field in kind.fields.items():
            yield name
            yield from field.args
