"""Feeds for calendars: public ones for everybody, and each member's own at a secret address."""

from hashlib import sha256
from urllib.parse import urlsplit

from fastapi import Response

from backend.core.calendar_file import Person, Sender
from backend.core.errors import NotFound
from backend.core.i18n import _, speaking
from backend.domain.cities import queries as cities
from backend.domain.roundtables import feeds, own_feed
from backend.domain.roundtables.feeds import Feed
from backend.domain.topics.queries import tree
from backend.kit import errors
from backend.kit.asking import Ask, Asking
from backend.kit.router import Router
from backend.kit.versions import if_changed

router = Router(show=errors.show_page)

NO_REPLY = "no-reply@localhost"
FOR_ALL = {"Cache-Control": "public, no-cache", "Vary": "Cookie, Accept-Language"}
FOR_ONE = {"Cache-Control": "private, no-cache", "Referrer-Policy": "no-referrer"}
"""Kept by nobody without asking again: what may not be seen any more must be gone."""


@router.get("/roundtables.ics", name="roundtables:feed")
def public(ask: Ask) -> Response:
    return _sent(ask, feeds.public(ask.db, sender(ask), address(ask)), FOR_ALL)


@router.get("/topics/{slug}/roundtables.ics", name="roundtables:topic_feed")
def on_topic(ask: Ask, slug: str) -> Response:
    known = tree(ask.db)
    topic = known.by_slug.get(slug)
    if topic is None:
        raise NotFound(_("There is no such topic."))
    branch = known.branch(slug)
    feed = feeds.on_topic(ask.db, sender(ask), address(ask), topic.label, branch)
    return _sent(ask, feed, FOR_ALL)


@router.get("/cities/{slug}/roundtables.ics", name="roundtables:city_feed")
def with_city(ask: Ask, slug: str) -> Response:
    city = cities.one(ask.db, slug)
    feed = feeds.with_city(ask.db, sender(ask), address(ask), city.name, city.id)
    return _sent(ask, feed, FOR_ALL)


@router.get("/calendars/{token}.ics", name="calendar:feed")
def own(ask: Ask, token: str) -> Response:
    """A member's own. Who asks is not known: the secret in the address is all there is."""
    owner, kept = own_feed.owner(ask.db, token)
    if kept.is_to_be_noted:
        ask.afterwards(lambda db: own_feed.note(db, token))
    languages = ask.request.app.state.languages
    with speaking(languages.asked_for(ask.request, owner.language)):
        return _sent(ask, feeds.own(ask.db, owner, sender(ask), address(ask)), FOR_ONE)


def sender(ask: Asking) -> Sender:
    """Who calendars think a meeting comes from."""
    host = urlsplit(ask.settings.origin).hostname or "localhost"
    return Sender(host, Person(ask.settings.name, ask.settings.mail_from or NO_REPLY))


def address(ask: Asking) -> feeds.Address:
    return lambda slug: ask.settings.origin + ask.path_for("roundtables:show", slug=slug)


def _sent(ask: Asking, feed: Feed, headers: dict[str, str]) -> Response:
    text = feed.text()
    # Another version as soon as anything in it is different, or missing.
    version = sha256(text.encode()).hexdigest()[:32]

    def answer() -> Response:
        return Response(text, media_type="text/calendar; charset=utf-8")

    return if_changed(ask, version, feed.changed_at, headers, answer)
