"""Small sound files of each sort that is taken in, and some that only pretend."""

import struct
import zlib
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from backend.domain.resources.archives import OFFICE

PDF = (
    b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
JPG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    + b"\x11" * 60
    + b"\xff\xd9"
)
TEXT = "Ünïcode, 田中 and عمّان\n".encode()


def png() -> bytes:
    """One grey dot."""
    parts = (
        (b"IHDR", struct.pack(">2I5B", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\x00\x80")),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))
        for name, held in parts
    )


def archive(files: Mapping[str, bytes], *, packed: bool = True) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED if packed else ZIP_STORED) as zipped:
        for name, held in files.items():
            zipped.writestr(name, held)
    return made.getvalue()


def office(sort: str, **more: bytes) -> bytes:
    """The least that is a document of Word, Excel or PowerPoint."""
    return archive({"[Content_Types].xml": b"<Types/>", OFFICE[sort]: b"<x/>"} | more)


def open_document(kind: str) -> bytes:
    said = f"application/vnd.oasis.opendocument.{kind}".encode()
    return archive({"mimetype": said, "content.xml": b"<x/>"}, packed=False)


SOUND = {
    "pdf": PDF,
    "docx": office("docx"),
    "xlsx": office("xlsx"),
    "pptx": office("pptx"),
    "odt": open_document("text"),
    "ods": open_document("spreadsheet"),
    "odp": open_document("presentation"),
    "csv": b"\xef\xbb\xbfcity,trees\nBogot\xc3\xa1,12\n",
    "txt": "Année 2026".encode("latin-1"),
    "md": b"# Toolkit\n\nFirst, ask.\n",
    "json": b'{"trees": 12}',
    "geojson": b'{"type": "FeatureCollection", "features": []}',
    "zip": archive({"data/trees.csv": b"a,b\n", "readme.txt": TEXT}),
    "png": png(),
    "jpg": JPG,
    "jpeg": JPG,
}
"""By the ending of their names."""
