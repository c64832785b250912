"""What a repository may configure: the reader against git's own, and every way to run a program."""

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pcbsales.kernel.errors import LedgerConflictError
from pcbsales.store.git import ownership
from pcbsales.store.git.config import StrangeLineError, read_attributes, read_settings
from pcbsales.store.git.harmless import OWN_MERGE_DRIVER
from pcbsales.store.git.ownership import called_safe
from pcbsales.store.git.trust import require_trusted
from tests.sizes import sized

_PIECES = st.sampled_from(
    [
        "[core]", "[Core]", '[remote "a b"]', '[branch "x\\"y"]', "[a.b]", "[", "]", "\n", "\r\n",
        "\t", " ", "key", "Name-2", "=", " = ", "value", "two  words", '"quoted # ;"', '"', "\\",
        "\\n", '\\"', "#c", ";c", "中", "\0", "\x0b", "\ufeff", "true",
    ]
)  # fmt: skip
_TEXTS = st.one_of(
    st.lists(_PIECES, max_size=24).map("".join),
    st.lists(_PIECES, max_size=24).map(lambda found: "[core]\n" + "".join(found) + "\n"),
)


def git_reads(file: Path) -> list[tuple[str, str]] | None:
    """All settings in *file* as git reads them; None where it refuses."""
    done = subprocess.run(
        ["git", "config", "-z", "--list", "--file", str(file)], capture_output=True, check=False
    )
    if done.returncode:
        return None
    entries = done.stdout.decode().split("\0")[:-1]
    return [(key, value if given else "true") for key, given, value in map(_cut, entries)]


def _cut(entry: str) -> tuple[str, str, str]:
    return entry.partition("\n")


@settings(max_examples=sized(60, 2000), deadline=None)
@given(_TEXTS)
@example('[core]\nkey = a "b  c" d ; e\n')
@example('[remote "a b"] key\n')
@example("[core]\nkey = a\tb\n")
@example("[core]\nkey = a\\\nb\n")
def test_what_the_reader_takes_git_takes_the_same_way(text: str) -> None:
    file = Path(os.environ["HOME"]) / "strange.config"
    file.write_bytes(text.encode())
    try:
        own = [(setting.key, setting.value) for setting in read_settings(file)]
    except StrangeLineError:
        return
    assert git_reads(file) == own


def test_the_reader_knows_lines_quotes_and_comments(tmp_path: Path) -> None:
    file = tmp_path / "config"
    file.write_text(
        '\ufeff[Core] BARE\r\n # x\n\tname = a "b;c" \\"d\\" # e\n[remote "A\\\\b"]url=\n'
    )
    assert [(s.key, s.value, s.line) for s in read_settings(file)] == [
        ("core.bare", "true", 1),
        ("core.name", 'a b;c "d"', 3),
        ("remote.A\\b.url", "", 4),
    ]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"[core]\nname = a\\\n\tb\n", 2),
        (b"[core]\n\xff = 1\n", 2),
        (b"name = 1\n", 1),
        (b"[core.x]\nname = 1\n", 1),
        (b'[core]\n\nname = "open\n', 3),
        (b"[core]\nname = \x1b[0m\n", 2),
        (b"#" * (1 << 20) + b"\n", 0),
    ],
)
def test_what_the_reader_does_not_know_it_refuses(
    tmp_path: Path, content: bytes, line: int
) -> None:
    file = tmp_path / "config"
    file.write_bytes(content)
    with pytest.raises(StrangeLineError) as refused:
        read_settings(file)
    assert refused.value.line == line


def test_attributes_are_read_without_their_patterns(tmp_path: Path) -> None:
    file = tmp_path / ".gitattributes"
    file.write_text('# filter=no\n"a b" -text filter=x\n*.yaml merge=y !diff\n\n[attr]z ident\n')
    assert [tuple(found) for found in read_attributes(file)] == [
        ("filter", "x", 2),
        ("merge", "y", 3),
        ("ident", "", 5),
    ]


