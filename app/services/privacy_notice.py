"""The office's own privacy notice: changed by whoever saw what it says now."""

from __future__ import annotations

from collections.abc import Mapping

from app.models import PrivacyNotice
from app.models.privacy_notice import ONLY
from app.models.work import Work


def state(work: Work, seen: PrivacyNotice, values: Mapping[str, str]) -> None:
    """Let VALUES be what the office states instead of what was SEEN; Conflict where somebody was faster."""
    if seen.version is None and work.session.get(PrivacyNotice, ONLY) is None:
        work.add(PrivacyNotice(id=ONLY, **values))
    else:
        work.update(work.get(PrivacyNotice, ONLY, seen.version or 0), values)
