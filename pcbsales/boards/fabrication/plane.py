"""Points of the plane in mm, and the linear maps that mirror, turn and scale them."""

Point = tuple[float, float]

#: a, b, c, d of x' = a x + c y, y' = b x + d y.
Linear = tuple[float, float, float, float]
IDENTITY: Linear = (1.0, 0.0, 0.0, 1.0)


def turned(point: Point, by: Linear) -> Point:
    """A point after a linear map."""
    a, b, c, d = by
    return a * point[0] + c * point[1], b * point[0] + d * point[1]


def growth(by: Linear) -> float:
    """How many times larger areas become; negative where the map mirrors."""
    return by[0] * by[3] - by[1] * by[2]
