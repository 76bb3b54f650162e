"""Where the records of reasons are read for which somebody is suggested."""

from collections.abc import Sequence

from backend.domain.matching.peer_reasons import Reason
from backend.domain.matching.peers import Peer
from backend.kit.addresses import Addresses


def records(addresses: Addresses, peer: Peer, reason: Reason) -> Sequence[tuple[str, str]]:
    """The title and the address of each; with an empty title, the whole sentence leads there."""
    slug = peer.person.slug
    if reason.kind == "load":
        return ()
    if reason.kind == "endorsed" and reason.topic:
        return (("", addresses.path_for("endorsements:show", slug=slug, topic=reason.topic)),)
    if reason.records:
        return [(one.title, addresses.of(one)) for one in reason.records]
    return (("", addresses.path_for("people:show", slug=slug)),)
