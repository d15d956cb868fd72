"""Calls of public functions that can be made, and written as lines of Python.

What the command does and what it prints come from one object, so they are the same.
"""

import importlib
from dataclasses import dataclass, field

# As of the code of this package.
_WIDTH = 88


@dataclass(frozen=True)
class Variable:
    """A name of the program that is printed, such as ``documents``."""

    name: str


@dataclass(frozen=True)
class Call:
    """A call of a public function or class.

    Parameters
    ----------
    path : str
        Where the function is, such as "sktopics.text.stop_words".
    arguments : tuple
        Values, lists of such, variables and calls.
    named : dict
        The same, by name.
    fitted_on : Variable, default=None
        What the result is fitted on.
    """

    path: str
    arguments: tuple = ()
    named: dict = field(default_factory=dict)
    fitted_on: Variable | None = None

    def make(self, variables):
        """Make the call.

        Parameters
        ----------
        variables : dict from str to object
        """
        home, _, name = self.path.rpartition(".")
        function = getattr(importlib.import_module(home), name)
        made = function(
            *(_made(value, variables) for value in self.arguments),
            **{key: _made(value, variables) for key, value in self.named.items()},
        )
        if self.fitted_on is None:
            return made
        return made.fit(_made(self.fitted_on, variables))

    def written(self, before="", after=""):
        """Return the call as Python, names without their modules.

        Parameters
        ----------
        before, after : str
            What stands around it. Arguments of a call that is too long for a line stand
            on lines of their own.
        """
        text = _written(self)
        if len(before) + len(text) + len(after) <= _WIDTH:
            return f"{before}{text}{after}"
        return "\n".join(_lines(self, before, after, 0))

    def imports(self):
        """Return the paths of all functions that are called."""
        found = {self.path}
        for value in (*self.arguments, *self.named.values()):
            found |= _imports(value)
        return found


def import_lines(paths):
    """Return the lines that import functions by their paths."""
    names = {}
    for path in sorted(paths):
        home, _, name = path.rpartition(".")
        names.setdefault(home, []).append(name)
    lines = []
    for home in sorted(names):
        line = f"from {home} import {', '.join(names[home])}"
        if len(line) > _WIDTH:
            items = [f"    {name}," for name in names[home]]
            line = "\n".join([f"from {home} import (", *items, ")"])
        lines += line.splitlines()
    return lines


def _made(value, variables):
    if isinstance(value, Call):
        return value.make(variables)
    if isinstance(value, Variable):
        return variables[value.name]
    if isinstance(value, list):
        return [_made(item, variables) for item in value]
    return value


def _written(value):
    if isinstance(value, Call):
        parts = ", ".join(name + _written(item) for name, item in _arguments(value))
        return f"{_name(value)}({parts}){_fit(value)}"
    if isinstance(value, Variable):
        return value.name
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return repr(value)


def _lines(value, before, after, depth):
    """Return the lines of a value that is too long for one, indented."""
    indent = " " * (4 * depth)
    text = f"{indent}{before}{_written(value)}{after}"
    if len(text) <= _WIDTH or not isinstance(value, (Call, list)):
        return [text]
    if isinstance(value, Call):
        start, end, items = f"{_name(value)}(", f"){_fit(value)}", _arguments(value)
    else:
        start, end, items = "[", "]", [("", item) for item in value]
    inner = [_lines(item, name, ",", depth + 1) for name, item in items]
    return [
        f"{indent}{before}{start}",
        *(line for lines in inner for line in lines),
        f"{indent}{end}{after}",
    ]


def _arguments(call):
    named = [(f"{name}=", value) for name, value in call.named.items()]
    return [*(("", value) for value in call.arguments), *named]


def _name(call):
    return call.path.rpartition(".")[2]


def _fit(call):
    return "" if call.fitted_on is None else f".fit({call.fitted_on.name})"


def _imports(value):
    if isinstance(value, Call):
        return value.imports()
    if isinstance(value, list):
        return set().union(*map(_imports, value))
    return set()
