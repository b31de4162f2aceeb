"""Mail becomes threads of the writers' own words: nothing quoted, forwarded, signed or sent by a program is heard."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, timedelta, timezone
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.evidence.people import People
from saidanddone.sources.conversations import Asked, Talk
from saidanddone.sources.messages import mail
from saidanddone.sources.messages.mail_html import text_of_html
from saidanddone.sources.messages.mail_text import own_words
from saidanddone.sources.messages.mbox import LONGEST_MESSAGE, cut

PEOPLE = People(b"k" * 32)
ASKED = Asked(PEOPLE, UTC)
CLOCK = 1_767_261_600


def letter(text: str, number: int = 1, sender: str = "Ana Ames <ana@example.org>", **headers: str) -> str:
    """One letter of a mailbox; headers are written with ``_`` for ``-``, an empty one is left out."""
    told = {
        "From": sender, "To": "Bo Birk <bo@example.org>", "Date": f"Thu, 01 Jan 2026 10:{number:02d}:00 +0000",
        "Subject": "The gauge", "Message-ID": f"<m{number}@example.org>",
    } | {name.replace("_", "-"): value for name, value in headers.items()}  # fmt: skip
    lines = "".join(f"{name}: {value}\n" for name, value in told.items() if value)
    return f"From ana@example.org Thu Jan  1 10:{number:02d}:00 2026\n{lines}\n{text}\n\n"


def read(*letters: str | bytes, asked: Asked = ASKED) -> Talk:
    whole = b"".join(one if isinstance(one, bytes) else one.encode() for one in letters)
    return mail.read_stream(io.BytesIO(whole), "team.mbox", asked)


def texts(talk: Talk) -> list[list[str]]:
    return [[turn.text for turn in one.turns] for one in talk.conversations]


def test_answers_make_a_thread_and_say_what_they_answer() -> None:
    talk = read(
        letter("Can you?", 1), letter("Something else.", 2, Subject="Lamps"),
        letter("Yes.", 3, "Bo Birk <bo@example.org>", In_Reply_To="<m1@example.org>"),
        letter("Good.", 4, References="<m1@example.org> <m3@example.org>", Subject="Re: The gauge"),
    )  # fmt: skip
    assert texts(talk) == [["Can you?", "Yes.", "Good."], ["Something else."]]
    first = talk.conversations[0]
    assert [turn.reply_to for turn in first.turns] == [None, 0, 1]
    assert (first.channel, first.id, first.turns[1].key) == ("email", "m1@example.org", "m3@example.org")
    assert first.people == {PEOPLE.pseudonym("Ana Ames"), PEOPLE.pseudonym("Bo Birk")}
    assert first.began_us == (CLOCK + 60) * 1_000_000


def test_answers_to_a_letter_that_is_not_here_stand_together() -> None:
    talk = read(letter("one", 1, In_Reply_To="<lost@x>"), letter("two", 2, References="<lost@x> <lost2@x>"))
    assert texts(talk) == [["one", "two"]]
    assert [turn.reply_to for turn in talk.conversations[0].turns] == [None, None]


def test_without_ids_a_reply_joins_the_last_thread_of_its_subject() -> None:
    talk = read(
        letter("one", 1, Message_ID=""), letter("two", 2, Subject="[team] AW: The gauge", Message_ID=""),
        letter("three", 3, Subject="The gauge"), letter("four", 4, Subject="Re: Re: the GAUGE"),
        letter("late", 5, Subject="Re: The gauge", Date="Thu, 01 Oct 2026 10:00:00 +0000"),
    )  # fmt: skip
    assert texts(talk) == [["one", "two"], ["three", "four"], ["late"]]


def test_an_answer_never_stands_before_what_it_answers_whatever_the_clocks_say() -> None:
    talk = read(
        letter("question", 1, Date="Thu, 01 Jan 2026 12:00:00 +0000"),
        letter("answer", 2, In_Reply_To="<m1@example.org>", Date="Thu, 01 Jan 2026 11:00:00 +0000"),
        letter("more", 3, In_Reply_To="<m2@example.org>"),
    )
    assert texts(talk) == [["question", "answer", "more"]]


def test_letters_that_answer_each_other_in_a_ring_are_read_once_each() -> None:
    talk = read(letter("one", 1, In_Reply_To="<m2@example.org>"), letter("two", 2, In_Reply_To="<m1@example.org>"))
    assert sorted(texts(talk)[0]) == ["one", "two"]


def test_programs_invitations_and_doubles_are_dropped_and_counted() -> None:
    talk = read(
        letter("I am away.", 1, Auto_Submitted="auto-replied"), letter("Away", 2, Subject="Out of Office: The gauge"),
        letter("Failed", 3, "Mail System <MAILER-DAEMON@example.org>"), letter("Build", 4, "CI <no-reply@example.org>"),
        letter("Bounce", 5, Return_Path="<>"), letter("Buy!", 6, List_Unsubscribe="<mailto:x@y>"),
        letter("BEGIN:VCALENDAR", 7, Content_Type="text/calendar; method=REQUEST"), letter("> all quoted", 8),
        letter("Said.", 9, List_Id="<team.example.org>", Precedence="list"), letter("Said.", 9),
        letter("Not submitted by a program.", 10, Auto_Submitted="no"),
    )  # fmt: skip
    assert texts(talk) == [["Said."], ["Not submitted by a program."]]
    assert talk.dropped == {"automatic": 5, "doubles": 1, "invitations": 1, "mass mail": 1, "without words": 1}


HISTORIES = {
    "english": "On Mon, 5 Jan 2026 at 10:00, Bo Birk <bo@example.org> wrote:\n> Can you?\n>> Earlier",
    "english over lines": "On Mon, 5 Jan 2026 at 10:00, Bo Birk\n<bo@example.org>\nwrote:\n\n> Can you?",
    "german": "Am 05.01.2026 um 10:00 schrieb Bo Birk <bo@example.org>:\n> Kannst du?",
    "french": "Le lun. 5 janv. 2026 à 10:00, Bo Birk a écrit :\n> Peux-tu ?",
    "spanish": "El lun, 5 ene 2026 a las 10:00, Bo Birk escribió:\n> ¿Puedes?",
    "italian": "Il giorno lun 5 gen 2026 alle 10:00 Bo Birk ha scritto:\n> Puoi?",
    "dutch": "Op ma 5 jan 2026 om 10:00 schreef Bo Birk:\n> Kun je?",
    "portuguese": "Em seg., 5 de jan. de 2026 às 10:00, Bo Birk escreveu:\n> Podes?",
    "swedish": "Den mån 5 jan. 2026 kl 10:00 skrev Bo Birk:\n> Kan du?",
    "polish": "W dniu 5.01.2026 o 10:00, Bo Birk pisze:\n> Czy możesz?",
    "russian": "5 янв. 2026 г., в 10:00, Bo Birk написал(а):\n> Можешь?",
    "gmail": "2026-01-05 10:00 GMT+01:00 Bo Birk <bo@example.org>:\n\n> Can you?",
    "without marks": "On Mon, 5 Jan 2026 at 10:00, Bo Birk <bo@example.org> wrote:\n\nCan you?\nThanks in advance",
    "outlook": "-----Original Message-----\nFrom: Bo Birk\nSent: Monday, 5 January 2026 10:00\nTo: Ana\n\nCan you?",
    "outlook without a line": "From: Bo Birk <bo@example.org>\nSent: Monday\nTo: Ana\nSubject: Gauge\n\nCan you?",
    "outlook with a ruler": "________________________________\nVon: Bo\nGesendet: Montag\nAn: Ana\n\nKannst du?",
    "outlook in bold": "*From:* Bo Birk\n*Sent:* Monday\n*To:* Ana\n\nCan you?",
    "forwarded": "---------- Forwarded message ---------\nFrom: Bo\n\nCan you?",
    "forwarded german": "-------- Weitergeleitete Nachricht --------\nBetreff: X\n\nKannst du?",
    "apple": "Begin forwarded message:\n\nFrom: Bo\n\nCan you?",
    "signature": "-- \nAna Ames\nHead of gauges\n+49 30 1234",
    "closing": "Best regards,\nAna",
    "german closing": "Mit freundlichen Grüßen\n\nAna Ames\nKite GmbH",
    "closing on one line": "cheers, Ana",
    "telephone": "Sent from my iPhone",
    "list": "_______________________________________________\nteam mailing list\nteam@example.org\nhttp://x.org/listinfo/team",
    "closing and history": "Regards\nAna\n\nOn Mon, 5 Jan 2026, Bo wrote:\n> Can you?",
}


@pytest.mark.parametrize("kind", sorted(HISTORIES))
def test_only_the_writers_own_words_stay(kind: str) -> None:
    assert own_words(f"Yes, I will look at it by Friday.\n\n{HISTORIES[kind]}\n") == "Yes, I will look at it by Friday."


def test_a_reply_between_the_quoted_lines_is_one_turn() -> None:
    body = "Hi Bo,\n\nOn 5 Jan, Bo wrote:\n> Can you?\nYes.\n> When?\nBy Friday.\n\n> And then?\nWe rest.\n-- \nAna"
    assert own_words(body) == "Hi Bo,\n\nYes.\nBy Friday.\n\nWe rest."


@pytest.mark.parametrize(
    "prose",
    [
        "She wrote:\nthat was the plan.", "From: here to there is far.", "Best of all, it works.\nCan you look?",
        "Here is what I said:\n- one\n- two", "Thanks, I will look at it.", "To: do or not to do.\n\nThat is it.",
        "I think we should wait.\n\nBest case we lose a day.",
    ],
)  # fmt: skip
def test_prose_that_looks_a_little_like_mail_stays(prose: str) -> None:
    assert own_words(prose) == prose


def test_thanks_that_close_a_letter_are_kept() -> None:
    assert own_words("Please look at it.\n\nThanks!\nAna") == "Please look at it.\n\nThanks!"


def test_html_alone_is_read_as_text_without_what_it_quotes() -> None:
    page = (
        "<html><head><style>p {}</style></head><body><p>Yes &amp; no.</p><div>By<br>Friday</div>"
        "<div class='gmail_quote'>On Monday Bo wrote:<blockquote>Can you?</blockquote></div>"
        "<div id='divRplyFwdMsg'>From: Bo</div><p>Older</p></body></html>"
    )
    assert text_of_html(page) == "Yes & no.\nBy\nFriday"
    assert texts(read(letter(page, 1, Content_Type="text/html; charset=utf-8"))) == [["Yes & no.\nBy\nFriday"]]


def test_of_several_parts_the_writers_own_are_read() -> None:
    made = EmailMessage()
    made["From"], made["Date"], made["Message-ID"] = "Ana Ames <ana@x.org>", "Thu, 01 Jan 2026 10:00:00 +0000", "<a@x>"
    made.set_content("The plain words, mit Grüßen für alle.", cte="quoted-printable")
    made.add_alternative("<p>The other words</p>", subtype="html")
    made.add_attachment(b"%PDF" * 1_000, maintype="application", subtype="pdf", filename="a.pdf")
    made.add_attachment("attached words", filename="notes.txt")
    forwarded = EmailMessage()
    forwarded["Subject"] = "older"
    forwarded.set_content("forwarded words")
    made.add_attachment(forwarded)
    talk = read(b"From ana@x.org Thu Jan  1 10:00:00 2026\n" + made.as_bytes() + b"\n")
    assert texts(talk) == [["The plain words, mit Grüßen für alle."]]


def test_broken_encodings_and_headers_are_read_as_far_as_they_go() -> None:
    raw = (
        b"From x Thu Jan  1 10:00:00 2026\nFrom: =?UTF-8?Q?Luc=eda_Ames?= <l@x.org>\nSubject: =?x-no?B?!!!?=\n"
        b"Date: never\nContent-Type: text/plain; charset=x-none\n\nGr\xfc\xdfe an alle\n\n"
    )
    talk = read(raw)
    assert texts(talk) == [["Grüße an alle"]]
    assert list(talk.names.values()) == ["Lucía Ames"]
    assert talk.conversations[0].turns[0].at_us == CLOCK * 1_000_000  # by the line above it


def test_a_time_without_a_zone_is_in_the_users_zone() -> None:
    there = Asked(PEOPLE, timezone(timedelta(hours=2)))
    talk = read(letter("Hi", 1, Date="Thu, 01 Jan 2026 12:00:00"), asked=there)
    assert talk.conversations[0].began_us == CLOCK * 1_000_000


def test_a_letter_without_any_date_has_none() -> None:
    talk = read("From ana\nFrom: ana@x.org\nSubject: x\n\nHi\n".replace("From ana\n", ""))
    assert (talk.conversations[0].began_us, talk.conversations[0].dated_by) == (None, "")
    assert talk.notes == ("Letters without a date that can be read: 1.",)


def test_one_person_with_two_addresses_is_one_and_shown_to_be() -> None:
    talk = read(
        letter("one", 1), letter("two", 2, '"Ames, Ana" <ana@home.example>'), letter("three", 3, "ana@else.org")
    )
    assert [one.turns[0].speaker for one in talk.conversations][:2] == [PEOPLE.pseudonym("Ana Ames")] * 2
    assert talk.conversations[2].turns[0].speaker == PEOPLE.pseudonym("ana@else.org")
    assert talk.merged == {"Ana Ames": ["ana@example.org", "ana@home.example"]}


def test_a_word_at_a_lines_beginning_cuts_no_letter() -> None:
    talk = read(
        letter("We know:\n\nFrom Monday on, at 10:00 in 2026, it rains.\n>From here it is far.", 1), letter("two", 2)
    )
    assert texts(talk) == [
        ["We know:\n\nFrom Monday on, at 10:00 in 2026, it rains.\nFrom here it is far."], ["two"],
    ]  # fmt: skip


def test_a_mailbox_and_a_single_letter_are_known(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x", encoding="utf-8")
    assert mail.knows(path, letter("Hi").encode())
    assert mail.knows(path, letter("Hi").split("\n", 1)[1].encode())
    for other in (
        b"From Monday on\nit rains",
        b"WEBVTT\n\n00:00",
        b"id,subject,made_at\n1,2,3",
        b"Ana: hi\nBo: hello\n",
        b"",
    ):
        assert not mail.knows(path, other)
    assert not mail.knows(tmp_path, b"")


class Endless(io.RawIOBase):
    """A mailbox of letters with attachments, made while it is read, so that it is held nowhere."""

    def __init__(self, letters: int, lines: int) -> None:
        self._letters = self._made(letters, lines)
        self._rest = b""

    @staticmethod
    def _made(letters: int, lines: int) -> Iterator[bytes]:
        encoded = b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAx\n" * 500
        for number in range(letters):
            whole = letter("x", 1, Message_ID=f"<{number}@x>", Content_Type="multipart/mixed; boundary=b").encode()
            words = b"\n--b\nContent-Type: text/plain\n\nWords %d.\n--b\nContent-Type: application/pdf\n" % number
            yield whole.replace(b"\nx\n", words + b"Content-Transfer-Encoding: base64\n\n")
            for _ in range(lines // 500):
                yield encoded
            yield b"--b--\n\n"

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = next(self._letters, b"")
        taken = min(len(buffer), len(self._rest))
        buffer[:taken] = self._rest[:taken]
        self._rest = self._rest[taken:]
        return taken


def test_a_large_mailbox_is_not_held_in_memory() -> None:
    tracemalloc.start()
    try:
        talk = mail.read_stream(io.BufferedReader(Endless(10, 20_000)), "large.mbox", ASKED)  # 15 MB
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sorted(text for each in texts(talk) for text in each) == sorted(f"Words {n}." for n in range(10))
    assert most < 6_000_000


def test_a_letter_without_end_is_cut_and_told() -> None:
    long = letter("Hi\n" + "many words in it\n" * (LONGEST_MESSAGE // 12), 1)
    talk = read(long, letter("two", 2))
    assert [one.turns[0].text[:3] for one in talk.conversations] == ["Hi\n", "two"]
    assert talk.notes == ("Letters longer than 4 MB, of which the end was not read: 1.",)


SHAPES = ["On ", "On 1 ", "> x\n", "-", "_\n", "From: a\n", "<", "<!--", "<a ", "wrote:\n", "Re: "]


@pytest.mark.parametrize("shape", SHAPES)
def test_what_repeats_without_end_is_read_to_the_end(shape: str) -> None:
    text = shape * 20_000  # a rule whose cost were the square of the length would take minutes
    own_words(text)
    text_of_html(text)
    assert read(letter(text, 1, Subject=text.replace("\n", " "))).problems == []


LINES = st.sampled_from(
    [
        "Content-Type: multipart/mixed; boundary=b", "--b", "--b--", "", "Content-Transfer-Encoding: base64", "=?",
        "From: =?utf-8?B?xx", "Date: Thu, 99 Foo 2026", "References: <<>> <a@b", "From x 10:00 2026", "> quoted",
        "Content-Type: message/rfc822", "On 1 wrote:", "Message-ID: <>", "text",
    ]
)  # fmt: skip


@given(st.binary(max_size=400), st.lists(LINES, max_size=25))
def test_whatever_stands_in_a_mailbox_nothing_is_raised(noise: bytes, lines: list[str]) -> None:
    whole = b"From x Thu Jan  1 10:00:00 2026\nFrom: a@x\n" + "\n".join(lines).encode() + b"\n" + noise
    letters = sum(1 for _ in cut(io.BytesIO(whole)))
    talk = read(whole)
    assert sum(len(one.turns) for one in talk.conversations) + sum(talk.dropped.values()) == letters
    for one in talk.conversations:
        assert all(turn.reply_to is None or turn.reply_to < place for place, turn in enumerate(one.turns))


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("hyperkitty_2016_april.mbox", 3), ("mbox_complex.mbox", 2), ("mbox_iso8859_encoding.mbox", 1),
        ("mbox_multipart.mbox", 2), ("mbox_no_fields.mbox", 6), ("mbox_unixfrom_encoding.mbox", 1),
        ("mbox_unknown_encoding.mbox", 1),
    ],
)  # fmt: skip
def test_the_real_mailboxes_read_completely(shared: Path, name: str, letters: int) -> None:
    path = shared / "data" / "samples" / "mbox" / name
    head = path.read_bytes()[:65536]
    assert head.count(b"\nFrom ") + head.startswith(b"From ") == letters
    assert mail.knows(path, head)
    talk = mail.read(path, name, ASKED)
    assert sum(len(one.turns) for one in talk.conversations) + sum(talk.dropped.values()) == letters
    assert not talk.problems
    assert all(not line.startswith(">") for each in texts(talk) for text in each for line in text.split("\n"))
