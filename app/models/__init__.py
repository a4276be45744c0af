"""Records and where they live; naming a record here makes its table known."""

from app.models.attendance import Attendance
from app.models.base import Base, Entity
from app.models.certificate import Certificate
from app.models.consent import Consent
from app.models.course import Course
from app.models.course_session import CourseSession
from app.models.digest import Digest
from app.models.document import Document
from app.models.enrolment import Enrolment
from app.models.erasure import Erasure
from app.models.history import History, NumberSeries, SearchToken
from app.models.household import Household
from app.models.interest import Interest
from app.models.language_skill import LanguageSkill
from app.models.match_decision import MatchDecision
from app.models.match_rules import MatchRules
from app.models.not_duplicate import NotDuplicate
from app.models.note import Note
from app.models.offer import Offer
from app.models.organisation import Organisation
from app.models.organisation_contact import OrganisationContact
from app.models.own_field import OwnField
from app.models.pair import Pair
from app.models.pair_goal import PairGoal
from app.models.pair_meeting import PairMeeting
from app.models.participation import Participation
from app.models.person import Person
from app.models.place import Place, Travel
from app.models.placement import Placement
from app.models.privacy_notice import PrivacyNotice
from app.models.project import Project
from app.models.qualification import Qualification
from app.models.role import Role
from app.models.saved_view import SavedView
from app.models.standing import Standing
from app.models.task import Task

__all__ = [
    "Attendance",
    "Base",
    "Certificate",
    "Consent",
    "Course",
    "CourseSession",
    "Digest",
    "Document",
    "Enrolment",
    "Entity",
    "Erasure",
    "History",
    "Household",
    "Interest",
    "LanguageSkill",
    "MatchDecision",
    "MatchRules",
    "NotDuplicate",
    "Note",
    "NumberSeries",
    "Offer",
    "Organisation",
    "OrganisationContact",
    "OwnField",
    "Pair",
    "PairGoal",
    "PairMeeting",
    "Participation",
    "Person",
    "Place",
    "Placement",
    "PrivacyNotice",
    "Project",
    "Qualification",
    "Role",
    "SavedView",
    "SearchToken",
    "Standing",
    "Task",
    "Travel",
]
