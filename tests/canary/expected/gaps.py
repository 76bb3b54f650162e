"""What is missing is for conveners, without who looked."""

from tests.canary.expected.shapes import Surface
from tests.canary.roles import CONVENERS

SURFACES = (
    Surface("gaps:index", "/moderation/gaps", to=CONVENERS),
    Surface("api.gaps:list", "/api/v1/moderation/gaps", to=CONVENERS),
)
