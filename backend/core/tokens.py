"""Secrets that people carry: made here, kept only as hashes."""

import hashlib
import hmac
import secrets


def new_token() -> str:
    """256 bits of chance, fit for an address or a cookie."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    """What is stored of a token. It is random enough that a plain SHA-256 can't be searched."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def signature(secret: str, *parts: str) -> str:
    """A short proof that we said these words, for tokens in forms."""
    said = "\x1f".join(parts).encode("utf-8", "replace")
    return hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()[:32]


def same(one: str, other: str) -> bool:
    """Compared in a time that says nothing about where they differ."""
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))
