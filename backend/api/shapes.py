"""What programs are told of people, cities and topics wherever they are named."""

from pydantic import BaseModel, ConfigDict


class Shape(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class TopicShape(Shape):
    slug: str
    label: str


class CityShape(Shape):
    slug: str
    name: str
    country: str
