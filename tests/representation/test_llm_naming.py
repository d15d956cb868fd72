"""Names by a language model: what is sent, and what becomes of the answers."""

import re
from dataclasses import replace

import numpy as np
import pytest
from llm_fakes import Scripted, ServiceError, keywords_of, named, some_topics
from sklearn.base import clone

from sktopics.representation import LLMNaming
from sktopics.topics import RepresentationContext, Topic, TopicTable, refine_table


def context_of(table, documents, **more):
    terms = np.array([term for topic in table for term in topic.terms])
    components = np.eye(len(table)).repeat(3, axis=1)
    return RepresentationContext(table, components, terms, documents, **more)


def test_each_topic_is_asked_for_once_and_named():
    llm = Scripted()
    table = LLMNaming(llm).refine(some_topics(), None)
    assert table.labels == ["Ships", "Public money", "Schools"]
    assert [topic.aspects["coherence"] for topic in table] == ["coherent"] * 3
    assert len(llm.prompts) == 3
    assert [topic.terms for topic in table] == [t.terms for t in some_topics()]


def test_a_prompt_shows_words_documents_and_near_topics():
    llm = Scripted()
    table = some_topics()
    vectors = np.array([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0]])
    documents = ["the ship is at sea", "a tax on debt", "a school of fish"]
    context = context_of(table, documents, topic_embeddings=vectors)
    LLMNaming(llm, n_siblings=1).refine(table, context)
    prompt = llm.prompts[0]
    assert keywords_of(prompt) == ["ship", "sea", "harbour"]
    assert "- the ship is at sea\n" in prompt
    assert re.search(r"<siblings \w+>\n- tax, debt, budget\n</siblings", prompt)
    assert "school" not in prompt


def test_near_topics_are_found_by_words_where_there_are_no_vectors():
    rows = [
        Topic(0, None, 0.5, ("ship", "sea"), (0.5, 0.5)),
        Topic(1, None, 0.3, ("tax", "debt"), (0.5, 0.5)),
        Topic(2, "Coast", 0.2, ("sea", "sand"), (0.5, 0.5)),
    ]
    llm = Scripted(lambda prompt: named(keywords_of(prompt)[0]))
    LLMNaming(llm, n_siblings=1).refine(TopicTable(rows), None)
    assert "\n- Coast (sea, sand)\n" in llm.prompts[0]


def test_a_template_and_a_system_prompt_of_ones_own():
    llm = Scripted(["Ships", "Public money", "Schools"])
    naming = LLMNaming(
        llm, prompt="Words: [KEYWORDS]. Name?", system="Be short.", answer="text"
    )
    assert naming.refine(some_topics(), None).labels[0] == "Ships"
    assert llm.prompts[0].startswith("Be short.\n\nWords: <keywords")
    assert llm.prompts[0].endswith("no mark-up.")  # [FORMAT] comes last


def test_a_model_with_a_parameter_system_is_given_it():
    seen = []

    def llm(prompt, system=None):
        seen.append(system)
        return Scripted.right(prompt)

    LLMNaming(llm, system="Be short.").refine(some_topics(), None)
    assert seen == ["Be short."] * 3


def test_an_object_with_complete_is_asked_in_batches():
    class Batches:
        sizes = []

        def complete(self, prompts):
            self.sizes.append(len(prompts))
            return [Scripted.right(prompt) for prompt in prompts]

    table = LLMNaming(Batches(), batch_size=2).refine(some_topics(), None)
    assert table.labels == ["Ships", "Public money", "Schools"]
    assert Batches.sizes == [2, 1]


def test_a_schema_makes_aspects():
    schema = {
        "type": "object",
        "properties": {
            "summary": {"type": "string"},
            "fields": {"type": "array", "items": {"type": "string"}, "maxItems": 3},
            "risk": {"type": "integer", "minimum": 0, "maximum": 5},
        },
        "required": ["summary", "risk"],
    }
    good = '{"summary": "All of\\nthem.", "fields": ["a", "b"], "risk": 2, "other": 1}'
    bad = '{"summary": "x", "risk": 7}'
    llm = Scripted([good, bad, good, good])
    table, report = LLMNaming(llm, schema=schema).refine_and_report(some_topics())
    assert table[0].aspects == {
        "summary": "All of them.",
        "fields": ("a", "b"),
        "risk": 2,
    }
    assert not table[0].is_named  # the schema asks for no name
    assert report[0].status == "described"
    assert "'risk' is more than 5" in llm.prompts[2]
    assert '"maximum": 5' in llm.prompts[0]


