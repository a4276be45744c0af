"""Records and where they live; naming a record here makes its table known."""

from app.models.attendance import Attendance
from app.models.base import Base, Entity
from app.models.certificate import Certificate
from app.models.course import Course
from app.models.course_session import CourseSession
from app.models.enrolment import Enrolment
from app.models.history import History, NumberSeries, SearchToken
from app.models.not_duplicate import NotDuplicate
from app.models.participation import Participation
from app.models.person import Person
from app.models.project import Project
from app.models.role import Role

__all__ = [
    "Attendance",
    "Base",
    "Certificate",
    "Course",
    "CourseSession",
    "Enrolment",
    "Entity",
    "History",
    "NotDuplicate",
    "NumberSeries",
    "Participation",
    "Person",
    "Project",
    "Role",
    "SearchToken",
]
