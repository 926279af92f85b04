"""Tests of the database; the contract's assertions are told in full like those of a test file."""

import pytest

pytest.register_assert_rewrite(f"{__name__}.contract")
