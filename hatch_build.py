"""Compile the catalogs of texts when the project is installed or packed: `.mo` files are made, never kept in git."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogs(folder: Path) -> list[Path]:
    """Write `messages.mo` beside each `messages.po` below the folder that is newer than it; returns those written."""
    stale = [source for source in sorted(folder.glob("*/LC_MESSAGES/*.po")) if _is_stale(source)]
    for source in stale:
        with source.open("rb") as words:
            catalog = read_po(words, locale=source.parent.parent.name)
        compiled = io.BytesIO()
        write_mo(compiled, catalog)
        source.with_suffix(".mo").write_bytes(compiled.getvalue())
    return [source.with_suffix(".mo") for source in stale]


def _is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns <= source.stat().st_mtime_ns


class CompileCatalogs(BuildHookInterface):  # type: ignore[type-arg]  # its parameter is the builder's own configuration
    """The door through which the build backend calls `compile_catalogs`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - the backend's signature
        compile_catalogs(Path(self.root, "locales"))
