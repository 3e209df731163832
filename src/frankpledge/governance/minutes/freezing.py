"""Minutes as plain JSON and back, so that what was confirmed is kept as it was. Pure."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from frankpledge.governance.rules.minutes.facts import Minutes
from frankpledge.kernel.messages import Message

T = TypeVar("T")


def frozen(minutes: Minutes) -> dict[str, object]:
    """The minutes as JSON: every sentence as its pattern and values."""
    return cast("dict[str, object]", _plain(minutes))


def _plain(value: object) -> object:
    if isinstance(value, Message):
        return {"pattern": value.pattern, "values": {key: str(one) for key, one in value.values.items()}}
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, UUID) else value


def thawed(content: dict[str, Any]) -> Minutes:
    """The minutes in such JSON."""
    return cast(Minutes, _made(Minutes, content))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _made(kind: Any, value: Any) -> object:
    if kind is Message:
        return Message(value["pattern"], value["values"])
    if is_dataclass(kind):
        hints = _hints(cast(type, kind))
        return cast(Any, kind)(**{name: _made(hints[name], one) for name, one in value.items()})
    if get_origin(kind) is tuple:
        return tuple(_made(get_args(kind)[0], one) for one in value)
    if get_origin(kind) in {types.UnionType, Union}:
        inner = next(one for one in get_args(kind) if one is not type(None))
        return None if value is None else _made(inner, value)
    return UUID(value) if kind is UUID else value
