"""A bare ASGI program that answers every request with the bytes of one file."""

import sys
from pathlib import Path

from starlette.types import Receive, Scope, Send
from uvicorn import Server

from backend.kit.protocol import Limits, PatientConfig


def main(port: int, file: Path) -> None:
    body = file.read_bytes()
    headers = [(b"content-type", b"text/html"), (b"content-length", str(len(body)).encode())]

    async def answer(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    Server(PatientConfig(answer, limits=Limits(), port=port, lifespan="off")).run()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
