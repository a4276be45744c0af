"""Bringing in lists: which column is which field, what would happen to each row, and then all of it in one work."""

from app.services.imports.columns import Mapping, guess, remember, remembered
from app.services.imports.doubles import likely
from app.services.imports.named import names, recall, rename, save, unname
from app.services.imports.preview import preview
from app.services.imports.results import Options, Outcome, Preview, Problem, RowResult
from app.services.imports.subject import SUBJECTS, Subject, Target, subject
from app.services.imports.taking import apply

__all__ = [
    "SUBJECTS",
    "Mapping",
    "Options",
    "Outcome",
    "Preview",
    "Problem",
    "RowResult",
    "Subject",
    "Target",
    "apply",
    "guess",
    "likely",
    "names",
    "preview",
    "recall",
    "remember",
    "remembered",
    "rename",
    "save",
    "subject",
    "unname",
]
