"""What hands a finished message to the outside world, whatever that is."""

from email.message import EmailMessage
from typing import Protocol


class Post(Protocol):
    """Takes messages away. Raises OSError or smtplib's errors when it can't."""

    def send(self, message: EmailMessage) -> None: ...
