"""Every module of pages and of JSON, gathered in one place: a new feature adds its line here."""

from collections.abc import Sequence

from fastapi import APIRouter

from backend.api import answers as api_answers
from backend.api import applications as api_applications
from backend.api import challenges as api_challenges
from backend.api import moderation as api_moderation
from backend.api import notifications as api_notifications
from backend.api import search as api_search
from backend.web import (
    about,
    applications,
    joining,
    language,
    letters,
    moderation,
    notifications,
    programs,
    questions,
    reports,
    search,
    session,
    specimens,
)
from backend.web.challenges.routers import ROUTERS as CHALLENGES

PAGES: Sequence[APIRouter] = (
    about.router,
    applications.router,  # before moderation, whose addresses could be read as these
    *CHALLENGES,
    joining.router,
    language.router,
    moderation.router,
    notifications.router,
    programs.router,
    questions.router,
    reports.router,
    search.router,
    session.router,
)

FOR_SHOW: Sequence[APIRouter] = (
    letters.router,
    specimens.router,
)
"""Pages of a demo and of tests, never of a network."""

PROGRAMS: Sequence[APIRouter] = (
    api_applications.router,
    api_answers.router,
    api_challenges.router,
    api_moderation.router,
    api_notifications.router,
    api_search.router,
)
"""JSON under /api/v1."""
