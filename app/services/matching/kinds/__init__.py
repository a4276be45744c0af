"""The kinds of rules; importing this package puts them into the registry."""

from app.services.matching.kinds import common, conditions, distance, overlap, wishes, words

__all__ = ["common", "conditions", "distance", "overlap", "wishes", "words"]
