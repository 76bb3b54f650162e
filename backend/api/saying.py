"""A body that says something, or takes it back."""

from pydantic import BaseModel


class Said(BaseModel):
    said: bool = True
