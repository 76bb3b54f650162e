"""All that a file says, its properties too: of PDF and DOCX what their readers are shown."""

from io import BytesIO
from zipfile import ZipFile

from pypdf import PdfReader


def said_in(file: bytes) -> str:
    """Every word of it; what is neither of the two is text."""
    if file.startswith(b"%PDF"):
        return _of_pdf(file)
    if file.startswith(b"PK"):
        with ZipFile(BytesIO(file)) as parts:
            return "\n".join(
                f"{name}\n{parts.read(name).decode(errors='replace')}" for name in parts.namelist()
            )
    return file.decode(errors="replace")


def _of_pdf(file: bytes) -> str:
    read = PdfReader(BytesIO(file))
    properties = [str(value) for value in (read.metadata or {}).values()]
    about = read.xmp_metadata.stream.get_data().decode() if read.xmp_metadata else ""
    return "\n".join([*(page.extract_text() for page in read.pages), *properties, about])
