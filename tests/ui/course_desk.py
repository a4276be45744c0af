"""A person in front of the page of a course, for its tests."""

from __future__ import annotations

from app.models import Enrolment
from app.models.query import Query
from app.ui.pages.course import CoursePage
from tests.ui.lesson import MARKS, lesson

WHO = ("Barakzai", "Gvazava", "Hadgu", "Qassab")


class Desk:
    """A person in front of the page."""

    def __init__(self, context, qtbot):
        self.context = context
        self.lesson = lesson(context.db, {name: row for name, row in MARKS.items() if name.startswith(WHO)})
        self.page = CoursePage(context, self.lesson.course.id)
        qtbot.addWidget(self.page)
        self.page.resize(1154, 658)
        self.page.show()

    def shown(self, rows):
        return [[item.text for item in line.items] for line in rows.lines]

    def record(self, entity, id):
        with self.context.db.read() as session:
            return session.get(entity, id)

    def states(self):
        with self.context.db.read() as session:
            query = Query(Enrolment, where={"course_id": self.lesson.course.id}, shown=("person_id", "state"))
            return dict(query.rows(session, query.ids(session)).values())

    def state(self, name):
        return next(s for p, s in self.states().items() if p == self.person(name).id)

    def person(self, name):
        return next(one for who, one in self.lesson.people.items() if who.startswith(name))

    def choose(self, name):
        tab = self.page.participants
        row = next(n for n, one in enumerate(tab.members) if one.caption.startswith(name))
        tab.view.selectRow(row)

    @property
    def steps(self):
        return [step.label for step in self.context.past]
