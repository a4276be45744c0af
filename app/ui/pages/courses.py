"""Courses: the list of trainings."""

from __future__ import annotations

from typing import Any

from app.core.text import N_
from app.models import Course, Entity, Project
from app.models.query import Query
from app.ui.context import Context
from app.ui.pages.list_page import ListPage


class CoursePage(ListPage):
    """All courses with their period and how many take part."""

    tables = ("course_session", "enrolment")
    icon = "course"
    purpose = N_(
        "Hier stehen Schulungen, Qualifizierungen und Workshops mit Terminen, Anwesenheit und Bescheinigungen."
    )
    widths = {"caption": 220, "kind": 200, "first_day": 92, "last_day": 92, "enrolled": 104}

    def __init__(self, context: Context) -> None:
        super().__init__(context, Course)

    def new_record(self, session: Any) -> Entity:
        """A course of the project that began last."""
        projects = Query(Project, order="starts", descending=True).ids(session)
        return Course(project_id=projects[0] if projects else None)
