"""Long tables in pages. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Paging:
    """Where one is in a long list. `number` counts from 1; `path` is the page's address without its query."""

    number: int
    size: int
    total: int
    path: str

    @classmethod
    def of(cls, wanted: str, *, size: int, total: int, path: str) -> Paging:
        """From what the address asks for; nonsense and pages beyond the end become the nearest page there is."""
        number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else 1
        return cls(min(max(number, 1), last_page(size, total)), size, total, path)

    @property
    def last(self) -> int:
        return last_page(self.size, self.total)

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    @property
    def shown(self) -> tuple[int, ...]:
        """The page numbers to offer; 0 stands for those left out."""
        near = {1, self.last, self.number - 1, self.number, self.number + 1}
        wanted = sorted(number for number in near if 1 <= number <= self.last)
        found: list[int] = []
        for number in wanted:
            if found and number - found[-1] == 2:
                found.append(number - 1)
            elif found and number - found[-1] > 2:
                found.append(0)
            found.append(number)
        return tuple(found)

    def address(self, number: int) -> str:
        return f"{self.path}?page={number}"


def last_page(size: int, total: int) -> int:
    """How many pages it takes; an empty list has one, empty page."""
    return max(1, -(-total // size))
