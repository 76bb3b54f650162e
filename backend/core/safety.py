"""Settings with which this must not be served: each a sentence that says what to set."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from backend.core import migrations
from backend.core.config import DEFAULT_SECRET, Settings

SECRET_LENGTH = 32
AT_HOME = frozenset({"localhost", "127.0.0.1", "::1"})


def faults(settings: Settings) -> list[str]:
    """What is wrong with the settings themselves."""
    found = [_origin(settings), _files(settings), *_providers(settings)]
    if not settings.is_demo:
        found += [_secret(settings), _mail(settings)]
    return [sentence for sentence in found if sentence]


def database_fault(engine: Engine) -> str:
    """What is wrong with the database, or nothing."""
    try:
        with engine.connect().execution_options(writes=False) as connection:
            if migrations.is_at(connection, migrations.newest()):
                return ""
    except SQLAlchemyError as error:
        return (
            f"The database {engine.url.render_as_string()} cannot be reached: "
            f"{str(getattr(error, 'orig', error)).strip()}. Is OPENCITIES_DATABASE_URL right?"
        )
    return "The database does not have this version's tables. Run `opencities migrate` first."


def _secret(settings: Settings) -> str:
    secret = settings.secret.get_secret_value()
    if secret != DEFAULT_SECRET and len(secret) >= SECRET_LENGTH:
        return ""
    return (
        f"OPENCITIES_SECRET is not set, or shorter than {SECRET_LENGTH} characters. Set it to what "
        "`python3 -c 'import secrets; print(secrets.token_urlsafe(48))'` prints."
    )


def _files(settings: Settings) -> str:
    if settings.file_megabytes < settings.upload_megabytes:
        return ""
    return (
        f"OPENCITIES_FILE_MEGABYTES is {settings.file_megabytes}, but no form may be larger than "
        f"OPENCITIES_UPLOAD_MEGABYTES, {settings.upload_megabytes}. Set the second above the first."
    )


def _origin(settings: Settings) -> str:
    if not settings.origin:
        return (
            "OPENCITIES_ORIGIN is not set. Set it to the address that people open, without a "
            "path, such as https://network.example.org."
        )
    parts = urlsplit(settings.origin)
    if settings.origin != f"{parts.scheme}://{parts.netloc}" or not parts.hostname:
        return (
            f"OPENCITIES_ORIGIN is {settings.origin}. It must be a scheme and a host, without a "
            "path or a slash at the end, such as https://network.example.org."
        )
    if parts.scheme != "https" and parts.hostname not in AT_HOME:
        return (
            f"OPENCITIES_ORIGIN is {settings.origin}. It must start with https://, or sign-ins "
            "could be read on the way."
        )
    return ""


def _providers(settings: Settings) -> Iterator[str]:
    for name, count in Counter(one.name for one in settings.vouching).items():
        if count > 1:
            yield (
                f"OPENCITIES_PROVIDERS and OPENCITIES_SAML_PROVIDERS name {name} more than once. "
                "Give each provider its own name."
            )
    for issuer, count in Counter(one.issuer for one in settings.vouching).items():
        if count > 1:
            yield (
                f"Two providers of the settings are {issuer}, so that one could speak in the name "
                "of the other. Take one of them out."
            )
    for one in settings.providers:
        if not _is_safe(settings, one.issuer) or urlsplit(one.issuer).query:
            yield (
                f"OPENCITIES_PROVIDERS gives {one.name} the issuer {one.issuer}. It must start with "
                "https:// and be exactly what the provider's own metadata say."
            )
    for saml in settings.saml_providers:
        address = saml.address or saml.metadata
        if saml.metadata_file is None and not _is_safe(settings, address):
            yield (
                f"OPENCITIES_SAML_PROVIDERS gives {saml.name} the address {address}. It must start "
                "with https://."
            )


def _is_safe(settings: Settings, address: str) -> bool:
    parts = urlsplit(address)
    here = settings.is_demo and parts.hostname in AT_HOME
    return bool(parts.hostname) and (parts.scheme == "https" or here)


def _mail(settings: Settings) -> str:
    if settings.smtp_url and settings.mail_from:
        return ""
    return (
        "OPENCITIES_SMTP_URL and OPENCITIES_MAIL_FROM are not both set, and people sign in by "
        "e-mail. Set them to your mail server, such as smtp://user:password@mail.example.org:587, "
        "and to the sender's address."
    )
