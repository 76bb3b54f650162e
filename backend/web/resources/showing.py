"""One resource with everything around it, and the files of its versions."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from fastapi import Response

from backend.core import tongues
from backend.core.i18n import language
from backend.domain import subjects
from backend.domain.cities import countries, rings
from backend.domain.resources import licences, page, policy, queries
from backend.domain.resources.adoptions import STATES, AdoptionDraft
from backend.domain.resources.contents import SORTS
from backend.domain.resources.models import KINDS
from backend.kit import errors
from backend.kit.asking import Ask, Asking
from backend.kit.downloads import Number, download
from backend.kit.forms import Form
from backend.kit.nearby import nearby
from backend.kit.pictures.worldmap import Spot, WorldMap, worldmap
from backend.kit.render import render
from backend.kit.router import Router
from backend.kit.sizes import size

router = Router(show=errors.show_page, prefix="/resources")

TONES = {"considers": "", "pilots": "warn", "uses": "good", "adapted": "brand"}

_TYPES: dict[str, str] = {
    sort.media_type: end.upper() for end, sort in reversed(list(SORTS.items()))
} | {
    SORTS["docx"].media_type: "Word",
    SORTS["xlsx"].media_type: "Excel",
    SORTS["pptx"].media_type: "PowerPoint",
    SORTS["md"].media_type: "Markdown",
}


def file_type(media_type: str) -> str:
    """What people call a type of file: PDF, Word."""
    return _TYPES.get(media_type, "")


def host(link: str) -> str:
    """Where a link leads, in short."""
    return (urlsplit(link).hostname or "").removeprefix("www.")


@router.get("/{slug}", name="resources:show")
def show(ask: Ask, slug: str) -> Response:
    return show_opened(ask, page.opened(ask.db, ask.me, slug), "resources/_trail.html")


@router.get("/{slug}/files/{version}", name="resources:file")
def file(ask: Ask, slug: str, version: Number) -> Response:
    return download(ask, queries.file_of(ask.db, ask.me, slug, version))


def show_opened(
    ask: Asking,
    found: page.Opened,
    piece: str,
    *,
    status: int = 200,
    adopting: Form[AdoptionDraft] | None = None,
) -> Response:
    """The page of a resource, or the piece of it that changed."""
    resource = found.resource
    trail = page.trail(ask.db, ask.me, resource.id)
    versions = page.versions(ask.db, resource.id)
    topics = page.topics_of(ask.db, resource.id)
    ours = next((row for row in trail if row.city.id == ask.me.city_id), None)
    of_cities = {row.city.id for row in trail}
    if resource.city_id is not None:
        of_cities.add(resource.city_id)
    context: dict[str, Any] = {
        "opened": found,
        "resource": resource,
        "country": found.publisher and countries.name(found.publisher.country, language().code),
        "topics": topics,
        "related": nearby(ask, resource, topics),
        "kinds_named": subjects.kinds(),
        "address_of": ask.addresses.of,
        "versions": versions,
        "newest": versions[0],
        "trail": trail,
        "used_by": sum(row.counts for row in trail),
        "map": _map(ask, found.publisher, trail),
        "rings": rings.stages(ask.db, of_cities),
        "ours": ours,
        "adopting": adopting or _filled_in(ours),
        "policy": policy,
        "kinds": KINDS,
        "states": STATES,
        "tones": TONES,
        "licence": licences,
        "tongue": tongues.name,
        "file_type": file_type,
        "host": host,
        "size": size,
    }
    return render(ask, "resources/show.html", piece, status=status, **context)


def _filled_in(ours: page.AdoptionRow | None) -> Form[AdoptionDraft]:
    """What our city says, with what it has said so far."""
    if ours is None:
        return Form(AdoptionDraft)
    return Form.of(AdoptionDraft, state=ours.state, words=ours.words)


def _map(ask: Asking, publisher: page.Place | None, trail: Sequence[page.AdoptionRow]) -> WorldMap:
    """From the publisher to every city that uses it; who only considers it stands alone."""
    shown = [row for row in trail if row.hidden_at is None]
    spots = [_spot(ask, row.city, "plain") for row in shown]
    if publisher is None:
        return worldmap(spots)
    ways = [(len(spots), n) for n, row in enumerate(shown) if row.counts]
    return worldmap([*spots, _spot(ask, publisher, "marked")], ways)


def _spot(ask: Asking, city: page.Place, tone: str) -> Spot:
    href = ask.path_for("cities:show", slug=city.slug)
    return Spot(city.name, city.longitude, city.latitude, href, tone)