def test_a_bad_answer_is_asked_for_once_more_and_then_counted_as_failed():
    llm = Scripted(["I think ships.", named("Ships"), "no", "no", named("Schools")])
    with pytest.warns(
        UserWarning, match=r"1 of 3 topics .* topic 1 \(the answer was r"
    ):
        table, report = LLMNaming(llm).refine_and_report(some_topics())
    assert table.labels == ["Ships", "tax, debt, budget", "Schools"]
    assert [row.status for row in report] == ["named", "failed", "named"]
    assert [row.n_calls for row in report] == [2, 2, 1]
    assert report.failures == {1: "the answer was refused: it holds no JSON object"}
    assert "it holds no JSON object. Answer exactly" in llm.prompts[1]
    assert report[1].answer == "no"


def test_a_topic_whose_call_fails_keeps_its_words_and_the_others_are_named():
    def answer(prompt):
        tax = keywords_of(prompt)[0] == "tax"
        return ServiceError(400) if tax else Scripted.right(prompt)

    with pytest.warns(UserWarning, match="ServiceError: Error code: 400"):
        table = LLMNaming(Scripted(answer)).refine(some_topics(), None)
    assert table.labels == ["Ships", "tax, debt, budget", "Schools"]


def test_names_that_are_almost_the_same_are_told_apart_in_one_call():
    def answer(prompt):
        if "almost the same name" in prompt:
            return '{"names": ["Ships at sea", "Money for ships"]}'
        return named("Schools" if keywords_of(prompt)[0] == "school" else "The ships")

    llm = Scripted(answer)
    table, report = LLMNaming(llm).refine_and_report(some_topics())
    assert table.labels == ["Ships at sea", "Money for ships", "Schools"]
    assert report.n_calls == 4
    assert report.alike == ()
    last = llm.prompts[-1]
    assert "- topic 1 is called: The ships\n- words of topic 1: ship, sea" in last
    assert "- words of topic 2: tax, debt, budget\n" in last
    assert "document of topic 2: tax debt budget" in last


def test_names_stay_where_they_cannot_be_told_apart():
    llm = Scripted(lambda prompt: named("The same"))
    table, report = LLMNaming(llm).refine_and_report(some_topics())
    assert table.labels == ["The same"] * 3
    assert report.alike == ((0, 1, 2),)
    llm = Scripted(lambda prompt: named("The same"))
    LLMNaming(llm, disambiguate=False).refine(some_topics(), None)
    assert len(llm.prompts) == 3


def test_a_name_is_told_apart_from_that_of_a_user_which_stays():
    def answer(prompt):
        if "almost the same name" in prompt:
            assert "- this name is taken: Money" in prompt
            return '{"names": ["Debt"]}'
        return named("money" if keywords_of(prompt)[0] == "tax" else "Schools")

    table = some_topics(names=("Money", None, None))
    assert LLMNaming(Scripted(answer)).refine(table, None).labels == [
        "Money",
        "Debt",
        "Schools",
    ]


def test_the_largest_topics_alone_and_those_without_a_name():
    llm = Scripted()
    naming = LLMNaming(llm, top=2)
    table, report = naming.refine_and_report(some_topics(sizes=(0.2, 0.3, 0.5)))
    assert table.labels == ["ship, sea, harbour", "Public money", "Schools"]
    assert keywords_of(llm.prompts[0])[0] == "school"  # the largest first
    assert report[0].reason == "it is not among the 2 largest"
    table = some_topics(names=("Mine", None, None))
    assert LLMNaming(Scripted()).refine(table, None).labels[0] == "Mine"
    again = LLMNaming(Scripted(), only_unnamed=False).refine(table, None)
    assert again.labels[0] == "Ships"


