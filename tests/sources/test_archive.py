"""Hostile archives are refused in a sentence, in little memory, and leave nothing behind; ordinary ones are read."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest
from hostile_archives import HOSTILE, Part, archive, write_slack
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.evidence.people import People
from saidanddone.evidence.problem import Problem
from saidanddone.sources.archive import Archive, Limits, Refused, open_archive
from saidanddone.sources.conversations import Asked
from saidanddone.sources.messages import slack

ASKED = Asked(People(b"k" * 32), UTC)
SMALL = Limits(members=100, unpacked=1_000_000, member=100_000, ratio=100)


def contents(path: Path, limits: Limits | None = None) -> dict[str, bytes] | list[Problem]:
    """All members, or what was refused."""
    found = open_archive(path, path.name, limits)
    if isinstance(found, Problem):
        return [found]
    read = {member.name: found.read(member) for member in found.members}
    problems = [one for one in read.values() if isinstance(one, Problem)]
    return problems or {name: one for name, one in read.items() if isinstance(one, bytes)}


def test_the_corpus_holds_at_least_thirty_hostile_archives() -> None:
    assert len(HOSTILE) >= 30


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_archive_is_refused_in_a_sentence_and_little_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(HOSTILE[name]())
    (tmp_path / "beside").mkdir()
    tracemalloc.start()
    try:
        assert slack.knows(path, path.read_bytes()[:65536])
        talk = slack.read(path, path.name, ASKED)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert talk.problems
    said = talk.problems[0]
    assert said.said.endswith(".")
    assert said.remedy.endswith(".")
    assert "\n" not in str(said)
    assert "Traceback" not in str(said)
    assert most < 50_000_000
    assert sorted(one.name for one in tmp_path.iterdir()) == ["beside", "export.zip"]
    assert not list((tmp_path / "beside").iterdir())


def test_an_ordinary_archive_reads_as_pythons_own_reader_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("stored.txt", b"as it is" * 10, zipfile.ZIP_STORED)
        made.writestr("folder/packed.txt", bytes(range(256)) * 900, zipfile.ZIP_DEFLATED)
        made.writestr("folder/empty.txt", b"", zipfile.ZIP_DEFLATED)
        made.mkdir("empty-folder")
        made.writestr("folder/Grüße.txt", b"x")
    with zipfile.ZipFile(path) as other:
        expected = {name: other.read(name) for name in other.namelist() if not name.endswith("/")}
    assert contents(path) == expected


def test_an_archive_written_to_a_stream_reads_too(tmp_path: Path) -> None:
    class OneWay(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    stream = OneWay()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:  # sizes stand behind the contents
        made.writestr("a.txt", b"said" * 1_000)
    path = tmp_path / "a.zip"
    path.write_bytes(stream.getvalue())
    assert contents(path) == {"a.txt": b"said" * 1_000}


def test_an_archive_with_eight_byte_sizes_reads_too(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as made, made.open("a.txt", "w", force_zip64=True) as member:
        member.write(b"said" * 100)
    assert contents(path) == {"a.txt": b"said" * 100}


def test_what_tools_add_of_their_own_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(archive([Part(b"a.txt"), Part(b"inner.zip", archive([Part(b"b.txt")]))], comment=b"made by hand"))
    found = open_archive(path, "a.zip")
    assert isinstance(found, Archive)
    assert ([one.name for one in found.members], found.nested) == (["a.txt"], 1)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"x" * 200_000, "unpacks to more than 0 MB"),
        (b"\x00" * 1_000_001, "unpacks to more than 1 MB"),
    ],
)
def test_limits_are_kept(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(archive([Part(b"a.txt", content, method=0)]))
    found = contents(path, SMALL)
    assert isinstance(found, list)
    assert said in found[0].said
    wide = Limits(100, 10_000_000, 10_000_000, 100)
    assert contents(path, wide) == {"a.txt": content}


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(archive([Part(b"%d" % n, b"") for n in range(101)]))
    found = contents(path, SMALL)
    assert isinstance(found, list)
    assert found[0].said == "It holds more than 100 files."


def test_a_stream_gives_the_same_bytes_and_stops_at_what_was_said(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    long = b"".join(b"line %d\n" % n for n in range(50_000))
    path.write_bytes(archive([Part(b"a.txt", long), Part(b"b.txt", long, size=1_000)]))
    found = open_archive(path, "a.zip")
    assert isinstance(found, Archive)
    with found.stream(found.members[0]) as stream:
        assert b"".join(stream) == long
    with found.stream(found.members[1]) as stream, pytest.raises(Refused):
        stream.read()


def test_a_folder_or_nothing_is_no_archive(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.zip"):
        assert isinstance(open_archive(path, path.name), Problem)


@given(st.data())
def test_a_changed_archive_raises_nothing_and_never_gives_other_bytes(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    whole = bytearray(archive([Part(b"a.txt", b"what was said " * 40), Part(b"b.txt", b"and more", method=0)]))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("changed") / "a.zip"
    path.write_bytes(
        bytes(whole[: data.draw(st.integers(0, len(whole)))]) if data.draw(st.booleans()) else bytes(whole)
    )
    found = contents(path)
    if isinstance(found, dict):
        assert set(found.values()) <= {b"what was said " * 40, b"and more"}
    else:
        assert all(one.said.endswith(".") for one in found)


def test_an_ordinary_export_of_slack_in_an_archive_reads_whole(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    messages = write_slack(path, 4)
    talk = slack.read(path, path.name, ASKED)
    assert sum(len(one.turns) for one in talk.conversations) == messages
    assert not talk.problems


def _named(corpus: dict[str, Callable[[], bytes]]) -> int:
    return len({made() for made in corpus.values()})


def test_no_two_hostile_archives_are_the_same() -> None:
    assert _named(HOSTILE) == len(HOSTILE)
