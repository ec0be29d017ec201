"""Every refusal of the sandbox becomes a sentence that says what to do."""

import pickle

import pytest
from django.utils import translation

from countries.sandbox import Refusal, SandboxProblem
from countries.sandbox.sentences import SANDBOX_SENTENCES, in_words


@pytest.mark.parametrize("problem", list(SandboxProblem))
def test_every_problem_has_a_sentence_that_says_what_to_do(problem: SandboxProblem) -> None:
    sentence = in_words(Refusal(problem, seconds=3, detail="d", signal="SIGSEGV"), {})

    assert problem in SANDBOX_SENTENCES
    assert "pload" in sentence
    assert "%(" not in sentence


def test_an_unknown_code_still_gets_a_sentence() -> None:
    assert in_words(Refusal("from_an_older_version"), {}) == (
        "The file was refused (from_an_older_version)."
    )


def test_a_catalogue_of_the_caller_comes_first() -> None:
    sentence = in_words(Refusal("crashed", width=1234567), {"crashed": "It is %(width)s wide."})

    assert sentence == "It is 1\u00a0234\u00a0567 wide."


def test_numbers_are_written_as_the_reader_writes_them() -> None:
    with translation.override("fr"):
        sentence = in_words(Refusal("x", share=0.5, years=[2000, 2001]), {"x": "%(share)s"})

    assert sentence == "0,5"


def test_a_refusal_survives_its_way_between_processes() -> None:
    refusal = Refusal("broken_block", band=2, row=512)

    again = pickle.loads(pickle.dumps(refusal))

    assert (again.code, again.params) == ("broken_block", {"band": 2, "row": 512})
    assert Refusal.from_json(refusal.to_json()).params == refusal.params
