"""What pages may know of the settings."""

from dataclasses import dataclass

from backend.core.config import Settings


@dataclass(frozen=True, slots=True)
class Site:
    name: str
    origin: str
    htmx_src: str
    htmx_integrity: str
    demo: bool
    providers: tuple[tuple[str, str], ...] = ()
    """Who vouches for members: name and label of each."""

    @classmethod
    def of(cls, settings: Settings) -> "Site":
        return cls(
            name=settings.name,
            origin=settings.origin,
            htmx_src=settings.htmx_src,
            htmx_integrity=settings.htmx_integrity,
            demo=settings.is_demo,
            providers=tuple((one.name, one.label) for one in settings.vouching),
        )
