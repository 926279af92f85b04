"""`palabre audit verify` tells the operator whether each network's log is as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from bot.commands import audit
from bot.commands.ready import open_world, settings_of_machine
from bot.storage import chain, heads, networks
from bot.storage.chain import Line
from bot.storage.heads import Heads
from bot.storage.port import Writer


@pytest.fixture
async def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The head of a log of two lines, which were noted in the data folder."""
    monkeypatch.setenv("PALABRE_DATA_DIR", str(tmp_path))
    async with open_world(settings_of_machine(), alone=True) as world:

        async def work(tx: Writer) -> str:
            network = await networks.add(tx, "Réseau", 1)
            for at in (1, 2):
                await chain.append(tx, world.key, Line(network.id, at, "round_opened", None, None, None, "{}"))
            (head,) = await chain.heads(tx)
            return heads.code(head)

        noted = await world.storage.write(work)
        await Heads(world.storage, tmp_path / heads.HEADS_FILE).tick(world.clock.now())
        return noted


async def change(statement: str) -> None:
    async with open_world(settings_of_machine(), alone=True) as world:
        await world.storage.write(lambda tx: tx.run(statement))


async def test_what_is_whole_is_told_with_its_head(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert await audit.verify([code]) == 0
    assert capsys.readouterr().out == f"Réseau: whole, up to {code}\n"


async def test_what_was_cut_is_known_from_the_file_beside_the_key(
    code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await change("DELETE FROM log WHERE number = 2")
    assert await audit.verify([]) == 1
    assert "the end is cut: line 2 was noted" in capsys.readouterr().out
    assert code.startswith("1:2:")


async def test_what_a_coordinator_noted_counts_as_well(
    code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / heads.HEADS_FILE).unlink()
    await change("DELETE FROM log WHERE number = 2")
    assert await audit.verify([]) == 0
    assert await audit.verify([code]) == 1
    assert "the end is cut" in capsys.readouterr().out


async def test_what_is_no_head_is_refused_in_plain_words(code: str) -> None:
    with pytest.raises(typer.BadParameter, match="a head looks like"):
        await audit.verify([code, "nonsense"])
