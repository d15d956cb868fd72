"""Calls of language models that fail, wait, are kept, or are made by several."""

import sqlite3
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from llm_fakes import Scripted, ServiceError, keywords_of, named, some_topics

from sktopics._language_models import answer_cache
from sktopics.representation import LLMNaming
from sktopics.topics import Topic, TopicTable


def kept(llm, path, **more):
    return LLMNaming(llm, cache=path, model_id="fake 1", sleep=lambda s: None, **more)


def many_topics(n):
    return TopicTable(Topic(i, None, 1 / n, (f"word{i}",), (1.0,)) for i in range(n))


def by_word(prompt):
    return named(f"About {keywords_of(prompt)[0]}")


@pytest.mark.parametrize("error", [ServiceError(429), ServiceError(503), OSError("x")])
def test_a_busy_service_is_tried_again_after_longer_and_longer_waits(error):
    waits = []
    llm = Scripted([error, error, error, named("Ships")])
    naming = LLMNaming(llm, sleep=waits.append)
    table, report = naming.refine_and_report(some_topics()[:1])
    assert table.labels == ["Ships"]
    assert report.n_calls == len(llm.prompts) == 4
    assert len(waits) == 3
    assert all(0 <= wait <= 2**i for i, wait in enumerate(waits))


def test_a_service_says_how_long_to_wait():
    error, waits = ServiceError(429), []
    error.response = type("Response", (), {"headers": {"retry-after": "7"}})()
    LLMNaming(Scripted([error, named("Ships")]), sleep=waits.append).refine(
        some_topics()[:1], None
    )
    assert waits == [7.0]


@pytest.mark.parametrize("error", [ServiceError(401), ValueError("a mistake")])
def test_what_fails_for_good_is_not_tried_again(error):
    llm = Scripted([error])
    with pytest.warns(UserWarning, match="keep their words"):
        LLMNaming(llm, sleep=None).refine(some_topics()[:1], None)
    assert len(llm.prompts) == 1


def test_without_tries_nothing_but_the_standard_library_is_needed(monkeypatch):
    monkeypatch.setitem(sys.modules, "tenacity", None)
    llm = Scripted()
    with pytest.raises(ImportError, match=r"pip install 'sktopics\[llm\]'"):
        LLMNaming(llm).refine(some_topics(), None)
    assert not llm.prompts
    assert (
        LLMNaming(llm, max_retries=0).refine(some_topics(), None).labels[0] == "Ships"
    )


def test_tries_count_as_calls():
    llm = Scripted(lambda prompt: ServiceError(500))
    with pytest.warns(UserWarning, match="since max_calls=3"):
        LLMNaming(llm, max_calls=3, sleep=lambda s: None).refine(some_topics(), None)
    assert len(llm.prompts) == 3


def test_a_service_that_is_down_is_left_alone():
    llm = Scripted(lambda prompt: ServiceError(404))
    with pytest.warns(UserWarning, match="9 of 9 topics"):
        _, report = LLMNaming(llm).refine_and_report(many_topics(9))
    assert len(llm.prompts) == 5
    assert report[8].status == "not asked"
    assert "5 calls in a row failed (ServiceError: Error code: 404)" in report[8].reason


def test_a_batch_that_is_refused_is_asked_one_by_one():
    class Service:
        calls = []

        def complete(self, prompts):
            self.calls.append(len(prompts))
            if any("word1\n" in prompt for prompt in prompts):
                raise ServiceError(400)  # a filter of contents
            return [by_word(prompt) for prompt in prompts]

    with pytest.warns(UserWarning, match="1 of 3 topics"):
        table = LLMNaming(Service(), disambiguate=False).refine(many_topics(3), None)
    assert table.labels == ["About word0", "word1", "About word2"]
    assert Service.calls == [3, 1, 1, 1]


@pytest.mark.parametrize("answers", [["1", "2", "3"], "one text", None])
def test_answers_that_are_not_a_list_of_as_many_are_failures(answers):
    class Service:
        def complete(self, prompts):
            return answers

    with pytest.warns(UserWarning, match="TypeError: complete "):
        LLMNaming(Service()).refine(many_topics(2), None)


def test_a_second_run_asks_nothing(tmp_path):
    path = tmp_path / "new folder" / "names.sqlite"
    first, second = Scripted(), Scripted()
    table = kept(first, path).refine(some_topics(), None)
    naming = kept(second, path)
    assert naming.estimate(some_topics()).n_kept == 3
    again, report = naming.refine_and_report(some_topics())
    assert again == table
    assert report.n_calls == len(second.prompts) == 0
    assert [row.status for row in report] == ["named"] * 3
    other = Scripted()
    LLMNaming(other, cache=path, model_id="fake 2").refine(some_topics(), None)
    kept(other, path, system="Other.").refine(some_topics(), None)
    assert len(other.prompts) == 6


