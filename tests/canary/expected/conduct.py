"""The pages that bind everybody: all may read them, conveners keep them."""

from tests.canary.expected.shapes import Surface
from tests.canary.roles import CONVENERS, SIGNED_IN

SURFACES = (
    Surface("conduct:due", "/about/due", to=SIGNED_IN),
    Surface("conduct:show", "/about/conduct", ("rules.2.body",)),
    Surface("conduct:show", "/about/conduct?tongue=fr", ("rules.2.otherwise",)),
    Surface("conduct:show", "/about/privacy"),
    Surface("conduct:versions", "/about/conduct/versions", ("rules.*.change",)),
    Surface("conduct:version", "/about/conduct/versions/0"),
    *(
        Surface("conduct:version", f"/about/conduct/versions/{one}", (f"rules.{one}.body",))
        for one in (1, 2)
    ),
    Surface("conduct:new", "/about/conduct/versions/new", ("rules.2.body",), to=CONVENERS),
    Surface(
        "conduct:new_translation",
        "/about/conduct/translations/new",
        ("rules.2.body",),
        to=CONVENERS,
    ),
    Surface("api.conduct:due", "/api/v1/about/due", to=SIGNED_IN),
    Surface("api.conduct:show", "/api/v1/about/conduct", ("rules.2.body", "rules.2.change")),
    Surface("api.conduct:versions", "/api/v1/about/conduct/versions", ("rules.*.change",)),
    Surface("api.conduct:version", "/api/v1/about/conduct/versions/0"),
    Surface("api.conduct:version", "/api/v1/about/conduct/versions/1", ("rules.1.*",)),
)
