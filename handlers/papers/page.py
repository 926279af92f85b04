"""A sheet drawn as the one page of a PDF: A4, black on white."""

from __future__ import annotations

from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from handlers.papers.fitting import DETAIL, Block, Row, block, fitted, heading
from handlers.papers.letters import BOLD, PLAIN, face, printable
from handlers.papers.sheet import Paper

MARGIN = 51.0
"""Points: 18 mm. A printer that has only Letter paper loses nothing either."""

WIDE, HIGH = A4[0] - 2 * MARGIN, A4[1] - 2 * MARGIN
"""Points inside the margins."""

FOOT, GAP = 8.0, 10.0
"""Points: the letters at the bottom, and what is free above them."""

RULED = 24.0
"""Points between two lines that are written on by hand."""


def draw(paper: Paper) -> bytes:
    """The bytes of the PDF."""
    for name in (PLAIN, BOLD):
        face(name)
    stream = BytesIO()
    canvas = Canvas(stream, A4, pageCompression=1, invariant=1, lang=paper.language)
    _describe(canvas, paper)
    foot = block(paper.footer, PLAIN, FOOT, WIDE, grey=DETAIL)
    floor = MARGIN + foot.height + GAP
    top = HIGH + MARGIN
    for one in fitted(paper, WIDE, top - floor):
        top = _print(canvas, one, top)
    _print(canvas, foot, MARGIN + foot.height)
    if paper.notes:
        _rule(canvas, heading(paper.notes, 11, WIDE), top, floor)
    canvas.save()
    return stream.getvalue()


def _describe(canvas: Canvas, paper: Paper) -> None:
    """What a reader of files tells of it."""
    stamp = paper.made.strftime("D:%Y%m%d%H%M%S+00'00'")
    canvas.setDateFormatter(lambda *_: stamp)
    canvas.setTitle(printable(paper.title))
    canvas.setSubject(printable(paper.subtitle))
    canvas.setAuthor("Palabre")
    canvas.setCreator("Palabre")
    canvas.setViewerPreference("DisplayDocTitle", "true")


def _print(canvas: Canvas, one: Block, top: float) -> float:
    """The block from `top` downwards; returns where it ends."""
    top -= one.above
    for row in one.rows:
        base = top - row.size
        canvas.setFillGray(row.grey)
        _mark(canvas, row, base)
        canvas.setFont(row.face, row.size)
        canvas.drawString(MARGIN + row.left, base, row.text)
        top -= row.leading
    if one.ruled:
        _line(canvas, top, 0.8)
    return top


def _mark(canvas: Canvas, row: Row, base: float) -> None:
    """What stands before a point: a box to tick, or a dot."""
    side = row.size * 0.75
    canvas.setLineWidth(0.8)
    if row.mark == "box":
        canvas.rect(MARGIN, base - side * 0.05, side, side)
    elif row.mark == "dot":
        canvas.circle(MARGIN + side / 2, base + row.size * 0.27, row.size * 0.13, stroke=0, fill=1)


def _rule(canvas: Canvas, head: Block, top: float, floor: float) -> None:
    """Lines to write on under a heading, where there is room for three of them."""
    many = int((top - head.height - floor) // RULED)
    if many < 3:
        return
    top = _print(canvas, head, top)
    for number in range(1, many + 1):
        _line(canvas, top - number * RULED, 0.4)


def _line(canvas: Canvas, level: float, width: float) -> None:
    canvas.setLineWidth(width)
    canvas.line(MARGIN, level, MARGIN + WIDE, level)