def test_limits_leave_topics_unnamed_and_say_so():
    llm = Scripted()
    with pytest.warns(UserWarning, match="1 of 3 topics .* since max_calls=2"):
        table, report = LLMNaming(llm, max_calls=2).refine_and_report(some_topics())
    assert table.labels == ["Ships", "Public money", "school, teacher, child"]
    assert report[2].status == "not asked"
    assert len(llm.prompts) == report.n_calls == 2
    llm = Scripted()
    naming = LLMNaming(llm, price_per_million=(1000, 1000))
    one_call = naming.estimate(some_topics()[:1]).cost
    with pytest.warns(UserWarning, match="since max_cost="):
        _, report = (
            clone(naming).set_params(max_cost=one_call).refine_and_report(some_topics())
        )
    assert len(llm.prompts) == 1
    assert 0 < report.cost <= one_call


def test_a_batch_that_is_too_dear_is_asked_as_far_as_the_money_goes():
    class Batches:
        asked = 0

        def complete(self, prompts):
            self.asked += len(prompts)
            return [Scripted.right(prompt) for prompt in prompts]

    llm = Batches()
    with pytest.warns(UserWarning, match="1 of 3 topics"):
        LLMNaming(llm, max_calls=2).refine(some_topics(), None)
    assert llm.asked == 2


def test_an_estimate_makes_no_call_and_is_what_is_then_sent():
    llm = Scripted()
    naming = LLMNaming(llm, price_per_million=(2.0, 8.0), answer_tokens=10)
    estimate = naming.estimate(some_topics())
    assert not llm.prompts
    assert (estimate.n_topics, estimate.n_calls, estimate.answer_tokens) == (3, 3, 30)
    assert estimate.cost == pytest.approx(
        estimate.prompt_tokens * 2e-6 + estimate.answer_tokens * 8e-6
    )
    _, report = naming.refine_and_report(some_topics())
    assert report.prompt_tokens == estimate.prompt_tokens
    assert LLMNaming(llm).estimate(some_topics()).cost is None


def test_threads_give_names_in_the_order_of_topics():
    one = LLMNaming(Scripted()).refine_and_report(some_topics())
    many = LLMNaming(Scripted(), n_jobs=3).refine_and_report(some_topics())
    assert many.table == one.table
    assert many.report.rows == one.report.rows


def test_documents_are_cut_to_the_budget_of_a_prompt():
    table = some_topics(documents=True)
    documents = ["sail " * 5000, "x" * 50_000, "学校" * 9000]
    for count in (None, lambda text: len(text.split()), len):
        llm = Scripted(lambda prompt: "no")  # a second try must fit, too
        naming = LLMNaming(llm, max_prompt_tokens=3000, count_tokens=count)
        with pytest.warns(UserWarning, match="3 of 3 topics"):
            naming.refine(table, context_of(table, documents))
        assert len(llm.prompts) == 6
        tokens = count or (lambda text: len(text.encode()) / 4)
        assert all(tokens(prompt) <= 3000 for prompt in llm.prompts)
        assert "sail sail" in llm.prompts[0]
    with pytest.raises(ValueError, match=r"topic 0 has \d+ tokens without"):
        LLMNaming(Scripted(), max_prompt_tokens=50).refine(table, None)


def test_bad_parameters_are_refused_before_the_first_call():
    llm = Scripted()
    for bad, match in [
        ({"prompt": "Name it."}, r"\[KEYWORDS\] or \[DOCUMENTS\]"),
        ({"max_cost": 1.0}, "max_cost needs price_per_million"),
        ({"price_per_million": (1, "x")}, "price_per_million must be two"),
        ({"price_per_million": (1,)}, "price_per_million must be two"),
        ({"cache": "names.sqlite"}, "cache needs model_id"),
        ({"schema": {"type": "array"}}, "must have the type"),
        ({"schema": {"type": "object", "oneOf": []}}, "has 'oneOf'"),
        (
            {"schema": {"type": "object"}, "answer": "text"},
            'schema needs answer="json"',
        ),
        ({"top": 0}, "'top' parameter"),
        ({"n_jobs": 0}, "'n_jobs' parameter"),
    ]:
        with pytest.raises(ValueError, match=match):
            LLMNaming(llm, **bad).refine(some_topics(), None)
    with pytest.raises(TypeError, match="count_tokens must return the number"):
        LLMNaming(llm, count_tokens=lambda text: text).refine(some_topics(), None)
    with pytest.raises(ValueError, match="'llm' parameter"):
        LLMNaming("gpt-4").refine(some_topics(), None)
    assert not llm.prompts


