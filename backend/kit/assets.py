"""Static files, under an address that changes with their contents, so that browsers keep them."""

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parents[1] / "web" / "static"
MOUNT = "/static"


@lru_cache(maxsize=256)
def asset(name: str) -> str:
    """The address of a static file, with a fingerprint of what is in it."""
    fingerprint = hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:12]
    return f"{MOUNT}/{fingerprint}/{name}"


@lru_cache(maxsize=256)
def integrity(name: str) -> str:
    """The hash by which a browser knows a script of ours from one that was tampered with."""
    digest = hashlib.sha384((FOLDER / name).read_bytes()).digest()
    return f"sha384-{base64.b64encode(digest).decode()}"


class Assets(StaticFiles):
    """Answers `/static/<fingerprint>/<name>`; the fingerprint is only there to change."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        _fingerprint, _slash, name = path.partition("/")
        answer = await super().get_response(name, scope)
        answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return answer
