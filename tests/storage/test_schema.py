"""Both databases hold the same: whoever changes one folder of steps changes the other."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.storage import steps
from tests.databases import ask, new_database

Columns = dict[str, set[tuple[str, str, bool, bool]]]
"""Of a table: name, kind, whether it must be given, whether it is in the primary key."""

KINDS = {"INTEGER": "number", "BIGINT": "number", "TEXT": "text"}
Indexes = set[tuple[str, tuple[str, ...], bool, bool]]
"""Table, columns in order, unique, only of some rows."""


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    return new_database(tmp_path, "sqlite").removeprefix("sqlite:///")


@pytest.fixture
def postgres(tmp_path: Path) -> str:
    return new_database(tmp_path, "postgres")


def _sqlite(path: str, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute(sql).fetchall()


def _tables(path: str) -> list[str]:
    names = [row[0] for row in _sqlite(path, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    return sorted(name for name in names if "yoyo" not in name and not name.startswith("sqlite_"))


def _sqlite_columns(path: str) -> Columns:
    return {
        table: {
            (name, KINDS[kind], bool(needed or key), bool(key))
            for _, name, kind, needed, _, key in _sqlite(path, f"PRAGMA table_info({table})")
        }
        for table in _tables(path)
    }


def _postgres_columns(url: str) -> Columns:
    rows = ask(
        url,
        "SELECT c.relname, a.attname, upper(t.typname), a.attnotnull, a.attnum = ANY (k.conkey) IS TRUE"
        " FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
        " JOIN pg_type t ON t.oid = a.atttypid"
        " LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'"
        " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND position('yoyo' IN c.relname) = 0",
    )
    kinds = {"INT8": "number", "TEXT": "text"}
    found: Columns = {}
    for table, name, kind, needed, key in rows:
        found.setdefault(table, set()).add((name, kinds[kind], needed, key))
    return found


def _sqlite_indexes(path: str) -> Indexes:
    found: Indexes = set()
    for table in _tables(path):
        for _, index, unique, origin, partial in _sqlite(path, f"PRAGMA index_list({table})"):
            columns = tuple(row[2] for row in _sqlite(path, f"PRAGMA index_info({index})"))
            if origin != "pk":
                found.add((table, columns, bool(unique), bool(partial)))
    return found


def _postgres_indexes(url: str) -> Indexes:
    rows = ask(
        url,
        "SELECT c.relname, ARRAY(SELECT a.attname::text FROM unnest(i.indkey) WITH ORDINALITY AS k (attnum, place)"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum ORDER BY k.place),"
        " i.indisunique, i.indpred IS NOT NULL FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
        " WHERE NOT i.indisprimary AND c.relnamespace = 'public'::regnamespace AND position('yoyo' IN c.relname) = 0",
    )
    return {(table, tuple(columns), unique, partial) for table, columns, unique, partial in rows}


def test_both_have_the_same_steps() -> None:
    assert [path.name for path in sorted(steps.shipped("sqlite").iterdir())] == [
        path.name for path in sorted(steps.shipped("postgres").iterdir())
    ]


def test_both_have_the_same_tables_and_columns(sqlite: str, postgres: str) -> None:
    assert _postgres_columns(postgres) == _sqlite_columns(sqlite)


def test_both_have_the_same_indexes(sqlite: str, postgres: str) -> None:
    assert _postgres_indexes(postgres) == _sqlite_indexes(sqlite)


def test_both_have_the_same_references(sqlite: str, postgres: str) -> None:
    ours = {
        (table, row[3], row[2], row[4], row[6] == "CASCADE")
        for table in _tables(sqlite)
        for row in _sqlite(sqlite, f"PRAGMA foreign_key_list({table})")
    }
    theirs = ask(
        postgres,
        "SELECT c.relname, a.attname, f.relname, b.attname, k.confdeltype = 'c' FROM pg_constraint k"
        " JOIN pg_class c ON c.oid = k.conrelid JOIN pg_class f ON f.oid = k.confrelid"
        " JOIN unnest(k.conkey, k.confkey) AS pair (own, other) ON TRUE"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = pair.own"
        " JOIN pg_attribute b ON b.attrelid = f.oid AND b.attnum = pair.other WHERE k.contype = 'f'",
    )
    assert set(theirs) == ours


def test_both_have_the_same_defaults(sqlite: str, postgres: str) -> None:
    ours = {
        (table, row[1], row[4].strip("'"))
        for table in _tables(sqlite)
        for row in _sqlite(sqlite, f"PRAGMA table_info({table})")
        if row[4] is not None
    }
    theirs = ask(
        postgres,
        "SELECT c.relname, a.attname, pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d"
        " JOIN pg_class c ON c.oid = d.adrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.adnum"
        " WHERE c.relnamespace = 'public'::regnamespace AND position('yoyo' IN c.relname) = 0",
    )
    assert ours
    assert {(table, column, said.split("::")[0].strip("'")) for table, column, said in theirs} == ours


def test_both_check_the_same(sqlite: str, postgres: str) -> None:
    made = _sqlite(sqlite, "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%yoyo%'")
    ours = [(table, _allowed(check)) for table, sql in made for check in _checks(sql)]
    theirs = ask(
        postgres,
        "SELECT c.relname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
        " WHERE k.contype = 'c' AND c.relnamespace = 'public'::regnamespace AND position('yoyo' IN c.relname) = 0",
    )
    assert ours
    assert sorted((table, _allowed(check)) for table, check in theirs) == sorted(ours)


def _checks(sql: str) -> list[str]:
    bare = re.sub(r"--.*", "", sql)
    return re.findall(r"CHECK \((?:[^()]|\([^()]*\))*\)", bare)


def _allowed(check: str) -> list[str]:
    """The column that a check is about, and the words and numbers that it names."""
    column = re.search(r"[a-z_]+", check)
    assert column is not None
    return [column.group(), *sorted(re.findall(r"'[a-z_]+'|-?\d+", check))]
