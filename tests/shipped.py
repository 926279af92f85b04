"""The templates that come with Palabre, read once a process: a thousand tests would read them anew."""

from __future__ import annotations

from functools import cache

from surveys.template import Template, load_all


def templates() -> dict[str, Template]:
    """All of them by their id, as `load_all` gives them."""
    return dict(_loaded())


@cache
def _loaded() -> dict[str, Template]:
    return load_all()
