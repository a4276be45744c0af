"""The module Berichte: indicators, social ties, and how people and clubs are won."""

from __future__ import annotations

from collections.abc import Sequence

from app.core.text import N_
from app.ui.pages.module import ModulePage, Part
from app.ui.pages.report.acquisition import AcquisitionPage
from app.ui.pages.report.ties import TiesPage
from app.ui.pages.reports import ReportsPage


class ReportsModule(ModulePage):
    """Three reports about the project worked in."""

    title = N_("Berichte")

    def parts(self) -> Sequence[Part]:
        """Figures for the funder first, because they are due."""
        return [
            Part(N_("Indikatoren"), ReportsPage),
            Part(N_("Soziale Beziehungen"), TiesPage),
            Part(N_("Akquise"), AcquisitionPage),
        ]
