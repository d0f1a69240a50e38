"""What a file is by its first bytes: names of files are changed, and say little."""

from server.domain.sheet import BadFile, Fault

_SIGNATURES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"SQLite format 3", b"\x1f\x8b", b"\x7fELF")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"PK")  # UTF-16, of which half is NUL; and what is packed, as a workbook is
_SEEN, _NULS = 4096, 50


def refuse_binary(data: bytes) -> None:
    """Raise `BadFile` where a file is a picture, a document or the like, which else reads as strange letters."""
    seen = data[:_SEEN]
    if data.startswith(_SIGNATURES) or (not data.startswith(_WIDE) and seen.count(0) * _NULS > len(seen)):
        raise BadFile([Fault(1, "encoding")])


def looks_like_markup(data: bytes) -> bool:
    """Whether a file begins as XML or HTML does."""
    return data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
