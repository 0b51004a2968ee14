"""Text whose UTF-8 was once read as Windows' Western letters, as old exports send it, made legible again."""

import re

_FIRST_READ = {bytes([byte]).decode("cp1252", "ignore") or chr(byte): byte for byte in range(0x80, 0x100)}
# Bytes that Windows gives a sign were often read as control characters instead.
_BYTES = {chr(byte): byte for byte in range(0x80, 0x100)} | _FIRST_READ
_LATER = "[" + re.escape("".join(sign for sign, byte in _BYTES.items() if byte < 0xC0)) + "]"
_AFTER_A_WORD = "[\u00a0«»‹›…‘’“”–—]"
# First signs of two, three and four bytes; only what hardly ever stands together in any language. A capital
# that ends a word in capitals, or a small ã that ends a word, may well stand before a quotation's end.
_BROKEN = re.compile(
    f"(?<![A-ZÀ-ÖØ-Þ])[ÂÃ]{_LATER}|[ÂÃ](?!{_AFTER_A_WORD}){_LATER}|â{_LATER}{{2}}|(?<![a-zà-öø-ÿ])ã{_LATER}{{2}}|ð{_LATER}{{3}}"
    f"|[ÄÅ][\x80-\x9f]|(?:[Î-Ñ]{_LATER}){{2,}}"
)
_BROKEN_TWICE = 3


def readable(text: str) -> str:
    """`â\x80\x99` as `’` again; text that nothing is wrong with comes back as it is. Linear in its length."""
    if text.isascii():
        return text
    for _ in range(_BROKEN_TWICE):
        mended = _BROKEN.sub(_mended, text)
        if mended == text:
            break
        text = mended
    return text


def _mended(broken: re.Match[str]) -> str:
    return bytes(_BYTES[sign] for sign in broken[0]).decode("utf-8", "replace").replace("\ufffd", broken[0])
