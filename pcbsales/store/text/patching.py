"""Changing a few values in a file that a person wrote: every other character stays as it is.

A comment on a line of its own is never lost, unless it stands inside what is taken out.
"""

import re
from typing import Any, NamedTuple, TypeAlias

from pcbsales.store.text.pairing import paired
from pcbsales.store.text.rendering import (
    after_dash,
    after_key,
    in_flow,
    literal_lines,
    pair_in_flow,
    quoted,
    styled,
    texts,
)
from pcbsales.store.text.source_tree import Entry, Item, Mapping, Scalar, Sequence, parse

Part: TypeAlias = Entry | Item
_COMMENTS_ABOVE = re.compile(r"(?:^[ ]*#[^\n]*\n)+\Z", re.MULTILINE)
_SPACE = re.compile(r"\s*")


def patch(text: str, was: dict[str, Any] | None, new: dict[str, Any]) -> str | None:
    """*text* with what differs between *was* and *new* changed in it.

    *was* is the tree of the record that *text* holds; without it, what the text says. A key that
    neither of them has (a default that a person wrote out) stays. None where nothing would stay.
    """
    node = parse(text)
    if not set(node.entries) & set(new):
        return None
    patch_ = _Patch(text)
    patch_.mapping(node, node.plain() if was is None else was, new)
    return patch_.applied()


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


