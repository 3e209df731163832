"""Characters that look like Latin letters and digits, and what each is read as.

What Unicode itself says is the same (full-width, mathematical, circled letters, ligatures, superscripts) is left to its
compatibility decomposition; here stand the letters of other scripts that only look alike. After Unicode Technical
Standard 39, Security Mechanisms, section 4 (the confusables for Latin), kept to single characters.
"""

from __future__ import annotations

import unicodedata

LETTERS: dict[str, str] = {
    # Cyrillic
    "а": "a", "ӑ": "a", "ӕ": "ae", "в": "b", "ь": "b", "ъ": "b", "ѣ": "b", "с": "c", "ԁ": "d", "е": "e", "ё": "e",
    "є": "e", "ҽ": "e", "ғ": "f", "ԍ": "g", "һ": "h", "н": "h", "ћ": "h", "і": "i", "ї": "i", "ӏ": "l", "ј": "j",
    "к": "k", "қ": "k", "ҝ": "k", "м": "m", "п": "n", "и": "n", "о": "o", "ӧ": "o", "ө": "o", "р": "p", "ԛ": "q",
    "г": "r", "я": "r", "ѕ": "s", "т": "t", "ц": "u", "ѵ": "v", "ѡ": "w", "ԝ": "w", "ш": "w", "х": "x", "ҳ": "x",
    "у": "y", "ү": "y", "ў": "y", "з": "3", "б": "6", "ч": "4", "д": "d", "л": "n", "э": "e", "ж": "x", "ф": "o",
    "й": "n", "ы": "bi", "ю": "io", "щ": "w",
    # Greek
    "α": "a", "β": "b", "ϲ": "c", "ς": "s", "δ": "d", "ε": "e", "ϵ": "e", "η": "n", "ι": "i", "κ": "k", "μ": "u",
    "ν": "v", "ο": "o", "σ": "o", "ρ": "p", "τ": "t", "υ": "u", "χ": "x", "γ": "y", "ω": "w", "ζ": "z", "ϳ": "j",
    "ϝ": "f", "λ": "l", "π": "n", "θ": "o", "ϙ": "q",
    # Armenian, Georgian, Hebrew, Cherokee (small letters are Cherokee's own)
    "ա": "w", "գ": "q", "զ": "q", "հ": "h", "ո": "n", "ռ": "n", "ս": "u", "օ": "o", "ց": "g", "ք": "p", "յ": "j",
    "լ": "l", "ւ": "i", "ס": "o", "ו": "l", "ן": "l", "ꭺ": "a", "ꮃ": "w", "ꮯ": "c", "ꭰ": "d", "ꭼ": "e",
    "ꮐ": "g", "ꮋ": "h", "ꭻ": "j", "ꮶ": "k", "ꮮ": "l", "ꮇ": "m", "ꮲ": "p", "ꮪ": "s", "ꭲ": "i", "ꮩ": "v", "ꮓ": "z",
    "ꭱ": "r", "ᏼ": "b", "ꭹ": "y",
    # Latin letters that no decomposition takes apart
    "ı": "i", "ȷ": "j", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ß": "ss", "æ": "ae", "œ": "oe",
    "þ": "th", "ŋ": "n", "ƒ": "f", "ɑ": "a", "ɐ": "a", "ɓ": "b", "ƅ": "b", "ƈ": "c", "ɗ": "d", "ɖ": "d", "ə": "e",
    "ɛ": "e", "ɡ": "g", "ɢ": "g", "ɠ": "g", "ɦ": "h", "ʜ": "h", "ɪ": "i", "ɩ": "i", "ɨ": "i", "ʝ": "j", "ᴊ": "j",
    "ƙ": "k", "ᴋ": "k", "ʟ": "l", "ɭ": "l", "ɫ": "l", "ᴍ": "m", "ɱ": "m", "ɴ": "n", "ɲ": "n", "ɳ": "n", "ᴏ": "o",
    "ɵ": "o", "ᴘ": "p", "ƥ": "p", "ʠ": "q", "ʀ": "r", "ɾ": "r", "ɽ": "r", "ꜱ": "s", "ʂ": "s", "ƽ": "s", "ᴛ": "t",
    "ʈ": "t", "ƭ": "t", "ᴜ": "u", "ʋ": "v", "ᴠ": "v", "ᴡ": "w", "ʏ": "y", "ɏ": "y", "ƴ": "y", "ᴢ": "z", "ʐ": "z",
    "ƶ": "z", "ᴀ": "a", "ʙ": "b", "ᴄ": "c", "ᴅ": "d", "ᴇ": "e", "ꜰ": "f", "ǀ": "l", "ꞁ": "l", "ⱥ": "a", "ⱦ": "t",
}  # fmt: skip
"""Small letters; a capital is made small first, unless it is listed under `CAPITALS`."""

