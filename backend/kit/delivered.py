"""What others may send here in somebody's name: a SAML answer, and that letters shall end.

Such a form comes from a page of the provider, or from a mail program. Browsers withhold our cookies from it, and the gate
that turns away forms of other sites stands before it. So it opens for these addresses alone, and
what comes through is nobody's: even where a cookie does come along (from a provider on a site of
ours), nothing is done in its name.
"""

import re
from typing import Annotated

from fastapi import Depends, Request

from backend.kit.asking import Asking

ADDRESSES = re.compile(
    r"/sign-in/providers/[a-z0-9-]{1,40}/assertion|/unsubscribe/[a-z0-9-]{1,100}"
)


class AskingFromElsewhere(Asking):
    """A request that is worth what it carries, and not who sent it."""

    def recognise(self) -> None:
        """Whoever it is, they stay a stranger."""


async def delivered(request: Request) -> AskingFromElsewhere:
    return AskingFromElsewhere(request)


Delivered = Annotated[AskingFromElsewhere, Depends(delivered)]
