"""Archives of members' own data: what is held on somebody, as a file for programs and as a page.

An archive is claimed before it is made and noted down after. A worker that is killed in between
leaves a lease that runs out and perhaps a file that nobody knows; the next one makes the archive,
and the sweep takes the file away. Nobody ever gets half of one, or two letters.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from sqlmodel import Session

from backend.core import clock
from backend.core.config import Settings
from backend.core.db import Sessions
from backend.core.i18n import _, language, speaking
from backend.core.shelf import Shelf
from backend.domain.members.models import Member
from backend.domain.own_data import archiving, taking
from backend.domain.own_data.labels import label
from backend.domain.own_data.models import Archive
from backend.domain.own_data.taking import Section
from backend.domain.resources.models import StoredFile
from backend.kit import moments
from backend.kit.languages import Languages
from backend.kit.render import environment
from backend.kit.site import Site


@dataclass(frozen=True, slots=True)
class Bindery:
    """Where archives are made: what it takes from where, and where it puts them."""

    settings: Settings
    site: Site
    languages: Languages
    uploads: Shelf
    archives: Shelf


def make_one(sessions: Sessions, bindery: Bindery) -> int:
    """Make the archive that has waited longest; how many there were, none or one."""
    with sessions.begin() as db:
        archive_id = archiving.claim(db)
    if archive_id is None:
        return 0
    with TemporaryFile() as file:
        with sessions() as db:
            db.connection(execution_options={"writes": False})
            _write(db, bindery, archive_id, file)
        file.seek(0)
        kept = bindery.archives.keep(file)
    with sessions.begin() as db:
        archiving.finish(db, bindery.settings, archive_id, kept)
    return 1


def clear(sessions: Sessions, bindery: Bindery) -> int:
    """Forget archives that are too old, and files of which nobody knows; how many there were."""
    with sessions.begin() as db:
        over = archiving.expired(db)
    with sessions() as db:
        over += archiving.strays(db, bindery.archives)
    for sha256 in over:
        bindery.archives.forget(sha256)
    return len(over)


def _write(db: Session, bindery: Bindery, archive_id: UUID, file: IO[bytes]) -> None:
    member = db.get_one(Member, db.get_one(Archive, archive_id).member_id)
    sections, uploads = taking.everything(db, member), taking.uploads(db, member)
    spoken = bindery.languages.known(member.language) or bindery.languages.offered[0]
    with speaking(spoken), ZipFile(file, "w", ZIP_DEFLATED) as archive:
        names = _named(uploads)
        archive.writestr("data.json", _data(bindery.site, sections, names))
        archive.writestr("index.html", _page(bindery.site, member, sections, names))
        for stored, name in names:
            path = bindery.uploads.where(stored.sha256)
            if path is not None:
                archive.write(path, name)


def _named(uploads: Sequence[StoredFile]) -> list[tuple[StoredFile, str]]:
    """Each with a name of its own in the archive."""
    return [(one, f"files/{n}-{one.name}") for n, one in zip(count(1), uploads, strict=False)]


def _data(site: Site, sections: Sequence[Section], names: Sequence[tuple[StoredFile, str]]) -> str:
    parts: dict[str, list[taking.Row]] = {}
    for one in sections:
        parts.setdefault(one.key, []).extend(one.rows)
    told = {
        "format": taking.FORMAT,
        "version": taking.VERSION,
        "network": {"name": site.name, "origin": site.origin},
        "made_at": clock.now().isoformat(),
        "parts": parts,
        "files": [{"id": str(one.id), "name": one.name, "path": path} for one, path in names],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _page(
    site: Site,
    member: Member,
    sections: Sequence[Section],
    names: Sequence[tuple[StoredFile, str]],
) -> str:
    return environment.get_template("archive/index.html").render(
        site=site,
        language=language().code,
        direction=language().direction,
        made=moments.full(clock.now(), member.zone),
        sections=[
            (f"part-{n}", _(one.title), [_lines(row, member.zone) for row in one.rows])
            for n, one in enumerate(sections)
            if one.rows
        ],
        files=names,
    )


def _lines(row: taking.Row, zone: str) -> list[tuple[str, str]]:
    """A row as a person reads it, without what is empty."""
    told = ((label(name), _words(name, value, zone)) for name, value in row.items())
    return [(name, words) for name, words in told if words]


def _words(name: str, value: Any, zone: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value and (name.endswith("_at") or name in {"at", "since"}):
        return moments.full(datetime.fromisoformat(value), zone)
    if isinstance(value, dict):
        return str(value["title"]) if value.keys() == {"id", "title"} else _pairs(value, zone)
    if isinstance(value, list):
        return "\n".join(_words("", one, zone) for one in value)
    return str(value)


def _pairs(value: dict[str, Any], zone: str) -> str:
    return "; ".join(f"{one}: {_words('', said, zone)}" for one, said in value.items() if said)
