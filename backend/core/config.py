"""Settings, read once from the environment at the top of the program and passed down."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

MAX_SESSIONS = 8
"""One number for three things: connections in the pool, threads that run routes, and so requests
that hold a session at one time. More only fight over the interpreter."""

DEFAULT_SECRET = "only-for-demonstration"  # noqa: S105 - refused outside the demo
HTMX = "https://cdn.jsdelivr.net/npm/htmx.org@4.0.1/dist/htmx.min.js"
HTMX_INTEGRITY = "sha384-Qp9rdC8H7EqOoX+nR0P3RPG2Noji+qdwJlGpfzwQJsfOpp3sGwIdSP9xO3+UlEhn"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="OPENCITIES_", env_file=".env", extra="ignore")

    mode: Literal["demo", "test", "production"] = Field(
        "production",
        description="demo and test show mail on a page and accept the default secret.",
    )
    database_url: str = Field(
        "sqlite:///opencities.db",
        description="SQLAlchemy address: sqlite:///file.db or postgresql://user:password@host/name.",
    )
    secret: SecretStr = Field(
        SecretStr(DEFAULT_SECRET),
        description="At least 32 random characters; signs form tokens. Keep it, and keep it secret.",
    )
    origin: str = Field(
        "",
        description="The public address without a path, such as https://network.example.org.",
    )
    name: str = Field("Open Cities", description="What this network calls itself.")
    htmx_src: str = Field(HTMX, description="Where browsers fetch htmx from.")
    htmx_integrity: str = Field(HTMX_INTEGRITY, description="Its subresource integrity hash.")
    files: Path = Field(Path("files"), description="The folder where uploaded files rest.")
    admit_by_domain: bool = Field(
        default=True,
        description="Admit applicants at once whose e-mail domain is one of their city's own.",
    )
    session_days: int = Field(30, ge=1, le=365, description="How long a sign-in lasts, in days.")
    link_minutes: int = Field(
        10, ge=1, le=10, description="How long a sign-in link can be used, in minutes."
    )
    pseudo_language: bool = Field(
        default=False,
        description="Offers an invented language that shows which sentences escape translation.",
    )
    smtp_url: str = Field(
        "",
        description="smtp://user:password@host:587 or smtps://…; empty means no mail is sent.",
    )
    mail_from: str = Field("", description="The sender of all mail, an address of yours.")
    work_inside: bool = Field(
        default=True,
        description="Send mail and do other jobs inside `serve`; off where `worker` runs beside it.",
    )

    @property
    def is_demo(self) -> bool:
        return self.mode in {"demo", "test"}

    @property
    def is_secure(self) -> bool:
        return self.origin.startswith("https://")
