"""Makes `table.json`, the double's table of the Bot API, from a machine-readable reference.

Use: `python -m bot.rehearsal.make_table path/to/bot_api.json`. A field is written as its types joined by `|`, with `!`
in front when it is required, and ` min-max unit` behind it where the reference states a length in characters or bytes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("table.json")


def compact_field(field: dict[str, Any]) -> str:
    """One field as a short string, such as `!String 1-128 characters`."""
    limit = field.get("limit", {})
    # Figures without a unit were read out of prose and are wrong in places: `limits.py` keeps those.
    length = f" {limit['min']}-{limit['max']} {limit['unit']}" if "unit" in limit else ""
    return ("!" if field["required"] else "") + "|".join(field["types"]) + length


def compact_fields(entry: dict[str, Any]) -> dict[str, str]:
    return {name: compact_field(field) for name, field in sorted(entry["fields"].items())}


def compact(reference: dict[str, Any]) -> dict[str, Any]:
    """The whole table: methods, what they return, types, and the types that stand for several others."""
    methods, types = reference["methods"], reference["types"]
    return {
        "version": reference["version"],
        "methods": {name: compact_fields(entry) for name, entry in sorted(methods.items())},
        "returns": {name: "|".join(entry["returns"]) for name, entry in sorted(methods.items())},
        "types": {name: compact_fields(entry) for name, entry in sorted(types.items())},
        "unions": {name: entry["subtypes"] for name, entry in sorted(types.items()) if entry.get("subtypes")},
    }


def main() -> None:
    reference = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    table = json.dumps(compact(reference), ensure_ascii=False, separators=(",", ":"))
    TABLE.write_text(table.replace('},"', '},\n"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
