"""The list of offers that stands behind the overview: the filters that leave what is counted there."""

from __future__ import annotations

from app.models.conditions import Between, Condition, Contains, Empty, OneOf
from app.models.offer import OpenTo
from app.services.offer_facts import CHILDREN, SECTORS, WOMEN
from app.services.offer_overview import ALL, NOWHERE, Scope


def filters(scope: Scope, place: str, key: str) -> dict[str, Condition]:
    """Offers of the period, of the column KEY and in the place called PLACE, each unless it is ALL.

    No list is filtered by hours of the week, so with a limit of those it has more than the overview counts.
    """
    found: dict[str, Condition] = {}
    if key in SECTORS:
        found["sector"] = OneOf((key,))
    elif key == WOMEN:
        found["open_to"] = OneOf((OpenTo.WOMEN.value,))
    elif key == CHILDREN:
        found["for_children"] = OneOf((True,))
    if place != ALL:
        found["city"] = Empty() if place == NOWHERE else Contains((place,))
    found["valid_from"] = Between(None, scope.last, or_none=True)
    found["valid_to"] = Between(scope.first, None, or_none=True)
    return found
