"""What the services say of themselves: their public acts, and which rules each of them asks on its way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import bot.services

FOLDER = Path(bot.services.__file__).parent
Function = ast.AsyncFunctionDef | ast.FunctionDef


@cache
def modules() -> dict[str, ast.Module]:
    """The modules of the services, by `room/module`."""
    paths = [path.relative_to(FOLDER).with_suffix("") for path in sorted(FOLDER.rglob("*.py"))]
    return {path.as_posix(): ast.parse((FOLDER / path).with_suffix(".py").read_text()) for path in paths}


@cache
def functions() -> dict[str, Function]:
    """All functions and methods, by `module.function` and `module.Class.method`."""
    found: dict[str, Function] = {}
    for module, tree in modules().items():
        for node in tree.body:
            if isinstance(node, Function):
                found[f"{module}.{node.name}"] = node
            elif isinstance(node, ast.ClassDef):
                found |= {f"{module}.{node.name}.{one.name}": one for one in node.body if isinstance(one, Function)}
    return found


def acts() -> list[str]:
    """The public methods that take an act: what people may ask for."""
    return [name for name, one in functions().items() if _is_act(name, one)]


def _is_act(name: str, function: Function) -> bool:
    module, *rest = name.split(".")
    public = len(rest) == 2 and not any(part.startswith("_") for part in rest)
    given = [one.arg for one in function.args.args]
    return public and given[:2] == ["self", "act"] and module != "desk"


def asked(name: str) -> set[str]:
    """All functions of the services that the one of that name comes to, by whichever way."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for called in _called(waiting.pop()):
            if called not in found:
                found.add(called)
                waiting.append(called)
    return found


@cache
def _called(name: str) -> frozenset[str]:
    uses = [node for node in ast.walk(functions()[name]) if isinstance(node, ast.Name | ast.Attribute)]
    return frozenset(found for node in uses for found in _meant(name, node) if found != name)


def _meant(name: str, node: ast.Name | ast.Attribute) -> Iterator[str]:
    """The functions that a name in the code of `name` may stand for."""
    module = name.partition(".")[0]
    if isinstance(node, ast.Name):
        yield from _known(_origin(module, node.id))
    elif isinstance(node.value, ast.Name) and node.value.id == "self":
        yield from _inherited(name.rpartition(".")[0], node.attr)
    elif isinstance(node.value, ast.Name):
        yield from _known(f"{_origin(module, node.value.id).replace('.', '/')}.{node.attr}")


def _inherited(owner: str, method: str) -> Iterator[str]:
    """The method of the class `module.Class`, or of those that it inherits from."""
    if f"{owner}.{method}" in functions():
        yield f"{owner}.{method}"
        return
    module, _, name = owner.partition(".")
    for node in modules()[module].body if module in modules() else ():
        if isinstance(node, ast.ClassDef) and node.name == name:
            for base in node.bases:
                yield from _inherited(_origin(module, ast.unparse(base)), method)


def _known(name: str) -> Iterator[str]:
    if name in functions():
        yield name


@cache
def _origins(module: str) -> dict[str, str]:
    """Where the imported names of a module come from, as `module.name`."""
    found: dict[str, str] = {}
    for node in modules()[module].body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("bot.services"):
            source = node.module.removeprefix("bot.services").removeprefix(".").replace(".", "/")
            found |= {one.asname or one.name: ".".join(filter(None, (source, one.name))) for one in node.names}
    return found


def _origin(module: str, name: str) -> str:
    return _origins(module).get(name, f"{module}.{name}")
