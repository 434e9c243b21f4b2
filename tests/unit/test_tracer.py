"""The tracer has what PyTorch computed, line by line, and whatever a page or a notebook needs."""

import json
import math
import re
import threading
import time
import warnings
from functools import cache

import pytest
import torch

from linefit import Line, descend, simulate, trace_loop
from linefit.tracer.record import LINES, mistaken
from tests.unit.lines import ODD
from tests.unit.test_settings import SETTINGS

LINE = simulate()


@cache
def tracer_of_the_book():
    return trace_loop(LINE)


@cache
def shown():
    return tracer_of_the_book().to_html()


@cache
def told():
    return json.loads(re.search(r'class="linefit-data">(.*?)</script>', shown())[1])


def states(run):
    """Return the values before the first line of a run and after each."""
    found = [run["start"]]
    for step in run["steps"]:
        found.append(found[-1] | {name: value for name, value in step.items() if name != "said"})
    return found


def finite(values):
    return all(isinstance(value, float) for value in values)


def test_the_lines_are_those_of_the_chapter(pytestconfig):
    chapter = (pytestconfig.rootpath / "book/en/07-training.md").read_text("utf-8")
    loop = "".join(f"    {line}\n" for line in LINES)
    assert f"for epoch in range(30):\n{loop}What.data\n" in chapter


def test_each_mistake_changes_its_line():
    update = "What.data = What.data - alpha * What.grad"
    assert mistaken(False, False, False) == list(LINES)
    assert mistaken(True, False, False) == list(LINES[:4])
    assert mistaken(False, True, False)[3] == update.replace("-", "+")
    assert mistaken(False, False, True)[3] == "What = What - alpha * What.grad"
    assert [run["lines"] for run in tracer_of_the_book().runs[1:5]] == [
        mistaken(False, False, True),
        mistaken(False, True, False),
        mistaken(False, True, True),
        mistaken(True, False, False),
    ]


@cache
def traced(name):
    return trace_loop(ODD[name])


@pytest.mark.parametrize("name", ODD)
def test_without_mistakes_it_is_descend(name):
    line, found = ODD[name], states(traced(name).runs[0])
    history = descend(line.X, line.y)
    for k, (w, loss) in enumerate(zip(history.weights, history.loss, strict=True)):
        assert found[5 * k]["What"] == w.tolist()
        if 5 * k + 2 < len(found):
            assert found[5 * k + 2]["loss"] == [loss.item()]
            assert found[5 * k + 2]["yhat[:3]"] == (line.X @ w)[:3].tolist()
    # The loop runs on where descend ends.
    assert len(found) == 151
    if len(history.loss) < 30:
        assert not finite(found[5 * len(history.loss) + 2]["loss"])


def test_without_a_reset_the_gradients_add_up():
    found = states(tracer_of_the_book().runs[4])
    assert len(found) == 121
    total = torch.zeros(2)
    for k in range(30):
        w = torch.tensor(found[4 * k]["What"], requires_grad=True)
        torch.sum((LINE.y - LINE.X @ w) ** 2).backward()
        total = total + w.grad
        assert torch.equal(torch.tensor(found[4 * k + 3]["What.grad"]), total)


def test_plus_for_minus_diverges():
    found = states(tracer_of_the_book().runs[2])
    losses = [found[5 * k + 2]["loss"][0] for k in range(30)]
    assert losses == sorted(losses)
    assert losses[-1] > 1e8


@pytest.mark.parametrize("mistakes", [1, 3, 5, 7])
def test_without_data_the_second_epoch_warns_and_raises(mistakes):
    run = tracer_of_the_book().runs[mistakes]
    length = len(run["lines"])
    assert run["raised"]
    assert len(run["steps"]) == length + 4
    assert run["start"]["tag"] == "requires_grad=True"
    assert run["steps"][3]["tag"] == f"grad_fn=<{'Add' if mistakes & 2 else 'Sub'}Backward0>"
    assert run["steps"][3]["What.grad"] is None
    # The second gradient goes to the old tensor, and nothing is seen of it.
    assert run["steps"][-2] == {}
    warning, error = run["steps"][-1]["said"]
    assert warning.startswith("UserWarning: The .grad attribute of a Tensor that is not a leaf")
    assert warning.endswith("See github.com/pytorch/pytorch/pull/30531 for more information.")
    assert error == "TypeError: unsupported operand type(s) for *: 'float' and 'NoneType'"
    assert [step for step in run["steps"][:-1] if "said" in step] == []


