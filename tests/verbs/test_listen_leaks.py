"""No form in which a listening leaves the house holds a name or a word of the conversation (PRIVACY 3 and 4)."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from verbs.canaries import Canaries
from verbs.ears import DATED, Ears, chat, meeting, turns_table

from saidanddone.errors import SaidAndDoneError
from saidanddone.evidence.pseudonym import pseudonym
from saidanddone.report.review import page, paper, terminal, transcript
from saidanddone.verbs.diagnose import diagnose
from saidanddone.verbs.listen import Listened, listen

KEY = b"k" * 32
CUES = ("How do we get to", "The export loses rows of", "I broke", "We could try", "I would not ship", "Noted,",
        "I will send you by Friday", "Thank you for", "I have sent", "That is not my problem,")  # fmt: skip


class Talked:
    """A meeting, a chat and a table in which every name and every sentence has words found nowhere else."""

    def __init__(self, folder: Path) -> None:
        self.canaries = Canaries()
        self.people = [self.canaries.handle(self.canaries.member(f"speaker {n}"), f"speaker {n}") for n in range(6)]
        script = [
            (self.people[n % 6], f"{CUES[n % 10]} the {self.canaries.word(f'turn {n}')} of the week.")
            for n in range(30)
        ]
        script.append((self.people[1], f"I will send it to {self.people[0]} by Friday."))
        rows = [
            {"conversation_id": "w1", "turn": n, "speaker": who, "text": said, "at": f"2026-09-07T10:{n:02}:00Z"}
            for n, (who, said) in enumerate(script)
        ]
        rows.append(
            {"conversation_id": "", "turn": 3, "speaker": self.people[2], "text": self.canaries.word("lost row")}
        )
        self.files = [
            meeting(folder / DATED, script), chat(folder / "slack", script), turns_table(folder / "turns.csv", rows),
        ]  # fmt: skip
        self.roster = folder / "people.csv"
        lines = [f"{name},Apollo,{'leader' if not n else 'member'}" for n, name in enumerate(self.people)]
        self.roster.write_text("name,team,role\n" + "\n".join(lines), encoding="utf-8")

    def look(self, said: str | bytes, what: str, *, pseudonyms: bool = False) -> None:
        text = said.decode("latin-1") if isinstance(said, bytes) else said
        found = self.canaries.found_in(text, frozenset() if pseudonyms else {KEY}, {})
        assert not found, f"{what} holds: {', '.join(found[:6])}"


@pytest.fixture(scope="module")
def talked(tmp_path_factory: pytest.TempPathFactory) -> Talked:
    return Talked(tmp_path_factory.mktemp("talked"))


@pytest.fixture(scope="module")
def workspace_of(talked: Talked, tmp_path_factory: pytest.TempPathFactory) -> tuple[Listened, Path]:
    """Everything confirmed but for one, in a workspace; heard for the leader."""
    ws = tmp_path_factory.mktemp("kept") / "ws"
    found = listen(*talked.files, into=ws, fresh_key=KEY, roster=talked.roster, me=talked.people[0], listener=Ears())
    first, *others = found.proposals()
    return found.settled({first.id: False, **{one.id: True for one in others}}), ws


def forms(found: Listened, *, me: bool) -> Iterator[tuple[str, str | bytes]]:
    told = found.to_dict()
    if me:  # whose words are the reader's is theirs to know
        assert {turn.pop("speaker") for turn in told["turns"]} - {None}
    yield "json", json.dumps(told)
    yield "repr", repr(found) + str(found) + repr(found.review) + repr(found.proposals()) + repr(found.words()[:3])
    yield "arrow", str(found.to_arrow().to_pylist()) + str(found.to_arrow().schema)
    yield "terminal", terminal.render(found.review, width=200, colour=True)
    yield "page", page.render(found.review, words="words.html")


def test_the_words_are_there_to_be_found(talked: Talked, workspace_of: tuple[Listened, Path]) -> None:
    found, _ = workspace_of
    assert len(found.review.acts()) > 20
    assert found.review.problems
    assert found.review.promises()
    words = transcript.render(found.words())
    assert len(talked.canaries.found_in(words, frozenset(), {})) >= 30
    with pytest.raises(AssertionError, match="speaker 3"):
        talked.look(talked.people[3], "this test")
    with pytest.raises(AssertionError, match="pseudonym of speaker"):
        talked.look(json.dumps(found.to_dict(research=True)), "research")


@pytest.mark.parametrize("me", [True, False], ids=["a reader", "nobody"])
def test_no_form_of_a_review_holds_a_name_or_a_word(
    talked: Talked, workspace_of: tuple[Listened, Path], me: bool
) -> None:
    found = workspace_of[0] if me else listen(*talked.files, roster=talked.roster, listener=Ears())
    for what, said in forms(found, me=me):
        talked.look(said, what)


def test_the_pdf_holds_none(talked: Talked, workspace_of: tuple[Listened, Path], tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    (tmp_path / "r.pdf").write_bytes(paper.render(workspace_of[0].review))
    sheets = pypdf.PdfReader(tmp_path / "r.pdf")
    talked.look("".join(sheet.extract_text() for sheet in sheets.pages) + str(sheets.metadata), "pdf")


def test_research_and_the_owners_words_hold_no_name(talked: Talked, workspace_of: tuple[Listened, Path]) -> None:
    found, _ = workspace_of
    talked.look(json.dumps(found.to_dict(research=True)), "research", pseudonyms=True)
    talked.look(str(found.scores(research=True).to_pylist()), "scores")
    words = transcript.render(found.words())
    named = [one for one in talked.canaries.found_in(words, {KEY}, {}) if "speaker" in one]
    assert set(named) <= {"speaker 0, first name", "speaker 0, last name"}  # somebody said that name


def test_no_file_of_the_workspace_holds_a_name_or_a_word(talked: Talked, workspace_of: tuple[Listened, Path]) -> None:
    files = [path for path in workspace_of[1].rglob("*") if path.is_file()]
    assert {"judgements.json", "acts.parquet", "commitments.parquet"} <= {path.name for path in files}
    for path in files:
        said = path.read_bytes().decode("latin-1") + path.name
        if path.suffix == ".parquet":
            said += str(pq.read_table(path).to_pylist())
        talked.look(said, path.name, pseudonyms=path.suffix == ".parquet")


def test_a_diagnosis_of_what_was_heard_holds_none(talked: Talked, workspace_of: tuple[Listened, Path]) -> None:
    found = diagnose(workspace_of[1], me=talked.people[0])
    said = (json.dumps(found.to_dict()) + repr(found)).replace(pseudonym(talked.people[0], KEY), "the reader")
    talked.look(said, "diagnosis")


@pytest.mark.parametrize("option", ["me", "roster", "calendar", "speakers", "tz", "marks", "judged"])
def test_no_error_repeats_what_its_asker_wrote(
    talked: Talked, workspace_of: tuple[Listened, Path], option: str, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = f"{talked.canaries.member(f'wrong {option}')} and more"
    asked = {option: {"marks": [wrong], "judged": {wrong: True}}.get(option, wrong)}
    with caplog.at_level(logging.DEBUG), pytest.raises(SaidAndDoneError) as raised:
        listen(talked.files[0], into=workspace_of[1], listener=Ears(), **asked)  # type: ignore[arg-type]
    said = str(raised.value) + repr(raised.value)
    if option in ("roster", "calendar", "speakers"):  # a file that is not there is named as its asker named it
        assert "Check the path" in said
        return
    talked.look(said + caplog.text + "".join(traceback.format_exception_only(raised.value)), f"error of {option}")
