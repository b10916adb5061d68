"""One key after another: what stands in the field after a key was pressed (pure).

There is no hidden state: a word and a key give the next word, so the cursor may jump and
whatever stands in the field may be typed on.
"""

from __future__ import annotations

import unicodedata

from hub.keyboard.letters import strip_tone
from hub.keyboard.syllables import final_of
from hub.keyboard.table import Table


def type_text(text: str, keys: str, table: Table) -> str:
    """What stands in a field after some keys; only its last word can change."""
    text = unicodedata.normalize("NFC", text)
    for key in keys:
        start = len(text)
        while start and text[start - 1].isalpha():
            start -= 1
        text = text[:start] + press(text[start:], key, table)
    return text


def press(word: str, key: str, table: Table) -> str:
    """The word after a key.

    Args:
        word: Letters before the cursor, in NFC.
        key: One character.
        table: Method and style.
    """
    letters, tone = strip_tone(word)
    onset, rhyme = split(letters, table)
    is_syllable = onset is not None and (rhyme in table.tone_at or not rhyme)
    if onset is None or not is_syllable:
        return word + key
    lower = key.lower()
    if rhyme and lower in table.tone_keys:
        return _tone(word, key, (onset, rhyme, tone), table)
    if lower == table.d_key and onset in {*table.d_onsets, *table.d_onsets.values()}:
        return _d(word, key, (onset, rhyme, tone), table)
    if lower in table.marks.get(rhyme, {}):
        marked = table.marks[rhyme][lower]
        if marked == "ươ" and onset in table.open_uo:
            marked = "uơ"
        return _written(onset, marked, tone, word, table)
    if lower in table.undo.get(rhyme, {}):
        return _written(onset, table.undo[rhyme][lower], tone, word, table) + key
    return _append(word, key, tone, table)


def erase(word: str, table: Table) -> str:
    """The word without its last letter; the tone goes where it belongs."""
    letters, tone = strip_tone(word[:-1])
    lost = strip_tone(word)[1]
    onset, rhyme = split(letters, table)
    if onset is None or rhyme not in table.tone_at:
        return word[:-1]
    is_moved = not tone and lost and len(word) > 1 and strip_tone(word[-1])[1] == 0
    return _written(onset, rhyme, lost if is_moved else tone, word[:-1], table)


def split(letters: str, table: Table) -> tuple[str | None, str]:
    """Onset and rhyme of a syllable in small letters without tone; None when it is none.

    "gi" is an onset only before a vowel: gìn is g + in, giêng is gi + êng.
    """
    for onset in table.onsets:
        if letters.startswith(onset):
            rhyme = letters[len(onset) :]
            if onset == "gi" and rhyme[:1] not in table.tones:
                continue
            if rhyme in table.tone_at or not rhyme:
                return onset, rhyme
    return ("", letters) if letters in table.tone_at else (None, letters)


def _tone(word: str, key: str, parts: tuple[str, str, int], table: Table) -> str:
    onset, rhyme, tone = parts
    wanted = table.tone_keys[key.lower()]
    if wanted == tone:
        return _written(onset, rhyme, 0, word, table) + key
    if wanted not in {0, 1, 5} and final_of(rhyme) in table.stops:
        return word + key
    return _written(onset, rhyme, wanted, word, table)


def _d(word: str, key: str, parts: tuple[str, str, int], table: Table) -> str:
    onset, rhyme, tone = parts
    if onset in table.d_onsets:
        return _written(table.d_onsets[onset], rhyme, tone, word, table)
    plain = {made: onset for onset, made in table.d_onsets.items()}[onset]
    return _written(plain, rhyme, tone, word, table) + key


def _append(word: str, key: str, tone: int, table: Table) -> str:
    """A plain letter; the tone moves when the new syllable wants it elsewhere."""
    longer = word + key
    letters, _ = strip_tone(longer)
    onset, rhyme = split(letters, table)
    if onset is None or not rhyme:
        return longer
    return _written(onset, table.fixes.get(rhyme, rhyme), tone, longer, table)


def _written(onset: str, rhyme: str, tone: int, like: str, table: Table) -> str:
    """A syllable with its tone, in capitals where the word had them."""
    letters = list(onset + rhyme)
    if rhyme:
        at = len(onset) + table.tone_at[rhyme]
        letters[at] = table.tones[letters[at]][tone]
    return "".join(
        letter.upper() if was.isupper() else letter
        for letter, was in zip(letters, like, strict=True)
    )
