"""Needs: whom the office has to win so that somebody can be helped; tasks of their own kind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.clock import today
from app.models import Task
from app.models.task import TaskKind
from app.models.work import Work

PROJECT = "project"


def needs(session: Session, project_ids: Sequence[int]) -> list[Task]:
    """The needs of these projects and those of none: open ones first, those that help most; then the latest done."""
    here = or_(Task.about_table == "", Task.about_id.in_(project_ids))
    found = session.scalars(select(Task).where(Task.kind == TaskKind.NEED.value, here))
    return sorted(found, key=_order)


def _order(task: Task) -> tuple[bool, int, int, str]:
    done = task.done_on.toordinal() if task.done_on else 0
    return task.done_on is not None, -done, -task.helps, task.caption_key


def note(work: Work, text: str, helps: int, project_id: int | None, due: date | None = None) -> Task:
    """Note a need; one that is open already only learns how many it would help now."""
    wanted = text.strip()
    open_ = select(Task).where(Task.kind == TaskKind.NEED.value, Task.text == wanted, Task.done_on.is_(None))
    about = {"about_table": PROJECT if project_id else "", "about_id": project_id}
    if found := work.session.scalars(open_.where(Task.about_id == project_id)).first():
        work.update(found, {"helps": helps, "due": due or found.due})
        return found
    return work.add(Task(kind=TaskKind.NEED.value, text=wanted, helps=helps, due=due, **about))


def finish(work: Work, task_id: int, on: date | None = None) -> None:
    """Somebody was won."""
    work.get(Task, task_id).done_on = on or today()


def reopen(work: Work, task_id: int) -> None:
    """Look for somebody again."""
    work.get(Task, task_id).done_on = None
