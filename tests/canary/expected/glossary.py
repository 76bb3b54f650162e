"""The glossary is everybody's to read."""

from tests.canary.expected.shapes import Surface
from tests.canary.roles import CONVENERS

WORDS = ("concept.*.term", "concept.*.meaning")
LABELS = "topic.*.label"

SURFACES = (
    Surface("glossary:index", "/glossary", WORDS),
    Surface("glossary:sheet", "/glossary.csv", WORDS),
    Surface("glossary:skos", "/glossary.jsonld", WORDS),
    Surface("glossary:show", "/glossary/{slug}", WORDS, "concept"),
    Surface("glossary:new", "/glossary/new", (LABELS,), to=CONVENERS),
    Surface("glossary:bring", "/glossary/import", to=CONVENERS),
    Surface("glossary:edit", "/glossary/{slug}/edit", (*WORDS, LABELS), "concept", to=CONVENERS),
    Surface("api.glossary:list", "/api/v1/glossary", WORDS),
    Surface("api.glossary:show", "/api/v1/glossary/{slug}", WORDS, "concept"),
)
