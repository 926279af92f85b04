"""`palabre render`: draws one wheel of a template, to see it before anyone answers."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from pathlib import Path

import typer

from bot.clock import SystemClock
from bot.i18n import Catalogs, Texts
from handlers.screens.rounds.wheel import words
from surveys.picture import draw
from surveys.template import HIGHEST, Template, TemplateError, load, load_all
from surveys.wheel import Wheel, results


def render(template: str, levels: str, out: Path, *, language: str, previous: str | None) -> None:
    """Draw the template (a shipped id or a YAML file) with those levels, as "3.5,2,-,4…": `-` is withheld."""
    found = _template(template)
    texts = _texts(language)
    spokes = results(
        found,
        texts.language,
        levels=_levels(found, levels),
        previous=_levels(found, previous) if previous else None,
    )
    out.write_bytes(draw(_wheel(found, texts, spokes)))
    typer.echo(f"{out}: {out.stat().st_size / 1000:.1f} kB")


def _wheel(template: Template, texts: Texts, spokes: tuple[object, ...]) -> Wheel:
    return Wheel(
        title=template.title.in_(texts.language),
        whose=texts.label("Example"),
        date_text=texts.date(SystemClock().now()),
        answers_text=texts.labels("{n} answer", "{n} answers", 12),
        spokes=spokes,  # type: ignore[arg-type]
        words=words(texts),
    )


def _texts(language: str) -> Texts:
    catalogs = Catalogs()
    if language not in catalogs.languages:
        raise typer.BadParameter(f'"{language}" is none of the languages: {", ".join(catalogs.languages)}')
    return catalogs.texts(language)


def _template(name: str) -> Template:
    shipped = load_all()
    if name in shipped:
        return shipped[name]
    if not name.endswith((".yaml", ".yml")):
        raise TemplateError(f"{name} is neither a YAML file nor one of: {', '.join(shipped)}")
    return load(Path(name))


def _levels(template: Template, text: str) -> dict[str, Decimal | None]:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) != len(template.spokes):
        raise typer.BadParameter(f"{len(template.spokes)} levels are needed, one a theme, not {len(parts)}")
    return {spoke.key: _level(part) for spoke, part in zip(template.spokes, parts, strict=True)}


def _level(part: str) -> Decimal | None:
    if part == "-":
        return None
    try:
        level = Decimal(part)
    except InvalidOperation:
        level = Decimal(-1)
    if not (level.is_finite() and 0 <= level <= HIGHEST):
        raise typer.BadParameter(f'"{part}" is not a level: 0 to {HIGHEST}, or - for one that is withheld')
    return level.quantize(Decimal("0.1"))
