"""Search finds a thing by any of its words for whoever sees it, and by none for anybody else."""

from tests.canary.expected.shapes import Surface

QUERY = "search?q={word}"


def _finds(
    kind: str, of: tuple[str, ...], text: str, *titles: str, snippet: tuple[str, ...] = ()
) -> tuple[Surface, ...]:
    """A thing is found by this text: its title shows and, to people, more of it around the word."""
    word = f"{kind}.{{one}}.{text}"
    return (
        Surface("search:show", f"/{QUERY}", (*titles, *snippet), kind, of, word=word, asks=True),
        Surface("api.search:show", f"/api/v1/{QUERY}", titles, kind, of, word=word, asks=True),
    )


SURFACES = (
    *_finds(
        "challenge",
        ("[!sc]*", "cities"),
        "context",
        "challenge.{one}.title",
        snippet=("challenge.{one}.tried", "challenge.{one}.help_wanted"),
    ),
    *_finds(
        "challenge",
        ("solved", "closed"),
        "context",
        "challenge.{one}.title",
        snippet=(
            "challenge.{one}.tried",
            "challenge.{one}.help_wanted",
            "challenge.{one}.worked",
        ),
    ),
    *_finds("challenge", ("*",), "old_context"),
    *_finds("challenge", ("*",), "old_title"),
    *_finds("answer", ("*",), "body", "answered.{one}.title"),
    *_finds("resource", ("*",), "description", "resource.{one}.title"),
    *_finds("resource", ("*",), "old_description"),
    *_finds("roundtable", ("[!dh]*",), "purpose", "roundtable.{one}.title"),
)
