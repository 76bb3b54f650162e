"""One's own profile and the language of the interface."""

from typing import Annotated

from fastapi import Depends, Response

from backend.core import tongues
from backend.core.errors import Rejected
from backend.core.i18n import _
from backend.core.text import fold
from backend.core.times import zones
from backend.domain.members import actions, naming, policy, queries, renaming
from backend.domain.members.drafts import ProfileDraft
from backend.domain.members.models import Member
from backend.domain.topics.queries import Tree, tree
from backend.kit import errors, moments
from backend.kit.asking import AskingMember, SignedIn
from backend.kit.forms import Form, edited
from backend.kit.languages import COOKIE
from backend.kit.render import render, see_other
from backend.kit.router import Router

router = Router(show=errors.show_page, prefix="/settings")

ProfileForm = Annotated[
    Form[ProfileDraft],
    Depends(edited(ProfileDraft, ticked=("languages", "can_help", "looking_for"))),
]

CONTINENTS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)
"""The parts of the world by which zones are named; other names are old spellings of these."""


@router.get("", name="settings:show")
def show(ask: SignedIn) -> Response:
    policy.may_edit(ask.me, ask.me).insist()
    known = tree(ask.db)
    kept = queries.mine(ask.db, ask.me, known).model_dump()
    times = {name: f"{kept[name]:%H:%M}" for name in ("work_starts", "work_ends")}
    return _page(ask, Form.of(ProfileDraft, **kept | times), known)


@router.post("", name="settings:save")
def save(ask: SignedIn, form: ProfileForm) -> Response:
    def keep(draft: ProfileDraft) -> Member:
        if draft.language and ask.request.app.state.languages.known(draft.language) is None:
            raise Rejected({"language": _("Please choose a language from the list.")})
        return actions.edit(ask.db, ask.me, draft)

    if not form.submit(keep):
        return _page(ask, form, tree(ask.db), status=422)
    path, said = ask.path_for("people:show", slug=ask.me.slug), _("Your profile is saved.")
    if renaming.waiting_for(ask.db, ask.me):
        path = ask.path_for("settings:show")
        said = _("Your profile is saved. Your new name waits for a convener.")
    answer = see_other(ask, path, flash=said)
    if not ask.me.language:
        answer.delete_cookie(COOKIE)
    return answer


@router.post("/name/withdrawal", name="settings:keep_name")
def keep_name(ask: SignedIn) -> Response:
    renaming.take_back(ask.db, ask.me)
    said = _("You keep your name, and no other waits.")
    return see_other(ask, ask.path_for("settings:show"), flash=said)


@router.post("/address", name="settings:readdress")
def readdress(ask: SignedIn) -> Response:
    actions.readdress(ask.db, ask.me)
    path = ask.path_for("people:show", slug=ask.me.slug)
    return see_other(ask, path, flash=_("Your profile has its new address."))


def _page(ask: AskingMember, form: Form[ProfileDraft], topics: Tree, status: int = 200) -> Response:
    branches = topics.branches()
    headings = {"principle": _("Principles"), "theme": _("Themes"), "practice": _("Practices")}
    return render(
        ask,
        "settings/show.html",
        "settings/_form.html",
        status=status,
        form=form,
        groups=[
            (headings[kind], [(one.slug, one.label) for one in of_kind])
            for kind, of_kind in branches.items()
        ],
        tongues=tongues.choices(),
        zones=_zones(form.value("zone")),
        interface=ask.request.app.state.languages.offered,
        place=ask.caller.city if ask.caller else None,
        name_waits=renaming.waiting_for(ask.db, ask.me),
        address_follows=not naming.is_behind(ask.me),
    )


def _zones(kept: str) -> list[tuple[str, str]]:
    """Every zone by the city it is named after, as its reader looks for it; that kept in any case."""
    known = zones()
    current = (name for name in sorted(known) if name.partition("/")[0] in CONTINENTS)
    named: dict[str, str] = {}
    for name in (kept or "UTC", *current):
        named.setdefault(moments.place_of(name) if name in known else name, name)
    return [(name, place) for place, name in sorted(named.items(), key=lambda one: fold(one[0]))]
