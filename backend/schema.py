"""Every table of the program, imported so that the metadata is whole: for Alembic, tests, main."""

from sqlmodel import SQLModel

from backend.domain.affiliations import models as _affiliations  # noqa: F401
from backend.domain.challenges import answers as _answers  # noqa: F401
from backend.domain.challenges import models as _challenges  # noqa: F401
from backend.domain.cities import changing as _changing  # noqa: F401
from backend.domain.cities import models as _cities  # noqa: F401
from backend.domain.cities import records as _records  # noqa: F401
from backend.domain.conduct import models as _conduct  # noqa: F401
from backend.domain.conversations import models as _conversations  # noqa: F401
from backend.domain.curation import models as _curation  # noqa: F401
from backend.domain.endorsements import models as _endorsements  # noqa: F401
from backend.domain.glossary import models as _glossary  # noqa: F401
from backend.domain.joining import further as _further  # noqa: F401
from backend.domain.joining import invitations as _invitations  # noqa: F401
from backend.domain.joining import models as _joining  # noqa: F401
from backend.domain.joining import ways as _ways  # noqa: F401
from backend.domain.matching import models as _matching  # noqa: F401
from backend.domain.members import blocks as _blocks  # noqa: F401
from backend.domain.members import models as _members  # noqa: F401
from backend.domain.members import names as _names  # noqa: F401
from backend.domain.moderation import looks as _looks  # noqa: F401
from backend.domain.moderation import models as _moderation  # noqa: F401
from backend.domain.notifications import models as _notifications  # noqa: F401
from backend.domain.own_data import models as _own_data  # noqa: F401
from backend.domain.resources import adoptions as _adoptions  # noqa: F401
from backend.domain.resources import models as _resources  # noqa: F401
from backend.domain.roles import models as _roles  # noqa: F401
from backend.domain.roundtables import attendance as _attendance  # noqa: F401
from backend.domain.roundtables import breakout_places as _breakouts  # noqa: F401
from backend.domain.roundtables import busy as _busy  # noqa: F401
from backend.domain.roundtables import feedback_forms as _feedback_forms  # noqa: F401
from backend.domain.roundtables import materials as _materials  # noqa: F401
from backend.domain.roundtables import models as _roundtables  # noqa: F401
from backend.domain.roundtables import own_feed as _own_feed  # noqa: F401
from backend.domain.roundtables import polls as _polls  # noqa: F401
from backend.domain.roundtables import question_sight as _question_sight  # noqa: F401
from backend.domain.roundtables import quotes as _quotes  # noqa: F401
from backend.domain.roundtables import registration as _registration  # noqa: F401
from backend.domain.roundtables import reminding as _reminding  # noqa: F401
from backend.domain.roundtables import reviews as _reviews  # noqa: F401
from backend.domain.roundtables import rule_moves as _rule_moves  # noqa: F401
from backend.domain.roundtables import series as _series  # noqa: F401
from backend.domain.saved_searches import models as _saved_searches  # noqa: F401
from backend.domain.search import models as _search  # noqa: F401
from backend.domain.topics import models as _topics  # noqa: F401
from backend.domain.twinnings import models as _twinnings  # noqa: F401

metadata = SQLModel.metadata