def test_a_crash_loses_one_call(tmp_path):
    path = tmp_path / "names.sqlite"

    def crash(prompt):
        return KeyboardInterrupt() if "word3\n" in prompt else by_word(prompt)

    with pytest.raises(KeyboardInterrupt):
        kept(Scripted(crash), path).refine(many_topics(6), None)
    llm = Scripted(by_word)
    table = kept(llm, path, disambiguate=False).refine(many_topics(6), None)
    assert table.labels == [f"About word{i}" for i in range(6)]
    assert [keywords_of(p)[0] for p in llm.prompts] == ["word3", "word4", "word5"]


def test_an_interrupt_ends_threads_that_have_not_begun(tmp_path):
    def crash(prompt):
        return KeyboardInterrupt() if "word0\n" in prompt else by_word(prompt)

    llm = Scripted(crash)
    with pytest.raises(KeyboardInterrupt):
        kept(llm, tmp_path / "names.sqlite", n_jobs=2).refine(many_topics(200), None)
    assert len(llm.prompts) < 200


def test_an_answer_that_could_not_be_used_is_not_kept(tmp_path):
    path = tmp_path / "names.sqlite"
    first = Scripted(["no", "no", "no", named("Money"), named("Schools")])
    with pytest.warns(UserWarning, match="1 of 3"):
        kept(first, path).refine(some_topics(), None)
    second = Scripted()
    assert kept(second, path).refine(some_topics(), None).labels == [
        "Ships",
        "Money",
        "Schools",
    ]
    assert len(second.prompts) == 1


def test_two_threads_fill_one_cache(tmp_path):
    path, barrier = tmp_path / "names.sqlite", Barrier(2)

    def run(number):
        barrier.wait()
        return kept(Scripted(by_word), path, disambiguate=False).refine(
            many_topics(12), None
        )

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(run, range(2))
    assert one == two
    llm = Scripted()
    kept(llm, path, disambiguate=False).refine(many_topics(12), None)
    assert not llm.prompts


def test_two_processes_fill_one_cache(tmp_path):
    path = tmp_path / "names.sqlite"
    # The module alone, which needs the standard library alone, starts at once.
    program = textwrap.dedent(f"""
        import runpy
        cache = runpy.run_path({answer_cache.__file__!r})["AnswerCache"]({str(path)!r})
        for i in range(60):
            cache.put(b"key %d" % i, f"answer {{i}}")
    """)
    command = [sys.executable, "-c", program]
    processes = [subprocess.Popen(command) for _ in range(2)]
    assert [process.wait() for process in processes] == [0, 0]
    cache = answer_cache.AnswerCache(path)
    keys = [b"key %d" % i for i in range(60)]
    assert list(cache.get(keys).values()) == [f"answer {i}" for i in range(60)]
    assert cache.get([b"another"]) == {}


def foreign(path):
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE answers (key, answer)")
    connection.close()


@pytest.mark.parametrize(
    ("make", "match"),
    [
        (lambda path: path.write_text("my names\n" * 99), "the file is no database"),
        (lambda path: path.write_bytes(b"SQLite format 3\0" + b"?" * 999), "damaged"),
        (foreign, "a database of another program"),
        (lambda path: path.mkdir(), "is no file"),
    ],
    ids=["text", "damaged", "foreign", "folder"],
)
def test_a_file_that_is_no_cache_is_refused_and_left_alone(make, match, tmp_path):
    path, llm = tmp_path / "names.sqlite", Scripted()
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(ValueError, match=match):
        kept(llm, path).refine(some_topics(), None)
    assert not llm.prompts
    assert before == (path.read_bytes() if path.is_file() else None)


def test_an_answer_damaged_on_disk_is_asked_for_again(tmp_path):
    path = tmp_path / "names.sqlite"
    kept(Scripted(), path).refine(some_topics(), None)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE answers SET answer = replace(answer, 'Sh', 'Ch')")
    connection.close()
    llm = Scripted()
    assert kept(llm, path).refine(some_topics(), None).labels[0] == "Ships"
    assert len(llm.prompts) == 1


def test_names_are_not_lost_where_answers_cannot_be_kept(tmp_path, monkeypatch):
    def full(self, key, answer):
        raise OSError("no space left on device")

    monkeypatch.setattr(answer_cache.AnswerCache, "put", full)
    with pytest.warns(UserWarning, match="could not be kept: no space left"):
        table = kept(Scripted(), tmp_path / "names.sqlite").refine(some_topics(), None)
    assert table.labels[0] == "Ships"
