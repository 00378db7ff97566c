"""Arithmetic over field keys, as rules and settings write it: parsed, never executed.

``general.basic == general.basic.personnel + optional(general.basic.public)``

An expression compares two sides (``==``, ``<=``, ``>=``, ``<``, ``>``) made of field keys, numbers,
``+ - * /``, brackets, and of ``budget(key)`` and ``prior(key)`` (the figure of that role; the bare
key is the actual one), ``optional(key)`` (0 where it is not stated) and ``abs(...)``.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

import msgspec

from extractor.quantity import Interval
from extractor.schema import fields

_LONGEST: Final = 1000  # characters
_DEEPEST: Final = 40  # nested operations
_MOST: Final = 100  # operands and operations
_NUMBER: Final = re.compile(r"\d{1,15}(?:\.\d{1,6})?")
_ZERO: Final = Interval(Decimal(0), Decimal(0))
_OPEN: Final = Interval(None, None)
_COMPARISONS: Final = {ast.Eq: "==", ast.LtE: "<=", ast.GtE: ">=", ast.Lt: "<", ast.Gt: ">"}
_OPERATIONS: Final = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
#: The calls that name a role.
_ROLES: Final = {"budget": "budget", "prior": "prior_actual"}
#: Kinds of fields that state one number each.
_NUMERIC: Final = frozenset(("money", "staffing", "asset", "quantity"))


class Operand(msgspec.Struct, frozen=True):
    """A figure by its field key and role; ``optional`` ones are 0 where they are not stated."""

    key: str
    role: str = "actual"
    optional: bool = False


class Number(msgspec.Struct, frozen=True):
    """A constant."""

    value: Decimal


class Operation(msgspec.Struct, frozen=True):
    """``+ - * /`` of two sides, or ``-`` and ``abs`` of one."""

    operator: str
    sides: tuple[Node, ...]


Node = Operand | Number | Operation
#: What figure an operand is, None where the document does not state it.
Lookup = Callable[[Operand], Interval | None]


class Comparison(msgspec.Struct, frozen=True):
    """Two sides and how they must compare."""

    left: Node
    relation: str
    right: Node

    def operands(self) -> tuple[Operand, ...]:
        """Every operand once, in the order in which they are written."""
        return tuple(dict.fromkeys((*_operands(self.left), *_operands(self.right))))

    def holds(self, lookup: Lookup) -> bool | None:
        """Whether the sides can compare so; None where an operand is missing or nothing is told.

        >>> figures = {"expenditure.basic": 7, "expenditure.project": 5, "expenditure.current": 11}
        >>> def find(operand):
        ...     number = Decimal(figures[operand.key])
        ...     return Interval(number, number)
        >>> text = "expenditure.current == expenditure.basic + expenditure.project"
        >>> parse(text).holds(find)
        False
        """
        left, right = evaluate(self.left, lookup), evaluate(self.right, lookup)
        if left is None or right is None or _OPEN in (left, right):
            return None
        match self.relation:
            case "==":
                return left.overlaps(right)
            case "<=" | "<":
                return _may_be_below(left, right, strictly=self.relation == "<")
        return _may_be_below(right, left, strictly=self.relation == ">")


class LinearIdentity(msgspec.Struct, frozen=True):
    """``whole`` = the signed sum of ``parts``, each ``(sign, key, optional)``.

    ``relation`` is ``==``, or ``<=`` where the sum is only a bound.
    """

    whole: str
    parts: tuple[tuple[int, str, bool], ...]
    relation: str = "=="


def parse(text: str) -> Comparison:
    """The tree of an expression.

    Raises:
        ValueError: says in one line what cannot be read, with the words that are meant.
    """
    if len(text) > _LONGEST:
        raise ValueError(f"longer than {_LONGEST} characters")
    line = " ".join(text.split())
    try:
        with warnings.catch_warnings(action="ignore"):
            tree = ast.parse(line, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError(f"not an expression: {line}") from None
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1:
        raise ValueError("an expression compares two sides once, with == <= >= < or >")
    relation = _COMPARISONS.get(type(tree.ops[0]))
    if relation is None:
        raise ValueError("sides are compared with == <= >= < or >")
    if sum(1 for _ in ast.walk(tree)) > _MOST * 4:
        raise ValueError(f"more than {_MOST} operands and operations")
    reader = _Reader(line)
    found = Comparison(reader.node(tree.left, 0), relation, reader.node(tree.comparators[0], 0))
    if not found.operands():
        raise ValueError("an expression names at least one field key")
    return found


def linear(text: str) -> LinearIdentity:
    """An identity ``whole == part + optional(part) - part``, or ``whole <= …``, by its parts.

    >>> linear("expenditure.current == expenditure.basic + optional(expenditure.project)").parts
    ((1, 'expenditure.basic', False), (1, 'expenditure.project', True))

    Raises:
        ValueError: it cannot be read, or is not linear in actual figures.
    """
    found = parse(text)
    whole = found.left
    if not isinstance(whole, Operand) or whole.optional or found.relation not in ("==", "<="):
        raise ValueError("an identity begins with one key, then == or <=")
    parts: list[tuple[int, str, bool]] = []
    for sign, operand in _signed(found.right, 1):
        if operand.key in (whole.key, *(key for _, key, _ in parts)):
            raise ValueError(f"{operand.key} stands in it twice")
        parts.append((sign, operand.key, operand.optional))
    if any(each.role != "actual" for each in found.operands()):
        raise ValueError("an identity is about whatever role its rule names; write bare keys")
    return LinearIdentity(whole.key, tuple(parts), found.relation)


def evaluate(node: Node, lookup: Lookup) -> Interval | None:
    """What a side can be; None where an operand is missing, open where nothing is told."""
    if isinstance(node, Number):
        return Interval(node.value, node.value)
    if isinstance(node, Operand):
        found = lookup(node)
        return _ZERO if found is None and node.optional else found
    sides = [evaluate(each, lookup) for each in node.sides]
    if None in sides:
        return None
    return _apply(node.operator, [each for each in sides if each is not None])


def written(node: Node, show: Callable[[Operand], str], within: str = "") -> str:
    """A side written out, each operand as *show* gives it."""
    if isinstance(node, Number):
        return format(node.value, "f")
    if isinstance(node, Operand):
        return show(node)
    if node.operator == "abs":
        return f"|{written(node.sides[0], show)}|"
    if len(node.sides) == 1:
        return f"-{written(node.sides[0], show, '*')}"
    left, right = node.sides
    sign = {"*": "×", "/": "÷"}.get(node.operator, node.operator)
    # a right side of the same weight needs brackets behind - and ÷
    weight = "*" if node.operator in "*/" else "+"
    behind = "/" if node.operator == "/" else ("-" if node.operator == "-" else weight)
    text = f"{written(left, show, weight)} {sign} {written(right, show, behind)}"
    loose = node.operator in "+-"
    bracketed = (loose and within in ("*", "/", "-")) or (not loose and within == "/")
    return f"({text})" if bracketed else text


class _Reader:
    """Python's tree -> ours, with nothing in it but what is allowed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.count = 0

    def node(self, tree: ast.expr, depth: int) -> Node:
        self.count += 1
        if depth > _DEEPEST:
            raise ValueError(f"nested more than {_DEEPEST} deep")
        if self.count > _MOST:
            raise ValueError(f"more than {_MOST} operands and operations")
        match tree:
            case ast.Name() | ast.Attribute():
                return Operand(self.key(tree))
            case ast.Constant():
                return self.number(tree)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Operation("-", (self.node(operand, depth + 1),))
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
                sides = (self.node(left, depth + 1), self.node(right, depth + 1))
                return Operation(_OPERATIONS[type(op)], sides)
            case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]):
                return self.call(name, argument, depth)
        raise ValueError(f"not allowed in an expression: {self.words(tree)}")

    def call(self, name: str, argument: ast.expr, depth: int) -> Node:
        if name == "abs":
            return Operation("abs", (self.node(argument, depth + 1),))
        inner = self.node(argument, depth + 1)
        plain = isinstance(inner, Operand)
        if name == "optional" and isinstance(inner, Operand):
            return msgspec.structs.replace(inner, optional=True)
        if name in _ROLES and isinstance(inner, Operand) and inner.role == "actual":
            return msgspec.structs.replace(inner, role=_ROLES[name])
        if name in ("optional", *_ROLES):
            what = "no two roles" if plain else "one field key"
            raise ValueError(f"{name}() takes {what}: {self.words(argument)}")
        raise ValueError(f"{name}() is not known; there are optional, budget, prior and abs")

    def key(self, tree: ast.expr) -> str:
        parts = []
        while isinstance(tree, ast.Attribute):
            parts.append(tree.attr)
            tree = tree.value
        if not isinstance(tree, ast.Name):
            raise ValueError(f"not a field key: {self.words(tree)}")
        key = ".".join((tree.id, *reversed(parts)))
        if key not in fields():
            raise ValueError(f"{key} is no field key")
        if fields()[key].kind not in _NUMERIC:
            raise ValueError(f"{key} is not an amount or a count")
        return key

    def number(self, tree: ast.Constant) -> Number:
        words = self.words(tree)
        if isinstance(tree.value, bool) or not _NUMBER.fullmatch(words):
            raise ValueError(f"not a plain number: {words}")
        return Number(Decimal(words))

    def words(self, tree: ast.expr) -> str:
        return ast.get_source_segment(self.text, tree) or type(tree).__name__


