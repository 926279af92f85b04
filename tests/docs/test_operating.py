"""What the page for operators says of a bot in trouble, and of the proxy before it, is what the code says and does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.intake.webhook import SECRET_HEADER

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "operating.md").read_text("utf-8")
_QUOTED = re.compile(r"`([^`]+)`")


def lines_in_trouble() -> list[str]:
    """The lines of Palabre that the page explains, from the first column of its last table."""
    rows = PAGE.partition("| what it says |")[2].splitlines()[2:]
    return [line for row in rows if row.startswith("|") for line in _QUOTED.findall(row.split("|")[1])]


def test_each_line_that_is_explained_is_said_somewhere() -> None:
    code = re.sub(r'"\n\s+f?"', "", "".join(path.read_text("utf-8") for path in (ROOT / "bot").rglob("*.py")))
    lines = lines_in_trouble()
    assert len(lines) >= 8
    assert [line for line in lines if not all(part in code for part in line.split(": "))] == []


@pytest.mark.parametrize("path", sorted((ROOT / "deploy").glob("*Caddyfile")), ids=lambda path: path.name)
def test_caddy_keeps_the_secret_out_of_its_log(path: Path) -> None:
    assert f"request>headers>{SECRET_HEADER} delete" in path.read_text("utf-8")


def test_the_proxy_hands_on_the_path_at_which_the_page_has_posts_arrive() -> None:
    [path] = set(re.findall(r"PALABRE_WEBHOOK_URL=https://bot\.example\.org(/\w+)", PAGE))
    [address] = set(re.findall(r"PALABRE_LISTEN=(\S+)", PAGE))
    caddy = (ROOT / "deploy" / "Caddyfile").read_text("utf-8")
    assert f"handle {path} {{" in caddy
    assert f"reverse_proxy {address}" in caddy
    assert f"location = {path} {{ proxy_pass http://{address}; }}" in PAGE
