"""Making cities. They come from the gazetteer when the first of their people arrives."""

from sqlmodel import Session, col, select

from backend.core.locks import alone
from backend.core.slugs import free_slug
from backend.core.text import fold
from backend.domain.cities import countries, gazetteer
from backend.domain.cities.gazetteer import Place
from backend.domain.cities.models import City, CityName


def from_place(db: Session, place: Place) -> City:
    """The city of this place: the one there is, or a new one with the names it goes by."""
    alone(db, f"city {place.id}")
    known = db.exec(select(City).where(col(City.geonames_id) == place.id)).first()
    if known is not None:
        return known
    city = City(
        slug=free_slug(db, City.slug, f"{place.name} {place.country}"),
        geonames_id=place.id,
        name=place.name,
        folded=fold(place.name)[:120],
        country=place.country,
        subdivision=place.region,
        region=countries.region(place.country) or "",
        latitude=place.latitude,
        longitude=place.longitude,
        zone=place.zone,
        population=place.population or None,
        languages=list(countries.official_languages(place.country)),
    )
    db.add(city)
    db.flush()
    for words in gazetteer.names(place.id):
        db.add(CityName(city_id=city.id, words=words[:200], folded=fold(words)[:200]))
    return city
