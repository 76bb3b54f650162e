"""The library: lists with their counts, each resource with its trail, files by version."""

from tests.canary.expected.shapes import Surface
from tests.canary.roles import AUTHOR, LEADS, MEMBERS, NOBODY

LISTED = ("resource.*.title", "resource.*.tag", "resource.*.publisher")
FORMS = ("topic.*.label", "city.*.name")
EDITED = (*FORMS, "resource.{one}.title", "resource.{one}.description")
TRAIL = ("adoption.{one}.*_words", "adopted.{one}.*")
WHOLE = (
    "resource.{one}.title",
    "resource.{one}.description",
    "resource.{one}.tag",
    "resource.{one}.publisher",
    "resource.{one}.author",
    "resource.{one}.second_note",
    *TRAIL,
)
LINKS = ("resource.{one}.first_link", "resource.{one}.second_link")
FILES = ("resource.{one}.second_file_name",)

SURFACES = (
    Surface("resources:index", "/resources", LISTED, piece=LISTED),
    Surface("resources:new", "/resources/new", FORMS, to=MEMBERS),
    *(
        Surface(route, f"/resources/{{slug}}/{step}", shows, over="resource", of=(of,), to=keepers)
        for of, keepers in (("*_link", LEADS | AUTHOR), ("*_file", AUTHOR))
        for route, step, shows in (
            ("resources:edit", "edit", EDITED),
            ("resources:renewing", "versions/new", EDITED[2:3]),
        )
    ),
    *(
        Surface(
            f"{prefix}resources:show",
            f"{root}/resources/{{slug}}",
            (
                *WHOLE,
                *where,
                *(("resource.{one}.first_*name",) if root and form == "*_file" else ()),
            ),
            over="resource",
            of=(form,),
            piece=None if root else (*TRAIL, "resource.{one}.publisher"),
        )
        for prefix, root in (("", ""), ("api.", "/api/v1"))
        for form, where in (("*_link", LINKS), ("*_file", FILES))
    ),
    *(
        Surface(
            f"{prefix}resources:file",
            f"{root}/resources/{{slug}}/files/{number}",
            (f"resource.{{one}}.{version}_file_name", f"file.{{one}}.{version}"),
            over="resource",
            of=("*_file",),
        )
        for prefix, root in (("", ""), ("api.", "/api/v1"))
        for number, version in ((1, "first"), (2, "second"))
    ),
    Surface(
        "resources:file",
        "/resources/{slug}/files/1",
        over="resource",
        of=("*_link",),
        to=NOBODY,
        refused=404,
    ),
    Surface(
        "api.resources:list",
        "/api/v1/resources",
        (*LISTED, "resource.*.description", "resource.*.second_link"),
    ),
)
