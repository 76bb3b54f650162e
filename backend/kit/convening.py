"""What waits for conveners, for the tabs of their pages."""

from collections.abc import Mapping

from sqlalchemy import select as columns

from backend.core.db import rows
from backend.domain.affiliations import handovers
from backend.domain.affiliations import queries as affiliations
from backend.domain.curation import queries as curation
from backend.domain.joining import queries as joining
from backend.domain.members import renaming
from backend.domain.moderation import queries as moderation
from backend.kit.asking import Asking


def waits(ask: Asking) -> Mapping[str, int]:
    """How much waits, by the name of the page on which it does: one query."""
    applications, _since = joining.desk(ask.me)
    counted = {
        "queue": moderation.desk(ask.me),
        "members": applications,
        "affiliations": affiliations.desk(ask.me),
        "handovers": handovers.desk(ask.me),
        "names": renaming.desk(ask.me),
        "topics": curation.desk(ask.me),
    }
    return dict(
        rows(ask.db, columns(*(one.label(name) for name, one in counted.items()))).mappings().one()
    )
