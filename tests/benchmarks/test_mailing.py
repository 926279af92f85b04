"""The benchmarks of mailings still run: each with a few chats, and nothing of it timed."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import busy, mailing

pytestmark = pytest.mark.slow


async def test_an_announcement_reaches_all_chats_at_the_rate(tmp_path: Path) -> None:
    found = await mailing.pace(tmp_path, 40)
    assert (found.sent, found.refused) == (40, 0)
    assert found.rate == pytest.approx(mailing.RATE, rel=0.01)


async def test_all_that_is_due_is_claimed(tmp_path: Path) -> None:
    assert min(await mailing.claims(tmp_path, 60)) > 0


async def test_taps_are_made_while_a_mailing_goes_out(tmp_path: Path) -> None:
    idle, taps = await busy.work(tmp_path, 400, 3, seconds=0.5)
    assert idle >= 0
    assert len(taps) == 3
