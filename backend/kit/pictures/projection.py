"""The Natural Earth projection, from the earth to the paper and back.

Natural Earth I by Tom Patterson, in the polynomial form of B. Šavrič, B. Jenny, T. Patterson,
D. Petrovič and L. Hurni, "A Polynomial Equation for the Natural Earth Projection", Cartography
and Geographic Information Science 38(4), 2011. Angles in degrees, lengths in radii of the earth.
"""

from math import degrees, pi, radians

WIDEST = 0.870700 * pi
"""Half the length of the equator on the paper."""


def _length(phi: float) -> float:
    """How long a parallel is drawn, for each radian of longitude."""
    square = phi * phi
    fourth = square * square
    return (
        0.870700
        - 0.131979 * square
        + fourth * (-0.013791 + fourth * square * (0.003971 - 0.001529 * square))
    )


def _height(phi: float) -> float:
    square = phi * phi
    fourth = square * square
    return phi * (
        1.007226
        + 0.015085 * square
        + fourth * square * (-0.044475 + 0.028874 * square - 0.005916 * fourth)
    )


def _steepness(phi: float) -> float:
    """The derivative of the height."""
    square = phi * phi
    fourth = square * square
    return (
        1.007226
        + 3 * 0.015085 * square
        + fourth * square * (-7 * 0.044475 + 9 * 0.028874 * square - 11 * 0.005916 * fourth)
    )


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Where this place lies on the paper: to the right of the middle, and above it."""
    phi = radians(latitude)
    return radians(longitude) * _length(phi), _height(phi)


def unproject(x: float, y: float) -> tuple[float, float] | None:
    """The longitude and latitude drawn here, or None where the paper shows no earth."""
    phi = y
    for _ in range(12):
        phi -= (_height(phi) - y) / _steepness(phi)
    if abs(phi) > pi / 2:
        return None
    longitude = degrees(x / _length(phi))
    return (longitude, degrees(phi)) if abs(longitude) <= 180 else None  # noqa: PLR2004 - half a turn
