"""The command that compares speeds: what it measures, how it is read and told. No figure has a limit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench import speed, window_start
from tests.bench.first_click import CLICK, find_button
from tests.bench.irc_load import Load, Outcome, outcome_of
from tests.bench.irc_servers import C_LIMIT, HUB, INSPIRCD, LIMITED_HUB
from tests.bench.speed_report import (
    BEGIN,
    END,
    HISTORY,
    HOSTING,
    JOINS,
    LATENCY,
    MEMBERS,
    PARTS,
    START,
    THROUGHPUT,
    WANTED,
    WINDOWS,
    Results,
    plots,
    report,
    with_speed,
)
from tests.bench.window_start import EMPTY, WINDOW
from tests.bench.x11 import Area
from tests.foreign.programs import require
from tests.headless_hub import ROOT


def measured() -> Results:
    results = Results()
    for deliveries in (4e6, 5e6, 4.5e6):
        one = Outcome(deliveries=deliveries, cost=0.2, generator=0.5)
        results.add(THROUGHPUT, "N = 100, plain", HUB, one)
        results.add(THROUGHPUT, "N = 100, plain", INSPIRCD, Outcome(deliveries=3e6))
        results.add(THROUGHPUT, "N = 100, plain", C_LIMIT, Outcome(deliveries=9e6, generator=1.0))
        results.add(LATENCY, "N = 100, 200 msg/s", LIMITED_HUB, Outcome(p99=3))
        results.add(LATENCY, "N = 100, 200 msg/s", INSPIRCD, Outcome(p99=30))
        results.add(LATENCY, "N = 100, 200 msg/s", C_LIMIT, Outcome(p99=1.5))
        results.add(JOINS, "1000 joins, plain", HUB, Outcome(joins_s=0.5, joins_cpu_s=0.4))
        results.add(JOINS, "1000 joins, plain", INSPIRCD, Outcome(joins_s=1, joins_cpu_s=0.2))
        results.add(START, "launch to listening", LIMITED_HUB, Outcome(start_s=0.2))
        hosting = "window hosting N = 100, 50 msg/s"
        results.add(HOSTING, hosting, hosting, Outcome(p99=7))
        results.add(WINDOWS, WINDOW, WINDOW, Outcome(start_s=0.3))
        results.add(MEMBERS, "100", HUB, one)
        results.add(HISTORY, "1000000", HUB, one)
    return results


def row_of(text: str, begin: str) -> list[str]:
    line = next(line for line in text.splitlines() if line.startswith(f"| {begin}"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_every_part_is_measured_and_targets_name_what_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(window_start, "programs", lambda trees=(): [*window_start.hubbubs(trees), EMPTY])
    everything = list(speed.cases(speed.Plan()))
    assert (
        {case.part for case in everything} == {case.part for case in speed.cases(speed.QUICK)} == set(PARTS)
    )
    assert {case.name for case in everything} >= set(WANTED)


def test_windows_of_other_checkouts_are_measured_by_turns_with_this_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(window_start, "programs", window_start.hubbubs)
    names = [case.name for case in speed.cases(speed.QUICK, [Path("/before")])]
    assert {"Hubbub in /before", f"{CLICK}, Hubbub in /before"} <= set(names)


def test_the_button_is_the_widest_part_in_one_colour_of_two_rows() -> None:
    grey, teal, red = (0x808080).to_bytes(4, "little"), (0x0E5F75).to_bytes(4, "little"), b"\0\0\xc0\0"
    plain = grey * 300
    line = grey * 50 + teal * 200 + grey * 50  # of one row alone: what has the focus
    button = grey * 100 + teal * 114 + grey * 86
    icon = red * 20 + grey * 280
    assert find_button([plain, line, plain, icon, button, button, plain]) == Area(100, 8, 114, 4)
    with pytest.raises(OSError, match="no button"):
        find_button([plain, line, plain, icon, icon])


def test_a_hub_with_its_limits_has_places_for_who_joins_at_once() -> None:
    limited = [case for case in speed.cases(speed.Plan()) if LIMITED_HUB in case.servers and case.load]
    assert len(limited) == 4
    assert all(case.load is not None and case.load.in_flight == speed.LIMITED_JOINS for case in limited)


def test_a_report_tells_medians_spread_and_ratios() -> None:
    text = report(measured(), "command", "versions")
    assert row_of(text, "N = 100, plain")[1:] == [
        *("4.50 (4.00–5.00)", "3.00 (3.00–3.00)", "9.00 (9.00–9.00)\\*", "1.50; C 0.50", "1.0")
    ]
    assert row_of(text, "N = 100, 200 msg/s")[4:] == ["2.00 of the best", "at most 2"]
    assert row_of(text, "1000 joins, plain: s ")[4:] == ["0.50", "at most 0.5"]
    assert row_of(text, "1000 joins, plain: server CPU")[4:] == ["2.00", ""]
    assert row_of(text, "launch")[4:] == ["–", "at most 0.25 s"]
    assert row_of(text, WINDOW)[1:] == ["0.300 (0.300–0.300)", "at most 0.32"]
    assert row_of(text, "window hosting")[1:] == ["7.0 (7.0–7.0)", "at most 10"]
    assert row_of(text, "1,000,000")[1] == "0.200 (0.200–0.200)"
    assert "load generator used its whole core" in text
    assert "`command`: versions" in text


def test_a_fault_is_told_and_counts_for_nothing() -> None:
    results = measured()
    results.add(MEMBERS, "100", HUB, Outcome(cost=9, fault="ok, 3 lost"))
    assert "- members 100, Hubbub: ok, 3 lost" in report(results, "", "")
    assert results.values(MEMBERS, "100", HUB, lambda run: run.cost) == [0.2] * 3


def test_results_are_kept_and_parts_measured_again_replace_theirs(tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    assert Results.read(file) == Results()
    measured().write(file)
    again = Results.read(file)
    assert again == measured()
    again.forget({JOINS, "unknown"})
    assert JOINS not in again.outcomes
    assert THROUGHPUT in again.outcomes


def test_plots_show_what_was_measured_and_what_was_not() -> None:
    drawn = plots(measured())
    assert drawn.count("<circle") == 2
    assert "not measured" in plots(Results())


def test_readme_has_a_place_for_the_figures_and_what_stands_there_is_replaced() -> None:
    once = with_speed((ROOT / "README.md").read_text(encoding="utf-8"), "first\n")
    twice = with_speed(once, "second\n")
    assert "second" in twice
    assert "first\n\n![" not in twice
    assert twice.count(BEGIN) == twice.count(END) == 1
    with pytest.raises(ValueError, match="no place"):
        with_speed("nothing", "")


def test_what_the_generator_says_is_read() -> None:
    phase = {
        "mode": "sat",
        "ok": True,
        "gen_cpu_frac": 0.5,
        "status": "ok",
        "lost": 0,
        "cpu_us_per_delivery": 1,
    }
    phases = [{**phase, "deliveries_per_s": 10}, {**phase, "deliveries_per_s": 20, "cpu_us_per_delivery": 2}]
    told = {"members": 2, "first_error": "", "phases": phases}
    told["join"] = {"joined": 2, "all_joined_s": 0.5, "cpu_s": 0.1}
    expected = Outcome(joins_s=0.5, joins_cpu_s=0.1, deliveries=20, cost=2, generator=0.5)
    assert outcome_of(json.dumps(told)) == expected
    phases[0] = {**phases[0], "ok": False, "lost": 3}
    assert outcome_of(json.dumps(told)).fault == "ok, 3 lost"
    told["join"]["joined"] = 1
    assert "1 of 2 joined" in outcome_of(json.dumps(told)).fault
    assert "failed" in outcome_of("").fault


def test_a_load_is_asked_for_as_the_generator_takes_it() -> None:
    assert Load(5).arguments()[-2:] == ["-x", "none"]
    assert Load(5, 2, 3.0).arguments()[-1] == "name=rate,s=2,r=3,d=1.2,w=0.6"
    assert {"-i", "-S"} <= set(Load(5, 2, tags=True, tls=True).arguments())


def test_figures_of_a_trial_do_not_go_into_readme(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        speed.main(["--quick", "--write-readme"])
    assert "no figures" in capsys.readouterr().err


@pytest.mark.foreign
def test_the_command_measures_a_part_and_draws(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    require("cc")
    files = ["--svg", str(tmp_path / "speed.svg"), "--results", str(tmp_path / "speed.json")]
    assert speed.main(["--quick", "--only", "history", *files]) == 0
    assert row_of(capsys.readouterr().out, "500 ")[1] != "–"
    assert (tmp_path / "speed.svg").read_text(encoding="utf-8").count("<circle") == 2


@pytest.mark.screen
def test_the_command_measures_windows(capsys: pytest.CaptureFixture[str]) -> None:
    require("Xvfb")
    require("openbox")
    require("cc")
    parts = [f"--only={part}" for part in ("windows", "clicks", "hosting")]
    assert speed.main(["--quick", "--tree", str(ROOT), *parts]) == 0
    told = capsys.readouterr().out
    assert row_of(told, WINDOW)[1] != "–"
    assert row_of(told, f"Hubbub in {ROOT}")[1] != "–"
    assert row_of(told, f"{CLICK}: ")[1] != "–"
    assert row_of(told, f"{CLICK}, Hubbub in {ROOT}")[1] != "–"
    assert row_of(told, "window hosting")[1] != "–"
