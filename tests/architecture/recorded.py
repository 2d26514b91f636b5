"""What actions leave in the trail, read from the code: every call of `record`, followed through functions that pass
the name of the action on.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache

from tests.architecture.house import Module, written_modules

_Place = tuple[int | None, str]
"""Where a call names something: the place among its arguments (None: by keyword only), and the keyword."""


@dataclass(frozen=True)
class Recorded:
    """A line of the trail as the code writes it; a part that is only known when it runs is empty."""

    where: str
    actions: tuple[str, ...]
    object_type: str
    detail_keys: tuple[str, ...]


def recorded() -> list[Recorded]:
    """Return every call that names an action of the trail itself."""
    recorders: dict[tuple[str, str], tuple[_Place, _Place]] = {("record", ""): ((1, "action"), (None, "object_type"))}
    found: dict[tuple[str, int], Recorded] = {}
    size = 0
    while len(recorders) > size:
        size = len(recorders)
        for module, function, call in _calls():
            known = recorders.get((_name(call), "")) or recorders.get((_name(call), module.name))
            if known is None:
                continue
            action, kind = (_given(call, place) for place in known)
            parameters = [one.arg for one in function.args.args]
            if isinstance(action, ast.Name) and action.id in parameters:
                home = module.name if function.name.startswith("_") else ""
                is_passed_on = isinstance(kind, ast.Name) and kind.id in parameters
                place = (parameters.index(kind.id), kind.id) if is_passed_on else (None, "")
                recorders[function.name, home] = ((parameters.index(action.id), action.id), place)
            else:
                where = f"{module.name}:{call.lineno}"
                found[module.name, call.lineno] = Recorded(where, _texts(action), *_rest(kind, call))
    return list(found.values())


@cache
def _calls() -> list[tuple[Module, ast.FunctionDef, ast.Call]]:
    """Return every call by a plain name, with the function it stands in; modules that record nothing are left out."""
    return [
        (module, function, call)
        for module in written_modules()
        if "record" in module.text
        for function in module.functions()
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
    ]


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _given(call: ast.Call, place: _Place) -> ast.expr | None:
    position, keyword = place
    named = next((one.value for one in call.keywords if one.arg == keyword), None)
    if named is None and position is not None and position < len(call.args):
        return call.args[position]
    return named


def _texts(node: ast.expr | None) -> tuple[str, ...]:
    if isinstance(node, ast.IfExp):
        return (*_texts(node.body), *_texts(node.orelse))
    return (node.value,) if isinstance(node, ast.Constant) and isinstance(node.value, str) else ()


def _rest(kind: ast.expr | None, call: ast.Call) -> tuple[str, tuple[str, ...]]:
    told = [one for one in [*call.args, *(one.value for one in call.keywords)] if isinstance(one, ast.Dict)]
    keys = [key for one in told for key in one.keys if isinstance(key, ast.Constant)]
    return "".join(_texts(kind)), tuple(str(key.value) for key in keys)