def _operands(node: Node) -> Iterator[Operand]:
    if isinstance(node, Operand):
        yield node
    elif isinstance(node, Operation):
        for each in node.sides:
            yield from _operands(each)


def _signed(node: Node, sign: int) -> Iterator[tuple[int, Operand]]:
    """The operands of a sum with their signs."""
    if isinstance(node, Operand):
        yield sign, node
    elif isinstance(node, Operation) and node.operator in ("+", "-"):
        *first, last = node.sides
        for each in first:
            yield from _signed(each, sign)
        yield from _signed(last, -sign if node.operator == "-" else sign)
    else:
        raise ValueError("an identity only adds and subtracts keys")


def _apply(operator: str, sides: list[Interval]) -> Interval:
    if operator == "abs":
        return _absolute(sides[0])
    if len(sides) == 1:
        return -sides[0]
    left, right = sides
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return _product(left, right)
    return left / right


def _absolute(interval: Interval) -> Interval:
    if interval.low is not None and interval.low >= 0:
        return interval
    if interval.high is not None and interval.high <= 0:
        return -interval
    ends = [None if end is None else abs(end) for end in interval]
    high = None if ends[0] is None or ends[1] is None else max(ends[0], ends[1])
    return Interval(Decimal(0), high)


def _product(one: Interval, other: Interval) -> Interval:
    """Products of all members; open on both sides where an end is."""
    if None in (*one, *other):
        return _OPEN
    assert other.low is not None
    assert other.high is not None
    corners = [one.scaled(other.low), one.scaled(other.high)]
    lows = [each.low for each in corners if each.low is not None]
    highs = [each.high for each in corners if each.high is not None]
    return Interval(min(lows), max(highs))


def _may_be_below(one: Interval, other: Interval, *, strictly: bool) -> bool:
    if one.low is None or other.high is None:
        return True
    return one.low < other.high if strictly else one.low <= other.high
