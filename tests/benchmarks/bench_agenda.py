"""How fast the Prüfliste counts, due things and goals are found, for 100,000 persons in an encrypted file."""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import delete
from sqlalchemy.orm import Session

from app.core import clock
from app.core.keys import key_path
from app.models import Digest, Project
from app.models.office import Office
from app.services import agenda, checklist, digests
from app.services.goals import state
from app.services.participations import family
from app.services.programmes import load
from tests.benchmarks import Row, ms, times
from tests.benchmarks.big_office import DAY, PASSPHRASE, big_office


def measure() -> list[Row]:
    """The rows of the Prüfliste and the start page."""
    source = big_office()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, source.name)
        shutil.copy(source, path)
        shutil.copy(key_path(source), key_path(path))
        moment = clock.now().replace(year=DAY.year, month=DAY.month, day=DAY.day)
        with Office.open(path, PASSPHRASE) as office, clock.frozen(moment):
            with office.db.work("") as work:  # an earlier benchmark may have kept it in the file
                work.session.execute(delete(Digest))
            # As the window does behind the screen when it has opened a file.
            start = time.perf_counter()
            digests.keep(office.db)
            once = Row(
                "… looking at everybody before that, behind the screen, once", "", ms(time.perf_counter() - start)
            )
            with office.db.read() as session:
                return [*_rows(session), once]


def _rows(session: Session) -> list[Row]:
    project_id = agenda.projects(session)[0][0]
    project = session.get_one(Project, project_id)
    programme, within = load(project.programme), family(session, project_id)
    listed = checklist.rules(session)
    numbers = checklist.counts(session, listed)
    fullest = max(listed, key=lambda rule: numbers[rule.key])
    jobs: dict[str, Callable[[], object]] = {
        f"Prüfliste, {len(listed)} rules counted over 100,000 persons, encrypted": lambda: checklist.counts(
            session, listed
        ),
        "… one rule opened": lambda: checklist.ids(session, fullest),
        "what is due today, of 100,000 persons": lambda: agenda.due(session, within),
        "goals and complete records, of 100,000 persons": lambda: state(session, project, programme, DAY),
    }
    return [Row(what, "≤ 1 s", ms(statistics.median(times(job, 3)))) for what, job in jobs.items()]
