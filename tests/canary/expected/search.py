"""Search finds a thing by any of its words for whoever sees it, and by none for anybody else."""

from tests.canary.expected.shapes import Shown, Surface, To
from tests.canary.roles import CONVENERS, MEMBERS, Roles, only

QUERY = "search?q={word}"
TYPED = "search/suggestions?q={word}"


def _finds(
    kind: str, of: tuple[str, ...], text: str, *titles: Shown, snippet: tuple[Shown, ...] = ()
) -> tuple[Surface, ...]:
    """A thing is found by this text: its title shows, and more of it around the word.

    What finds nothing is asked of the page alone: programs are answered from the same hits.
    """
    word = f"{kind}.{{one}}.{text}"
    shown = (*titles, *snippet)
    page = Surface("search:show", f"/{QUERY}", shown, kind, of, word=word, asks=True, lists=True)
    program = Surface(
        "api.search:show", f"/api/v1/{QUERY}", shown, kind, of, word=word, asks=True, lists=True
    )
    return (page, program) if shown else (page,)


def _finds_person(name: str, readers: Roles) -> tuple[Surface, ...]:
    """Members alone find people, and not who has blocked them; by what all members see of them."""
    return _finds(
        "person",
        (name,),
        "bio",
        To("person.{one}.name", readers),
        snippet=tuple(To(one, readers) for one in ABOUT_PEOPLE),
    )


ABOUT_PEOPLE = (
    "person.{one}.title",
    "works.{one}.city",
    "person.{one}-can_help.tag",
    "person.{one}-looking_for.tag",
)
PEOPLE = {
    "public": MEMBERS,
    "members": MEMBERS - {"elsewhere"},
    "suspended": MEMBERS,
}

ON_VIEW = {
    "challenge": ("public", "members", "cities", "narrowed", "solved", "closed"),
    "resource": ("public_link", "public_file", "members_link", "members_file"),
    "roundtable": ("public", "members", "chatham", "chatham_members", "held", "held_members"),
}
"""What each has a topic of its own: related to that topic, and to nothing else."""


def _suggests(kind: str, of: tuple[str, ...] = ("*",)) -> tuple[Surface, ...]:
    """A thing is suggested by a word of its title, while that is typed."""
    word = f"{kind}.{{one}}.title"
    return tuple(
        Surface(route, f"{before}/{TYPED}", (word,), kind, of, word=word, asks=True, lists=True)
        for route, before in (("search:suggestions", ""), ("api.search:suggestions", "/api/v1"))
    )


def _adopted(readers: Roles) -> tuple[To, ...]:
    texts = ("resource.{one}.title", "resource.{one}.tag", "adopted.{one}.elsewhere_city")
    return tuple(To(text, readers) for text in texts)


SURFACES = (
    *_suggests("challenge"),
    *_suggests("resource"),
    *_suggests("roundtable", ("[!dh]*",)),
    Surface("search:peers", "/search/peers?q=nothing"),
    *(
        Surface("api.related:list", f"/api/v1/related/{kind}/{{slug}}", over=kind)
        for kind in ("city", *ON_VIEW)
    ),
    *(
        Surface(
            "api.related:list",
            "/api/v1/related/topic/{slug}",
            (f"{kind}.{one}.title", f"{kind}.{one}.tag"),
            over="topic",
            of=(f"{kind}-{one}",),
            lists=True,
        )
        for kind, ones in ON_VIEW.items()
        for one in ones
    ),
    Surface("api.related:list", "/api/v1/related/member/{slug}", over="person", of=("members",)),
    Surface("api.related:list", "/api/v1/related/twinning/{slug}", over="twinning"),
    Surface("api.related:list", "/api/v1/related/concept/{slug}", over="concept"),
    Surface(
        "api.related:list",
        "/api/v1/related/topic/{slug}",
        over="topic",
        of=("*-hidden", "person-*", "roundtable-draft"),
    ),
    *_finds(
        "challenge",
        ("[!sc]*", "cities"),
        "context",
        "challenge.{one}.title",
        "challenge.{one}.tag",
        "challenge.{one}.city",
        snippet=("challenge.{one}.tried", "challenge.{one}.help_wanted"),
    ),
    *(
        one
        for name, city in (("solved", ()), ("closed", ("challenge.{one}.city",)))
        for one in _finds(
            "challenge",
            (name,),
            "context",
            "challenge.{one}.title",
            "challenge.{one}.tag",
            # Who posted the first shows nobody where they work.
            *city,
            snippet=(
                "challenge.{one}.tried",
                "challenge.{one}.help_wanted",
                "challenge.{one}.worked",
            ),
        )
    ),
    *_finds("challenge", ("*",), "old_context"),
    *_finds("challenge", ("*",), "old_title"),
    *_finds(
        "answer", ("*",), "body", *(f"answered.{{one}}.{text}" for text in ("title", "tag", "city"))
    ),
    *_finds(
        "resource",
        ("*",),
        "description",
        *(f"resource.{{one}}.{text}" for text in ("title", "tag", "publisher")),
    ),
    *_finds("resource", ("*",), "old_description"),
    *(one for name, readers in PEOPLE.items() for one in _finds_person(name, readers)),
    *_finds("person", ("nobody", "erased"), "bio"),
    *(
        one
        for of, readers in (("[!h]*", only("elsewhere", "convener")), ("hidden*", CONVENERS))
        for one in _finds("adoption", (of,), "elsewhere_words", *_adopted(readers))
    ),
    *_finds("roundtable", ("[!dh]*",), "purpose", "roundtable.{one}.title", "roundtable.{one}.tag"),
)