CAPITALS: dict[str, str] = {
    # Capitals that look like another Latin letter than their small form does.
    "В": "b", "Н": "h", "Р": "p", "С": "c", "Т": "t", "У": "y", "Х": "x", "Ѕ": "s", "І": "i", "Ј": "j", "К": "k",
    "М": "m", "Е": "e", "А": "a", "О": "o", "Ӏ": "i", "Ү": "y", "Ԍ": "g", "Ԛ": "q", "Ԝ": "w", "Ѵ": "v", "И": "n",
    "Α": "a", "Β": "b", "Ε": "e", "Ζ": "z", "Η": "h", "Ι": "i", "Κ": "k", "Μ": "m", "Ν": "n", "Ο": "o", "Ρ": "p",
    "Τ": "t", "Υ": "y", "Χ": "x", "Ϲ": "c", "Ϳ": "j", "Σ": "e", "Λ": "a", "Ϝ": "f",
    "Ꭺ": "a", "Ᏼ": "b", "Ꮯ": "c", "Ꭰ": "d", "Ꭼ": "e", "Ꮐ": "g", "Ꮋ": "h", "Ꭲ": "i", "Ꭻ": "j", "Ꮶ": "k",
    "Ꮮ": "l", "Ꮇ": "m", "Ꮲ": "p", "Ꭱ": "r", "Ꮪ": "s", "Ꮩ": "v", "Ꮃ": "w", "Ꮓ": "z", "Ꮍ": "y",
    "Ꮢ": "r", "Տ": "s", "Օ": "o", "Լ": "l", "Ս": "u",
}  # fmt: skip

NEGATIVE_CIRCLED = {chr(0x1F150 + n): chr(97 + n) for n in range(26)}
NEGATIVE_SQUARED = {chr(0x1F170 + n): chr(97 + n) for n in range(26)}
REGIONAL = {chr(0x1F1E6 + n): chr(97 + n) for n in range(26)}
TAGS = {chr(0xE0000 + code): chr(code).lower() for code in range(0x20, 0x7F)}
"""Characters that show nothing at all and each stand for one of ASCII."""
OTHER_DIGITS = {"๐": "0", "೦": "0", "൦": "0"}

SKELETON = str.maketrans(
    {
        "l": "i",
        "1": "i",
        "|": "i",
        "!": "i",
        "0": "o",
        "5": "s",
        "$": "s",
        "@": "a",
        "8": "b",
        "4": "a",
        "3": "e",
        "7": "t",
    }
)
"""Letters and digits that pass for each other within a word, brought down to one of them."""


def _one(character: str) -> str:
    """What one character is read as: small Latin letters and digits, or nothing."""
    special = CAPITALS.get(character) or NEGATIVE_CIRCLED.get(character) or NEGATIVE_SQUARED.get(character)
    special = special or REGIONAL.get(character) or TAGS.get(character)
    if special is not None:
        return special if special.isalnum() else ""
    if character in BLANKS:
        return ""
    if "\uf020" <= character <= "\uf07e":  # ASCII as fonts of symbols keep it
        return _one(chr(ord(character) - 0xF000))
    read = []
    for part in unicodedata.normalize("NFKD", character).casefold():
        if unicodedata.category(part)[0] == "M":
            continue
        if part in LETTERS:
            read.append(LETTERS[part])
        elif part.isalnum():
            digit = unicodedata.digit(part, None)
            read.append(str(digit) if digit is not None else part)
    return "".join(read)


class _Readings(dict[str, str]):
    """What each character is read as, worked out once."""

    def __missing__(self, character: str) -> str:
        found = self[character] = _one(character)
        return found


READ = _Readings()


BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")
"""Characters that Unicode counts among letters or marks and that show nothing."""


def shows_nothing(character: str) -> bool:
    """Whether a character takes no room: zero-width, soft hyphen, marks of direction, combining and variation marks."""
    if character in BLANKS:
        return True
    return unicodedata.category(character) in {"Cf", "Mn", "Me", "Cc"} and not character.isspace()