@pytest.mark.parametrize("mistakes", [0, 2, 4, 6])
def test_with_data_every_line_runs_and_nothing_is_said(mistakes):
    run = tracer_of_the_book().runs[mistakes]
    assert not run["raised"]
    assert len(run["steps"]) == 30 * len(run["lines"])
    assert not any("said" in step for step in run["steps"])


def test_a_run_that_overflows_is_recorded_to_its_end():
    run = trace_loop(LINE, alpha=1.0).runs[2]
    losses = [state["loss"][0] for state in states(run) if "loss" in state]
    assert losses[-1] == "nan"
    assert "inf" in losses
    assert len(run["steps"]) == 150


@pytest.mark.parametrize("name", ODD)
def test_any_line_goes_into_a_page_and_comes_out_the_same(name):
    tracer = traced(name)
    with warnings.catch_warnings(action="error"):
        html = tracer.to_html()
    text = re.search(r'class="linefit-data">(.*?)</script>', html)[1]
    data = json.loads(text, parse_constant=pytest.fail)  # NaN and Infinity
    assert data["runs"] == tracer.runs
    assert all(math.isfinite(value) for value in data["x"] + data["y"])


def test_the_page_stays_light():
    text = re.search(r'class="linefit-data">(.*?)</script>', shown())[1]
    assert len(text.encode()) < 40_000


@pytest.mark.parametrize("setting", SETTINGS.values(), ids=SETTINGS)
def test_settings_change_nothing(setting):
    with setting():
        assert trace_loop(LINE).runs == tracer_of_the_book().runs


def test_no_warning_reaches_the_caller_and_none_is_lost():
    filters = list(warnings.filters)
    with warnings.catch_warnings(action="error"):
        trace_loop(LINE, epochs=2)
    with warnings.catch_warnings(record=True, action="always") as caught:
        trace_loop(LINE, epochs=2)
    assert caught == []
    assert warnings.filters == filters


def test_threads_do_not_mix():
    found, sent = [], []
    show = warnings.showwarning

    def trace(alpha):
        found.append((alpha, trace_loop(LINE, alpha=alpha, epochs=5).runs))

    def warn():
        while any(tracing.is_alive() for tracing in threads):
            sent.append("of another thread")
            warnings.warn(sent[-1], DeprecationWarning, stacklevel=1)
            time.sleep(0.001)

    with warnings.catch_warnings(record=True, action="always") as caught:
        threads = [threading.Thread(target=trace, args=(alpha,)) for alpha in (1e-3, 2e-3, 3e-3)]
        for thread in threads:
            thread.start()
        other = threading.Thread(target=warn)
        other.start()
        for thread in [*threads, other]:
            thread.join()
    assert len(found) == 3
    for alpha, runs in found:
        assert runs == trace_loop(LINE, alpha=alpha, epochs=5).runs
    assert [str(each.message) for each in caught] == sent
    assert {each.category for each in caught} == {DeprecationWarning}
    assert warnings.showwarning is show


def test_nothing_of_the_callers_is_changed():
    X, y = LINE.X.clone().requires_grad_(), LINE.y.clone()
    runs = trace_loop(Line(LINE.x, y, X, LINE.weights)).runs
    assert runs == tracer_of_the_book().runs
    assert X.grad is None
    assert torch.equal(X.detach(), LINE.X)


def test_every_kind_of_reader_is_served():
    bundle = tracer_of_the_book()._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html", "image/png"}
    assert bundle["text/plain"] == "Tracer(n=100, alpha=0.001, epochs=30, loss=8587.7 -> 26.396)"
    assert trace_loop(simulate()).to_html() == shown()


@pytest.mark.parametrize(
    ("arguments", "came"),
    [
        ({"line": 3}, "^line: expected a Line, got int"),
        ({"line": Line(LINE.x, LINE.y, 2 * LINE.X, LINE.weights)}, "^X: expected a column of ones"),
        ({"start": (1.0,)}, "^start: expected 2 numbers, got"),
        ({"start": (1e30, 0.0)}, "^start: expected weights with a finite loss in torch.float32"),
        ({"alpha": 0.0}, "^alpha: expected a number above 0, got 0.0"),
        ({"alpha": 1e-60}, "^alpha: expected a rate from"),
        ({"epochs": 0}, "^epochs: expected an integer of at least 1, got 0"),
        ({"epochs": 301}, "^epochs: expected an integer of at most 300, got 301"),
    ],
)
def test_bad_input(arguments, came):
    with pytest.raises(ValueError, match=came):
        trace_loop(**{"line": LINE, **arguments})
