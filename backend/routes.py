"""Every module of pages and of JSON, gathered in one place: a new feature adds its line here."""

from collections.abc import Sequence

from fastapi import APIRouter
from starlette.routing import BaseRoute

from backend.api import affiliations as api_affiliations
from backend.api import answers as api_answers
from backend.api import applications as api_applications
from backend.api import attendance as api_attendance
from backend.api import attendee_questions as api_attendee_questions
from backend.api import blocks as api_blocks
from backend.api import breakouts as api_breakouts
from backend.api import challenges as api_challenges
from backend.api import cities as api_cities
from backend.api import conduct as api_conduct
from backend.api import conversations as api_conversations
from backend.api import curation as api_curation
from backend.api import endorsements as api_endorsements
from backend.api import extra_seats as api_extra_seats
from backend.api import first_steps as api_first_steps
from backend.api import gaps as api_gaps
from backend.api import glossary as api_glossary
from backend.api import handovers as api_handovers
from backend.api import invitations as api_invitations
from backend.api import materials as api_materials
from backend.api import moderation as api_moderation
from backend.api import names as api_names
from backend.api import notifications as api_notifications
from backend.api import own_calendar as api_own_calendar
from backend.api import own_data as api_own_data
from backend.api import peers as api_peers
from backend.api import people as api_people
from backend.api import polls as api_polls
from backend.api import quiet_hours as api_quiet_hours
from backend.api import registration as api_registration
from backend.api import related as api_related
from backend.api import resources as api_resources
from backend.api import roles as api_roles
from backend.api import roundtable_notes as api_roundtable_notes
from backend.api import roundtable_planning as api_roundtable_planning
from backend.api import roundtable_quotes as api_roundtable_quotes
from backend.api import roundtables as api_roundtables
from backend.api import saved_searches as api_saved_searches
from backend.api import search as api_search
from backend.api import series as api_series
from backend.api import similar as api_similar
from backend.api import topics as api_topics
from backend.api import twinnings as api_twinnings
from backend.api import ways as api_ways
from backend.api import wishes as api_wishes
from backend.kit.router import API
from backend.web import (
    about,
    applications,
    blocks,
    conduct,
    curation,
    endorsements,
    first_steps,
    front,
    gaps,
    glossary,
    joining,
    language,
    letters,
    moderation,
    names,
    notifications,
    own_data,
    peers,
    people,
    programs,
    proposals,
    questions,
    quiet_hours,
    reports,
    roles,
    saved_searches,
    search,
    session,
    settings,
    specimens,
    topics,
    unsubscribing,
    wishes,
)
from backend.web.affiliations.routers import ROUTERS as AFFILIATIONS
from backend.web.challenges.routers import ROUTERS as CHALLENGES
from backend.web.cities.routers import ROUTERS as CITIES
from backend.web.conversations.routers import ROUTERS as CONVERSATIONS
from backend.web.invitations.routers import ROUTERS as INVITATIONS
from backend.web.resources.routers import ROUTERS as RESOURCES
from backend.web.roundtables.routers import ROUTERS as ROUNDTABLES
from backend.web.twinnings.routers import ROUTERS as TWINNINGS
from backend.web.ways.routers import ROUTERS as WAYS

PAGES: Sequence[APIRouter] = (
    about.router,
    *AFFILIATIONS,  # before moderation too
    applications.router,  # before moderation, whose addresses could be read as these
    blocks.router,
    *CHALLENGES,
    *CITIES,
    *CONVERSATIONS,
    conduct.router,  # after about: its addresses are read as theirs otherwise
    first_steps.router,
    endorsements.router,
    front.router,
    glossary.router,
    *INVITATIONS,  # before moderation, too, and before the links of invitations
    joining.router,
    joining.invited_router,
    language.router,
    roles.router,
    names.router,
    curation.router,
    gaps.router,
    saved_searches.router,  # before settings and moderation
    moderation.router,
    notifications.router,
    own_data.router,
    peers.router,
    people.router,
    programs.router,
    questions.router,
    quiet_hours.router,
    wishes.router,
    unsubscribing.router,
    reports.router,
    *ROUNDTABLES,
    *RESOURCES,
    search.router,
    *WAYS,  # before session, whose tokens could be any of their words
    session.router,
    settings.router,
    proposals.router,  # before topics, whose addresses could be read as these
    topics.router,
    *TWINNINGS,
)

FOR_SHOW: Sequence[APIRouter] = (
    letters.router,
    specimens.router,
)
"""Pages of a demo and of tests, never of a network."""

PROGRAMS: Sequence[APIRouter] = (
    api_affiliations.router,
    api_applications.router,
    api_attendance.router,
    api_attendee_questions.router,
    api_answers.router,
    api_blocks.router,
    api_challenges.router,
    api_cities.router,
    api_conversations.router,
    api_conduct.router,
    api_curation.router,  # before topics, whose addresses could be read as these
    api_first_steps.router,
    api_gaps.router,
    api_glossary.router,
    api_invitations.router,
    api_handovers.router,
    api_roles.router,
    api_materials.router,
    api_moderation.router,
    api_endorsements.router,
    api_names.router,
    api_notifications.router,
    api_own_calendar.router,
    api_own_data.router,
    api_peers.router,
    api_people.router,
    api_polls.router,
    api_quiet_hours.router,
    api_wishes.router,
    api_roundtables.router,
    api_roundtable_planning.router,
    api_breakouts.router,
    api_extra_seats.router,
    api_roundtable_notes.router,
    api_roundtable_quotes.router,
    api_series.router,
    api_registration.router,
    api_related.router,
    api_resources.router,
    api_search.router,
    api_similar.router,
    api_saved_searches.router,
    api_topics.router,
    api_twinnings.router,
    api_ways.router,
)
"""JSON under /api/v1."""


def _assembled() -> Sequence[BaseRoute]:
    everything = APIRouter()
    for router in PAGES:
        everything.include_router(router, include_in_schema=False)
    for router in PROGRAMS:
        everything.include_router(router, prefix=API)
    return everything.routes


ROUTES: Sequence[BaseRoute] = _assembled()
"""All of a network's, put together once a process.

FastAPI works out each route's parameters when it is first asked for, and keeps that with the
routers it included. An application that includes them anew would do all of it again: a test suite
makes thousands, and spent two thirds of its requests' time on that.
"""
