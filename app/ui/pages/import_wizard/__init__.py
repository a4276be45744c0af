"""Bringing in a list, step by step; nothing is stored before the last one."""

from app.ui.pages.import_wizard.dialog import ImportWizard

__all__ = ["ImportWizard"]
