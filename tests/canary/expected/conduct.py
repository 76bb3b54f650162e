"""The pages that bind everybody: all may read them, conveners keep them."""

from tests.canary.expected.shapes import Surface
from tests.canary.roles import CONVENERS, SIGNED_IN

SURFACES = (
    Surface("conduct:due", "/about/due", to=SIGNED_IN),
    Surface("conduct:show", "/about/conduct"),
    Surface("conduct:show", "/about/privacy"),
    Surface("conduct:versions", "/about/conduct/versions"),
    Surface("conduct:version", "/about/conduct/versions/0"),
    Surface("conduct:new", "/about/conduct/versions/new", to=CONVENERS),
    Surface("conduct:new_translation", "/about/conduct/translations/new", to=CONVENERS),
    Surface("api.conduct:due", "/api/v1/about/due", to=SIGNED_IN),
    Surface("api.conduct:show", "/api/v1/about/conduct"),
    Surface("api.conduct:versions", "/api/v1/about/conduct/versions"),
    Surface("api.conduct:version", "/api/v1/about/conduct/versions/0"),
)
