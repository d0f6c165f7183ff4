"""YAML read strictly, remembering the line of every value.

Stricter than PyYAML by itself: duplicate keys, tags, aliases, control characters and keys
that are lists or mappings are problems; so is nesting that no knowledge file needs. A key is
taken as it is written; an unquoted date stays a date and every other value its YAML type.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import yaml
from yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, ScalarEvent
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from errors import Problem

Location: TypeAlias = tuple[str | int, ...]

_Base: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 20
_UNPRINTABLE: re.Pattern[str] = yaml.reader.Reader.NON_PRINTABLE
_SHOWN = 60


@dataclass
class YamlSource:
    """One parsed file: its data, and the line on which each value stands."""

    name: str
    data: object = None
    problems: list[Problem] = field(default_factory=list)
    _lines: dict[Location, int] = field(default_factory=dict)

    def line(self, location: Location) -> int:
        """Return the line of ``location``, or of its nearest ancestor that has one."""
        while location and location not in self._lines:
            location = location[:-1]
        return self._lines.get(location, 1)

    def problem(self, location: Location, message: str) -> Problem:
        """Return a problem that points at ``location`` in this file."""
        return Problem(self.name, self.line(location), message)


def read_yaml(path: Path, name: str) -> YamlSource:
    """Parse ``path``; what is wrong stands in ``problems``, never in an exception."""
    try:
        data = path.read_bytes()
    except OSError as error:
        problem = Problem(name, 1, f"tidak dapat dibaca: {error.strerror}")
        return YamlSource(name, problems=[problem])
    return parse_yaml(data, name)


def parse_yaml(data: bytes, name: str) -> YamlSource:
    """Parse the bytes of a file called ``name``; see :func:`read_yaml`."""
    source = YamlSource(name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        source.problems.append(Problem(name, line, "bukan UTF-8; simpan ulang sebagai UTF-8"))
        return source
    if unprintable := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, unprintable.start()) + 1
        source.problems.append(Problem(name, line, _control_character(unprintable)))
        return source
    try:
        source.problems.extend(_find_hostile(text, name))
        if source.problems:
            return source
        loader = _Base(text)
        node = loader.get_single_node()
        if node is None:
            source.problems.append(Problem(name, 1, "berkas kosong"))
        else:
            source.data = _build(loader, node, (), source)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        source.problems.append(Problem(name, line, _explain(error, text, line)))
    return source


def _find_hostile(text: str, name: str) -> Iterator[Problem]:
    """Yield what must not be built at all, from the events alone: nothing is expanded."""
    depth = 0
    for event in yaml.parse(text, Loader=_Base):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, AliasEvent):
            yield Problem(name, line, "alias (*) tidak boleh; tulis isinya lagi")
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
        if isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag is not None:
            yield Problem(name, line, "tag (!) tidak boleh; hapus, atau beri tanda kutip")
        if isinstance(event, CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                yield Problem(name, line, f"susunan terlalu dalam, lebih dari {MAX_DEPTH} lapis")
                return


def _build(loader: yaml.SafeLoader, node: Node, at: Location, source: YamlSource) -> object:
    source._lines[at] = node.start_mark.line + 1
    if isinstance(node, MappingNode):
        return _build_mapping(loader, node, at, source)
    if isinstance(node, SequenceNode):
        items = enumerate(node.value)
        return [_build(loader, item, (*at, index), source) for index, item in items]
    assert isinstance(node, ScalarNode)
    try:
        value: object = loader.construct_object(node)
        if isinstance(value, int) and value.bit_length() > 63:
            raise ValueError("too large a number")
    except ValueError:
        message = f"'{node.value[:_SHOWN]}' bukan nilai yang sah (tanggal ditulis 2026-11-22)"
        source.problems.append(source.problem(at, message))
        return None
    if isinstance(value, str) and (unprintable := _UNPRINTABLE.search(value)):
        source.problems.append(source.problem(at, _control_character(unprintable)))
        return None
    return value


def _build_mapping(
    loader: yaml.SafeLoader, node: MappingNode, at: Location, source: YamlSource
) -> dict[str, object]:
    result: dict[str, object] = {}
    for key_node, value_node in node.value:
        key: Hashable = key_node.value
        line = key_node.start_mark.line + 1
        if not isinstance(key, str):
            source.problems.append(Problem(source.name, line, "kunci harus berupa teks"))
            continue
        if key in result:
            source.problems.append(Problem(source.name, line, f"kunci '{key}' ditulis dua kali"))
            continue
        if unprintable := _UNPRINTABLE.search(key):
            message = _control_character(unprintable)
            source.problems.append(Problem(source.name, line, message))
            continue
        result[key] = _build(loader, value_node, (*at, key), source)
        source._lines[(*at, key)] = line
    return result


def _control_character(found: re.Match[str]) -> str:
    return f"karakter kendali U+{ord(found.group()):04X} tidak boleh; hapus"


def _explain(error: yaml.MarkedYAMLError, text: str, line: int) -> str:
    detail = error.problem or "susunan YAML salah"
    faulty = "".join(text.split("\n")[line - 1 : line])
    indentation = faulty[: len(faulty) - len(faulty.lstrip(" \t-"))]
    if "\t" in indentation or "tab character" in detail:
        return "ada karakter TAB; pakai spasi untuk menjorokkan"
    return f"susunan YAML salah ({detail})"
