"""Outside English nothing is guessed; English with code, names or little else stays English."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidanddone.listening.conversation import Conversation, Turn
from saidanddone.listening.language import language_of, runs


def talk(*texts: str) -> Conversation:
    turns = tuple(Turn("ab"[n % 2], text, n + 1) for n, text in enumerate(texts))
    return Conversation("c", "c.json", "chat", turns)


ELSEWHERE = {
    "de": (
        "Ich schicke dir morgen den Entwurf, aber die Zahlen fehlen noch.",
        "Danke, das ist gut zu wissen. Wer prüft sie?",
    ),
    "fr": (
        "Je n'ai pas compris pourquoi la mise en production est retardée.",
        "Merci de l'avoir dit, on regarde ça ensemble.",
    ),
    "es": (
        "Creo que me equivoqué con la fecha de entrega del cliente.",
        "No pasa nada, gracias por avisar tan pronto.",
    ),
    "it": (
        "Non sono sicuro che questa soluzione funzioni davvero.",
        "Hai ragione, ne parliamo domani mattina con gli altri.",
    ),
    "pt": (
        "Preciso de ajuda com o relatório porque não consigo terminar.",
        "Claro, vejo isso contigo depois do almoço.",
    ),
    "nl": (
        "Ik heb de verkeerde versie naar de klant gestuurd vanmorgen.",
        "Goed dat je het zegt, we lossen het samen op.",
    ),
    "sv": (
        "Jag tror att vi har ett problem med säkerhetskopiorna.",
        "Tack för att du tar upp det, vad behöver du av oss?",
    ),
    "pl": ("Nie wiem, jak to naprawić, czy ktoś może mi pomóc?", "Jasne, spojrzę na to po spotkaniu z zespołem."),
    "cs": ("Myslím, že ten plán nestihneme do konce měsíce dokončit.", "Díky, že to říkáš, probereme to zítra ráno."),
    "fi": (
        "En ole varma, ymmärsinkö tehtävän oikein viime viikolla.",
        "Hyvä että kysyit, käydään se läpi yhdessä huomenna.",
    ),
    "tr": (
        "Sunumu yanlış kişiye gönderdim, bunu düzeltmem gerekiyor.",
        "Söylediğin için teşekkürler, birlikte bakalım.",
    ),
    "ru": ("Я не понимаю, почему тесты падают каждую ночь.", "Спасибо, что сказал, давай посмотрим вместе."),
    "uk": ("Мені здається, що ми не встигнемо до п'ятниці.", "Дякую, що підняла це питання, обговоримо завтра."),
    "el": ("Δεν είμαι σίγουρος ότι το σχέδιο θα δουλέψει.", "Ευχαριστώ που το είπες, ας το δούμε μαζί αύριο."),
    "ja": ("このテストがなぜ失敗するのか分かりません。", "教えてくれてありがとう。明日一緒に見ましょう。"),
    "zh": ("我不明白为什么这个测试总是失败。", "谢谢你提出来，我们明天一起看看。"),
    "ko": ("이 테스트가 왜 실패하는지 모르겠습니다.", "알려줘서 고마워요. 내일 같이 봅시다."),
    "ar": ("لا أفهم لماذا تفشل هذه الاختبارات كل ليلة.", "شكرا على الإخبار، سننظر في الأمر معا غدا."),
}


@pytest.mark.parametrize("code", sorted(ELSEWHERE))
def test_another_language_is_named_and_refused(code: str) -> None:
    language, refused = language_of(talk(*ELSEWHERE[code]))
    assert language == code
    assert refused.startswith("This conversation is in ")
    assert "Only English" in refused


@pytest.mark.parametrize(
    "texts",
    [
        ("nit: rename `fetchAll` to `fetch_all`, see utils/net.py:42", "done in 3f9ac1, PTAL",
         "LGTM, but why is `retry=False` here?", "because the pool retries already, see `Pool.get()`"),
        ("Ravi, Anneliese, Jean-Luc and Małgorzata are in", "Sørensen and Nguyễn can't come", "is Zoë or Björn coming?",
         "José will, Åsa too"),
        ("ship it", "+1", "who has the keys for staging?", "me, one sec", "thx"),
        ("```\nfür jede Zeile: drucke(zeile)\nrückgabe wert\n```", "what does this do? I don't read German",
         "it prints each line and then returns the value"),
        ("The Schadenfreude, the Zeitgeist and the je ne sais quoi of it", "c'est la vie, but can we fix it?"),
    ],
)  # fmt: skip
def test_english_with_code_names_or_loans_stays_english(texts: tuple[str, ...]) -> None:
    language, refused = language_of(talk(*texts))
    assert refused == ""
    assert language in ("en", "und")


def test_too_little_to_tell_is_undetermined_and_not_refused() -> None:
    assert language_of(talk("ok", "merci")) == ("und", "")
    assert language_of(talk()) == ("und", "")


def test_a_conversation_that_changes_its_language_is_cut_there() -> None:
    asked = ("I think we should tell them now.", "Yes, but who has the numbers?", "I'll ask and send it to you.")
    english = list(asked) * 6
    german = list(ELSEWHERE["de"]) * 6
    cut = runs(talk(*english, *german, *english))
    assert [run.language for run in cut] == ["en", "de", "en"]
    assert [run.english for run in cut] == [True, False, True]
    assert abs(cut[0].last - len(english)) <= 4
    assert language_of(talk(*english, *german, *english)) == ("en", "")
    assert language_of(talk(*english[:4], *german * 2))[0] == "de"


def test_the_library_is_loaded_only_when_it_is_needed() -> None:
    asked = (
        "import sys; from saidanddone.listening.conversation import Conversation, Turn;"
        "from saidanddone.listening.language import language_of;"
        "turn = Turn('a', 'I do not know why that is so, but we will see it ' * 3, 1);"
        "language_of(Conversation('c', 's', 'chat', (turn,)));"
        "sys.exit('py3langid' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0


@given(st.lists(st.text(max_size=60), max_size=30))
def test_runs_cover_every_turn_once(texts: list[str]) -> None:
    told = talk(*texts)
    language_of(told)
    assert [place for run in runs(told) for place in range(run.first, run.last)] == list(range(len(texts)))


@pytest.mark.shared
@pytest.mark.parametrize("corpus", ["oss_tbdf", "github_incivility", "emailintent"])
def test_english_at_work_is_not_refused(shared: Path, corpus: str) -> None:
    rows = pq.read_table(shared / "data" / "conversations" / f"{corpus}.parquet", columns=["conversation_id", "text"])
    told: dict[str, list[str]] = {}
    for row in rows.to_pylist():
        told.setdefault(str(row["conversation_id"]), []).append(row["text"] or "")
    long = [texts for texts in told.values() if sum(len(text.split()) for text in texts) >= 30]
    assert len(long) > 100
    assert sum(language_of(talk(*texts))[1] == "" for texts in long) >= 0.995 * len(long)
