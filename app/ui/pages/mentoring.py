"""Mentoring: the pairs, who could become one, their meetings, and whom the project has to win."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.progress import Progress
from app.core.text import N_, _, plural
from app.models import Pair, PairMeeting
from app.models.history import Done
from app.services.needs import needs
from app.services.pair_views import lines
from app.services.pairs import of_project
from app.ui.context import Context
from app.ui.pages.list_page import ListPage
from app.ui.pages.match.kinds import PAIRS
from app.ui.pages.match.page import MatchingPage
from app.ui.pages.module import ModulePage, Part
from app.ui.pages.pair.needs_page import NeedsPage
from app.ui.pages.pair.page import TandemsPage

TANDEMS, MATCHING, MEETINGS, NEEDS = range(4)
TABLES = ("pair", "task", "project")


class MeetingList(ListPage):
    """The meetings of all pairs, the latest first."""

    tables = ("pair", "person")
    icon = "calendar"
    purpose = N_("Hier stehen die Treffen aller Tandems. Eingetragen werden sie beim Tandem, in einer Zeile.")
    widths = {"caption": 104, "pair_name": 260, "minutes": 76, "form": 96, "topic": 260, "next_step": 200}

    def __init__(self, context: Context) -> None:
        super().__init__(context, PairMeeting)
        if not context.settings.layout(f"list-{PairMeeting.__tablename__}"):
            self.model.order_by("caption", descending=True)

    def counted(self, n: int) -> str:
        """'1 Treffen'."""
        return plural(n, _("1 Treffen"), _("{n} Treffen"))


class MentoringPage(ModulePage):
    """Four tabs; how many wait for a mentor stands in the navigation."""

    title = N_("Mentoring")

    def parts(self) -> Sequence[Part]:
        """Tandems, matching, meetings, needs."""
        return (
            Part(N_("Tandems"), TandemsPage, Pair),
            Part(N_("Matching"), lambda context: MatchingPage(context, PAIRS)),
            Part(N_("Treffen"), MeetingList, PairMeeting),
            Part(N_("Bedarfe"), NeedsPage),
        )

    def _make(self, number: int) -> None:
        super()._make(number)
        if announce := getattr(self.pages[number], "announce", None):
            announce()  # what it found before anybody listened

    def _changed(self, done: Done) -> None:
        if done.touches(*TABLES):
            self._count()

    def _count(self) -> None:
        """Say beside the tabs how many there are in the project worked in."""
        project = self.context.project_id

        def load(_progress: Progress) -> tuple[int, int]:
            with self.context.db.read() as session:
                within = of_project(session, project)
                return len(lines(session, within)), sum(one.done_on is None for one in needs(session, within))

        def show(found: tuple[int, int]) -> None:
            self._tally(TANDEMS, found[0])
            self._tally(NEEDS, found[1])

        self.context.tasks.run(load, show, self, key="tallies", quiet=True)
