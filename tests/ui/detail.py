"""What a person does with the form of a record: read a field, type into it."""

from __future__ import annotations

from tests.ui.conftest import type_text


def field(page, name):
    return page.detail.tab().form.rows[name].editor.field


def text(page, name):
    return page.detail.tab().form.rows[name]._text.text()


def change(page, name, typed):
    page.edit()
    field(page, name).clear()
    type_text(field(page, name), typed)
