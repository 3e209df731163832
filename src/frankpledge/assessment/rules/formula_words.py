"""How a scheme's way of putting scores together is said to readers. Pure."""

from __future__ import annotations

WAYS = {
    "sum": "a sum", "mean": "a mean", "wmean": "a weighted mean", "wgeomean": "a weighted geometric mean",
    "product": "a product", "min": "the lowest level", "max": "the highest level",
    "matrix": "looked up in a matrix", "borda": "points for the place in each order",
}  # fmt: skip
"""The combinations that a scheme may name."""
_SIGNS = {"*": "×", "/": "÷", "_": " "}


def formula_in_words(formula: str) -> str:
    """“a weighted mean” for the name of a combination; a formula of the scheme's own with the signs that people write.

    What is no known combination and no formula stands as it is.
    """
    return WAYS.get(formula) or "".join(_SIGNS.get(sign, sign) for sign in formula)
