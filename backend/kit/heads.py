"""HEAD wherever there is GET: the same answer, without its body."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        # A copy, because the server looks at the method again when it sends.
        asked = {**scope, "method": "GET"}
        await self.app(asked, receive, send_head)
        scope.update({key: asked[key] for key in ("route", "endpoint") if key in asked})