class _Patch:
    """The edits of one file."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._line_break = "\r\n" if "\r\n" in text else "\n"
        self._edits: list[_Edit] = []

    def applied(self) -> str:
        """The file, edited from its end on; of what comes to one place the first stands first."""
        done = self._text
        in_order = sorted(self._edits, key=lambda edit: edit[:2])
        for edit in reversed(in_order):
            done = done[: edit.start] + edit.text + done[edit.end :]
        return done

    def _edit(self, start: int, end: int, text: str) -> None:
        self._edits.append(_Edit(start, end, text.replace("\n", self._line_break)))

    # -- values

    def _value(self, part: Part, was: Any, new: Any, *, flow: bool) -> None:
        node = part.value
        if texts(was) == texts(new):
            return
        if isinstance(node, Scalar) and not isinstance(new, dict | list):
            self._scalar(part, node, new, flow=flow)
        elif isinstance(node, Mapping) and isinstance(new, dict) and set(new) & set(node.entries):
            self.mapping(node, was if isinstance(was, dict) else node.plain(), new)
        elif isinstance(node, Sequence) and isinstance(new, list) and new and node.items:
            same = isinstance(was, list) and len(was) == len(node.items)
            self._sequence(part, node, was if same else node.plain(), new)
        else:
            self._replace(part, new, flow=flow)

    def _scalar(self, part: Part, node: Scalar, new: Any, *, flow: bool) -> None:
        written = styled(new, node.style)
        if flow:
            self._edit(node.start, node.end, in_flow(written))
        elif node.style == "|" and (lines := self._literal(node, written)):
            self._edit(*lines)
        elif node.style in {"|", ">"} or "\n" in written:
            self._replace(part, written, flow=False)
        else:
            self._edit(node.start, node.end, after_key(written, 0).removeprefix(" "))

    def _literal(self, node: Scalar, written: Any) -> _Edit | None:
        """New lines for a literal text under its old head, as deep as they were."""
        head, _, body = self._text[node.start : node.end].partition("\n")
        first = next((line for line in body.split("\n") if line.strip()), "")
        indent = len(first) - len(first.lstrip(" "))
        lines = literal_lines(written, indent)
        chomps = "|" if written.endswith("\n") else "|-"
        if head.split()[0] != chomps or not indent or not lines:
            return None
        return _Edit(node.start + len(head) + 1, node.end, lines)

    def _replace(self, part: Part, new: Any, *, flow: bool) -> None:
        """Write the value of *part* anew."""
        node = part.value
        if flow:
            self._edit(node.start, node.end, in_flow(new))
            return
        remark = self._text[node.end : self._line_end(node.end)].strip()
        if remark and isinstance(new, str) and "\n" in new:
            new = quoted(new)
        render = after_key if isinstance(part, Entry) else after_dash
        self._edit(part.lead, node.end, render(new, self._column(part.start)))

    # -- mappings

    def mapping(self, node: Mapping, was: dict[str, Any], new: dict[str, Any]) -> None:
        """Change *node*, which says *was*, to *new*."""
        kept: list[Part] = []
        gone: list[Part] = []
        for key, entry in node.entries.items():
            (gone if key in was and key not in new else kept).append(entry)
            if key in new:
                before = was[key] if key in was else entry.value.plain()
                self._value(entry, before, new[key], flow=node.flow)
        self._remove(list(node.entries.values()), gone, flow=node.flow)
        anchor: Part | None = None
        for key, value in new.items():
            if key in node.entries:
                anchor = node.entries[key]
            elif node.flow:
                self._insert_in_flow(anchor, kept, pair_in_flow(key, value))
            else:
                written = self._entry(key, value, self._column(kept[0].start))
                self._insert(anchor, kept, written, with_comments=False)

    def _entry(self, key: str, value: Any, column: int) -> str:
        name = after_key(key, 0).strip()
        return f"{name}:{after_key(value, column)}"

    # -- sequences

    def _sequence(self, part: Part, node: Sequence, was: list[Any], new: list[Any]) -> None:
        pairs = paired(was, new)
        if not pairs:
            self._replace(part, new, flow=node.flow)
            return
        for i, j in pairs:
            self._value(node.items[i], was[i], new[j], flow=node.flow)
        old_of = {j: node.items[i] for i, j in pairs}
        kept: list[Part] = [node.items[i] for i, _ in pairs]
        gone: list[Part] = [item for item in node.items if item not in kept]
        self._remove(list(node.items), gone, flow=node.flow)
        anchor: Part | None = None
        for j, value in enumerate(new):
            if j in old_of:
                anchor = old_of[j]
            elif node.flow:
                self._insert_in_flow(anchor, kept, in_flow(value))
            else:
                written = "-" + after_dash(value, self._column(kept[0].start))
                self._insert(anchor, kept, written, with_comments=True)

    # -- parts put in and taken out

    def _insert(
        self, anchor: Part | None, kept: list[Part], written: str, *, with_comments: bool
    ) -> None:
        """Put *written* on lines of its own after *anchor*, or before all that is *kept*."""
        pad = " " * self._column(kept[0].start)
        if anchor is not None:
            end = self._line_end(anchor.end)
            self._edit(end, end, f"\n{pad}{written}")
            return
        start = kept[0].start
        if with_comments and self._is_first(start):
            start = self._above(self._line_start(start))
            self._edit(start, start, f"{pad}{written}\n")
        else:
            self._edit(start, start, f"{written}\n{pad}")

    def _insert_in_flow(self, anchor: Part | None, kept: list[Part], written: str) -> None:
        if anchor is not None:
            self._edit(anchor.end, anchor.end, f", {written}")
        else:
            self._edit(kept[0].start, kept[0].start, f"{written}, ")

    def _remove(self, parts: list[Part], gone: list[Part], *, flow: bool) -> None:
        """Take *gone*, some of *parts*, out."""
        leading = True
        for position, part in enumerate(parts):
            if part not in gone:
                leading = False
            elif flow:
                self._remove_in_flow(parts, position, leading=leading)
            elif leading and not self._is_first(parts[0].start):
                self._edit(part.start, self._next_text(part.end), "")
            else:
                self._remove_lines(part)

    def _remove_in_flow(self, parts: list[Part], position: int, *, leading: bool) -> None:
        part = parts[position]
        if leading:
            self._edit(part.start, parts[position + 1].start, "")
        else:
            self._edit(parts[position - 1].end, part.end, "")

    def _remove_lines(self, part: Part) -> None:
        start, end = self._line_start(part.start), self._line_end(part.end)
        following = self._text[end : end + 2]
        if following:
            self._edit(start, end + (2 if following == "\r\n" else 1), "")
        else:
            self._edit(start - len(self._line_break), end, "")

    # -- places

    def _line_start(self, at: int) -> int:
        return self._text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        end = self._text.find("\n", at)
        if end < 0:
            return len(self._text)
        return end - 1 if self._text[end - 1 : end] == "\r" and end > at else end

    def _column(self, at: int) -> int:
        return at - self._line_start(at)

    def _is_first(self, at: int) -> bool:
        return not self._text[self._line_start(at) : at].strip(" ")

    def _above(self, line: int) -> int:
        """Where the comments right above *line* begin."""
        comments = _COMMENTS_ABOVE.search(self._text[:line])
        return comments.start() if comments else line

    def _next_text(self, at: int) -> int:
        found = _SPACE.match(self._text, self._line_end(at))
        return found.end() if found else at