@pytest.mark.parametrize(
    "key",
    """
    core.alternateRefsCommand core.askPass core.editor core.gitProxy core.hooksPath core.pager
    core.sshCommand core.worktree credential.helper credential.https://x.helper diff.external
    diff.orderFile diff.x.command diff.x.textconv filter.x.clean filter.x.process filter.x.smudge
    gpg.program gpg.ssh.program gpg.ssh.defaultKeyCommand gpg.ssh.allowedSignersFile hook.x.command
    http.proxy http.sslVerify include.path includeif.gitdir:/.path interactive.diffFilter
    merge.default merge.x.driver mergetool.x.cmd difftool.x.cmd browser.x.cmd man.x.cmd pager.log
    remote.x.proxy remote.x.receivepack remote.x.uploadpack remote.x.vcs sequence.editor
    submodule.x.update tar.x.command trailer.x.cmd trailer.x.command uploadpack.packObjectsHook
    url.x.insteadOf core.fsmonitor merge.pcbsales.driver core.sparseCheckoutX extensions.other
    """.split(),
)
def test_what_could_run_or_mislead_is_named_with_its_line(root: Path, key: str) -> None:
    config = root / ".git" / "config"
    lines = config.read_text().count("\n")
    subprocess.run(["git", "config", key, "/tmp/program"], cwd=root, check=True)
    with pytest.raises(LedgerConflictError, match="not trusted") as refused:
        require_trusted(root)
    section, _, name = key.rpartition(".")
    assert refused.value.values["key"] == f"{section}.{name.lower()}"
    assert refused.value.values["line"] == lines + 2 - ("core." in key and key.count(".") == 1)
    command = str(refused.value.values["command"])
    subprocess.run(command, shell=True, cwd=root, check=True)
    require_trusted(root)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("remote.origin.url", "ext::sh -c whatever"),
        ("remote.origin.url", "evil://host/path"),
        ("remote.origin.url", "--upload-pack=evil"),
        ("branch.main.remote", "ext::sh -c whatever"),
        ("branch.main.pushRemote", "ext::sh -c whatever"),
        ("remote.pushDefault", "foo::bar"),
        ("core.repositoryFormatVersion", "2"),
        ("extensions.refStorage", "reftable"),
        ("merge.pcbsales.driver", OWN_MERGE_DRIVER + " "),
    ],
)
def test_values_that_run_or_mislead_are_refused(root: Path, key: str, value: str) -> None:
    quoted = value.replace("\\", "\\\\")
    section, _, name = key.rpartition(".")
    head, _, sub = section.partition(".")
    title = f'[{head} "{sub}"]' if sub else f"[{head}]"
    with (root / ".git" / "config").open("a") as config:
        config.write(f'{title}\n\t{name} = "{quoted}"\n')
    with pytest.raises(LedgerConflictError, match="not trusted"):
        require_trusted(root)


def test_what_people_and_their_tools_usually_set_is_trusted(root: Path) -> None:
    for key, value in (
        ("remote.origin.url", "git@example.com:desk/ledger.git"),
        ("remote.backup.url", "/mnt/backup/ledger.git"),
        ("remote.web.url", "https://example.com/desk/ledger.git"),
        ("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"),
        ("remote.origin.gh-resolved", "base"),
        ("branch.main.remote", "origin"),
        ("branch.main.merge", "refs/heads/main"),
        ("branch.main.vscode-merge-base", "origin/main"),
        ("user.name", "Lin Mei 林梅"),
        ("user.signingKey", "~/.ssh/id_ed25519.pub"),
        ("gpg.format", "ssh"),
        ("commit.gpgSign", "true"),
        ("pull.rebase", "false"),
        ("core.fsmonitor", "true"),
        ("core.ignoreCase", "true"),
        ("core.worktree", ".."),
        ("merge.pcbsales.driver", OWN_MERGE_DRIVER),
        ("maintenance.strategy", "incremental"),
        ("alias.st", "status -sb"),
        ("lfs.repositoryformatversion", "0"),
    ):
        subprocess.run(["git", "config", key, value], cwd=root, check=True)
    require_trusted(root)


@pytest.mark.parametrize(
    "place", [".gitattributes", "ledger/.gitattributes", ".git/info/attributes"]
)
@pytest.mark.parametrize(
    ("attribute", "trusted"),
    [
        ("text eol=crlf", True), ("-text", True), ("binary", True), ("merge=pcbsales", True),
        ("-filter -diff -merge", True), ("filter=lfs", False), ("diff=x", False),
        ("merge=union", False), ("ident", False), ("working-tree-encoding=UTF-16", False),
    ],
)  # fmt: skip
def test_attributes(root: Path, place: str, attribute: str, trusted: bool) -> None:
    (root / place).parent.mkdir(exist_ok=True)
    (root / place).write_text(f"# who\n*.yaml {attribute}\n")
    if trusted:
        require_trusted(root)
        return
    with pytest.raises(LedgerConflictError, match=rf"not trusted: {place}:2 "):
        require_trusted(root)


def test_anothers_ledger_is_theirs_until_it_is_called_safe(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ownership, "_own_ids", lambda: {os.geteuid() + 7})
    with pytest.raises(LedgerConflictError, match="belongs to another user") as refused:
        require_trusted(root)
    assert refused.value.values["root"] == str(root)

    config = Path(os.environ["HOME"]) / ".gitconfig"
    before = config.read_text()
    try:
        for said, safe in ((str(root.parent), False), (str(root), True), ("", False), ("*", True)):
            with config.open("a") as out:
                out.write(f'[safe]\n\tdirectory = "{said}"\n')
            assert called_safe(root) is safe
        require_trusted(root)
    finally:
        config.write_text(before)
