"""Everything that happened to one person, of every module, as one list sorted by day."""

from app.services.timeline.kinds import Event, Kind
from app.services.timeline.sources import timeline

__all__ = ["Event", "Kind", "timeline"]
