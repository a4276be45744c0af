"""One course: its dates, its people, their attendance and their certificates."""

from app.ui.pages.course.page import CoursePage

__all__ = ["CoursePage"]
