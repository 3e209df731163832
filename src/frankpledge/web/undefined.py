"""What a template meets when a name leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import ChainableUndefined, Undefined
from jinja2.utils import missing


class PageUndefined(ChainableUndefined):
    """Strict for attributes of objects, lenient for names and dictionary keys.

    A page object's misspelt attribute is a mistake and raises as soon as it is used; the GOV.UK macros probe
    absent dictionary keys all the time and may go on doing so.
    """

    @property
    def _is_a_mistake(self) -> bool:
        owner = self._undefined_obj
        has_owner = owner is not missing and not isinstance(owner, (Mapping, Undefined))
        return has_owner and isinstance(self._undefined_name, str)

    def _check(self) -> None:
        if self._is_a_mistake:
            self._fail_with_undefined_error()

    def __str__(self) -> str:
        self._check()
        return super().__str__()

    def __html__(self) -> str:
        self._check()
        return super().__html__()

    def __iter__(self) -> Iterator[Any]:
        self._check()
        return super().__iter__()

    def __len__(self) -> int:
        self._check()
        return super().__len__()

    def __bool__(self) -> bool:
        self._check()
        return super().__bool__()

    def __eq__(self, other: object) -> bool:
        self._check()
        return super().__eq__(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = ChainableUndefined.__hash__

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self._check()
        return self