def test_a_copy_shares_the_language_model():
    class Client:
        def __deepcopy__(self, memo):
            raise TypeError("cannot copy a connection")

        def complete(self, prompts):
            return [named("A name")] * len(prompts)

    naming = LLMNaming(Client(), top=1)
    assert clone(naming).llm is naming.llm
    assert clone([naming])[0].top == 1
    assert clone({"names": naming}, safe=False)["names"].llm is naming.llm


def test_little_tables():
    llm = Scripted()
    assert len(LLMNaming(llm).refine(TopicTable([]), None)) == 0
    nothing = TopicTable([Topic(0, None, None, (), ())])
    _, report = LLMNaming(llm).refine_and_report(nothing)
    assert report[0].reason == "it has neither words nor documents"
    assert not llm.prompts
    one = TopicTable([some_topics()[0]])
    assert LLMNaming(llm).refine(one, None).labels == ["Ships"]
    unknown = TopicTable(replace(t, size=float("nan")) for t in some_topics())
    assert LLMNaming(llm, top=1).refine(unknown, None).labels[0] == "Ships"


def test_a_row_of_outliers_is_no_topic():
    rest = Topic(-1, None, 0.5, ("the", "and"), (0.5, 0.5))
    table = TopicTable([rest, *some_topics()])
    llm = Scripted()
    context = context_of(some_topics(), None)
    refined = LLMNaming(llm).refine(table, replace(context, table=table))
    assert refined.labels == ["outliers", "Ships", "Public money", "Schools"]
    assert len(llm.prompts) == 3
    assert not any("the, and" in prompt for prompt in llm.prompts)


def test_names_stay_data_wherever_they_are_shown():
    name = "A & B's 100% | C_D"
    table = LLMNaming(Scripted([named(name)])).refine(some_topics()[:1], None)
    assert table.labels == [name]
    assert "A &amp; B&#x27;s 100% | C_D" in table._repr_html_()
    assert r"A \& B's 100\% \textbar{} C\_D" in table.to_latex()
    assert r"A & B's 100% \| C_D" in table.to_markdown()


def test_descriptions_stay_data_wherever_they_are_shown():
    attack = "<script>alert(1)</script> [x](javascript:1) $\\input{a}$ | `b`"
    llm = Scripted([named("Ships", description=attack)])
    table = LLMNaming(llm).refine(some_topics()[:1], None)
    assert table[0].aspects["description"] == attack
    assert "<script>" not in table._repr_html_()
    assert r"\<script\>" in table.to_markdown()
    assert r"\[x\](javascript:1)" in table.to_markdown()
    assert r"\textbackslash{}input\{a\}" in table.to_latex()
    assert table.to_frame().loc[0, "description"] == attack


def test_a_report_is_a_table():
    llm = Scripted([named("Ships"), ServiceError(401), named("Schools")])
    with pytest.warns(UserWarning, match="keep their words"):
        _, report = LLMNaming(llm, max_retries=0).refine_and_report(some_topics())
    assert repr(report).splitlines()[0] == ("NamingReport: 3 topics, 2 named, 1 failed")
    assert "ServiceError: Error code: 401" in repr(report)
    assert report.to_dict()["status"] == ["named", "failed", "named"]
    assert len(report[1:]) == 2
    assert report[0].prompt in llm.prompts[0]


def test_it_is_a_representation_as_any_other():
    table = some_topics()
    context = context_of(table, None)
    naming = LLMNaming(Scripted())
    assert refine_table(table, naming, context).labels[0] == "Ships"
    beside = refine_table(table, {"llm": naming}, context)
    assert beside.labels[0] == "ship, sea, harbour"
    assert beside[0].aspects["llm"] == "Ships"
