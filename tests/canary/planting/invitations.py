"""Somebody invited by a member, and a list of strangers that a convener is about to invite."""

from backend.domain.joining import inviting, listing
from backend.domain.joining.invitations import InvitationDraft, ListDraft
from tests.canary.planting.ground import Plant
from tests.canary.roles import CONVENERS, EVERYBODY, Roles, only
from tests.support.joining import letters

INVITER = only("colleague", "convener")


def plant_invitations(plant: Plant) -> None:
    convener = plant.people["convener"]
    sent = {text: plant.said(f"invitation.one.{text}", INVITER) for text in ("name", "title")}
    sent["email"] = _address(plant, "invitation.one.email", INVITER)
    sent["words"] = plant.text("invitation.one.words", INVITER)
    draft = InvitationDraft.model_validate(sent)
    made = inviting.invite(plant.db, plant.settings, plant.people["colleague"], draft)
    plant.db.flush()
    plant.garden.keep("invitation", "one", "", made.id, INVITER)
    # Whoever has the link reads what was written to them.
    link = _token(plant, draft.email)
    plant.garden.keep("invitation_link", "one", link, made.id, EVERYBODY)
    name = plant.said("invitation_list.kept.name", CONVENERS)
    address = _address(plant, "invitation_list.kept.email", CONVENERS)
    words = plant.text("invitation_list.kept.words", CONVENERS)
    kept = listing.read(
        plant.db, convener, ListDraft(text=f"name,email\n{name},{address}\n", words=words)
    )
    plant.db.flush()
    plant.garden.keep("invitation_list", "kept", "", kept.id, CONVENERS)
    # Whoever may not send lists is told so, whether there is one or not.
    plant.garden.keep("sent_list", "kept", "", kept.id, EVERYBODY)


def _address(plant: Plant, name: str, audience: Roles) -> str:
    return f"{plant.said(name, audience)}@invited.example"


def _token(plant: Plant, address: str) -> str:
    """The token in the letter that was written to this address."""
    found = [letter.facts["token"] for letter in letters(plant.db, address)]
    return str(found[-1])
