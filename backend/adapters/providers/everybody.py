"""All providers of the settings, whatever they speak."""

from collections.abc import Mapping

from backend.adapters.outgoing import Reach
from backend.adapters.providers.openid import OpenId
from backend.adapters.providers.saml import Saml
from backend.adapters.providers.talking import Talks
from backend.core.config import Settings
from backend.core.providers import Asserted, Errand, Vouched


class Everybody:
    def __init__(self, settings: Settings) -> None:
        talks = Talks(Reach(settings.is_demo, settings.provider_networks))
        self._labels = {one.name: one.label for one in settings.vouching}
        self._by_post = frozenset(one.name for one in settings.saml_providers)
        self._openid = OpenId(settings.providers, talks)
        self._saml = Saml(settings.saml_providers, talks)

    def label(self, name: str) -> str:
        return self._labels[name]

    def posts(self, name: str) -> bool:
        return name in self._by_post

    def address(self, name: str, errand: Errand) -> str:
        return (self._saml if self.posts(name) else self._openid).address(name, errand)

    def vouched(self, name: str, errand: Errand, said: Mapping[str, str]) -> Vouched:
        return self._openid.vouched(name, errand, said)

    def asserted(self, name: str, errand: Errand, form: str) -> Asserted:
        return self._saml.asserted(name, errand, form)

    def about_us(self, name: str, errand: Errand) -> bytes:
        return self._saml.about_us(name, errand)

    def greet(self, name: str) -> None:
        """Look whether it is there and what it claims to be. Raises Unreachable or NotBelieved."""
        (self._saml if self.posts(name) else self._openid).greet(name)
