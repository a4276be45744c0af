"""The structure tree: what each piece of a page is, in reading order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFObject

from app.reports.pdf.objects import Raw, literal, number


class Element(PDFObject):  # type: ignore[misc]  # reportlab has no types
    """One structure element with its content marks and children."""

    __RefOnly__ = 1

    def __init__(self, tree: Tree, role: str, parent: Element | None, extra: str = "") -> None:
        self.tree = tree
        self.role = role
        self.parent = parent
        self.extra = extra
        self.page = -1
        self.kids: list[Element | int | tuple[int, int]] = []
        self.id = tree.register(self)
        if parent is not None:
            parent.kids.append(self)

    def mark(self, page: int, mark: int) -> None:
        """Note that content MARK of PAGE belongs to this element."""
        if self.page < 0:
            self.page = page
        self.kids.append(mark if page == self.page else (page, mark))

    def format(self, _document: object) -> bytes:
        """The dictionary of the element."""
        pages = self.tree.pages
        parent = self.parent.id if self.parent else self.tree.root
        page = f"/Pg {pages[self.page]} 0 R" if self.page >= 0 else ""
        kids = " ".join(
            f"{kid.id} 0 R"
            if isinstance(kid, Element)
            else str(kid)
            if isinstance(kid, int)
            else f"<</Type/MCR/Pg {pages[kid[0]]} 0 R/MCID {kid[1]}>>"
            for kid in self.kids
        )
        body = f"<</Type/StructElem/S/{self.role}/P {parent} 0 R{page}{self.extra}/K[{kids}]>>"
        return body.encode("ascii")


class Tree:
    """All elements of a document and which content of which page is theirs."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self.pages: list[int] = []
        self.marks: list[list[Element]] = []
        self._root = Raw(b"")
        self.root = self.register(self._root)
        self.top = Element(self, "Document", None)

    def register(self, item: PDFObject) -> int:
        """Give ITEM its object number."""
        self._document.Reference(item)
        return int(self._document.objectcounter)

    def close(self) -> Raw:
        """The root of the tree, once every page is there."""
        numbers = []
        for index, marks in enumerate(self.marks):
            owners = " ".join(f"{element.id} 0 R" for element in marks)
            numbers.append(f"{index} {self.register(Raw(f'[{owners}]'.encode('ascii')))} 0 R")
        parents = self.register(Raw(f"<</Nums[{' '.join(numbers)}]>>".encode("ascii")))
        self._root.body = (
            f"<</Type/StructTreeRoot/K {self.top.id} 0 R/ParentTree {parents} 0 R/ParentTreeNextKey {len(self.marks)}>>"
        ).encode("ascii")
        return self._root


def attributes(
    *,
    alt: str = "",
    language: str = "",
    title: str = "",
    box: Sequence[float] = (),
    scope: str = "",
    numbering: str = "",
    columns: int = 1,
) -> str:
    """The entries of an element besides its role."""
    parts = [f"/Alt {literal(alt)}"] if alt else []
    if language:
        parts.append(f"/Lang({language})")
    if title:
        parts.append(f"/T {literal(title)}")
    layout = []
    if box:
        layout.append(f"<</O/Layout/Placement/Block/BBox[{' '.join(map(number, box))}]>>")
    if scope or columns > 1:
        span = f"/ColSpan {columns}" if columns > 1 else ""
        layout.append(f"<</O/Table{f'/Scope/{scope}' if scope else ''}{span}>>")
    if numbering:
        layout.append(f"<</O/List/ListNumbering/{numbering}>>")
    if layout:
        parts.append(f"/A[{''.join(layout)}]")
    return "".join(parts)
