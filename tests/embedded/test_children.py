"""Children are restarted when they end, and all end together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from server.embedded.children import Children, ChildSpec, next_delay_seconds

REPOSITORY = Path(__file__).parents[2]
SLEEPER = "import time; time.sleep(60)"
# One write a line: `print` makes two where Python is unbuffered, and two children share the pipe.
STUBBORN = "import os, signal, time; signal.signal(15, signal.SIG_IGN); os.write(1, b'deaf\\n'); "
SUPERVISOR = """
import sys
from server.embedded.children import Children, ChildSpec
python = [sys.executable, "-c"]
specs = [ChildSpec(f"child {n}", [*python, code]) for n, code in enumerate(sys.argv[1:])]
children = Children(specs, lambda line: print(line, flush=True), stop_seconds=5)
children.run_until_signalled()
"""


@pytest.fixture
def supervise(tmp_path):
    """A supervisor process; its children work in `tmp_path`."""
    started: list[subprocess.Popen[str]] = []

    def start(*programs: str) -> subprocess.Popen[str]:
        started.append(
            subprocess.Popen(
                [sys.executable, "-c", SUPERVISOR, *programs],
                env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
                cwd=tmp_path,
                stdout=subprocess.PIPE,
                text=True,
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_a_killed_child_is_started_again():
    said: list[str] = []
    children = Children([ChildSpec("sleeper", [sys.executable, "-c", SLEEPER])], said.append)
    try:
        children.start()
        first = children.process_ids()["sleeper"]
        os.kill(first, signal.SIGKILL)
        _until(lambda: not children.process_ids())

        _until(lambda: children.restart_ended() or bool(children.process_ids()))

        assert children.process_ids()["sleeper"] != first
        assert said == ["sleeper was ended by SIGKILL; starting it again in 0.2 s."]
    finally:
        children.stop()
    assert children.process_ids() == {}


def test_the_delay_doubles_up_to_five_seconds_and_starts_again_after_half_a_minute():
    delays = [0.0]
    for _ in range(7):
        delays.append(next_delay_seconds(delays[-1], lived_seconds=0.1))

    assert delays[1:] == [0.2, 0.4, 0.8, 1.6, 3.2, 5.0, 5.0]
    assert next_delay_seconds(5.0, lived_seconds=30.0) == 0.2


def test_a_child_that_ends_at_once_waits_longer_each_time():
    said: list[str] = []
    children = Children([ChildSpec("failing", [sys.executable, "-c", "exit(3)"])], said.append)
    try:
        children.start()
        _until(lambda: children.restart_ended() or len(said) == 3)
    finally:
        children.stop()

    assert said == [
        f"failing ended with code 3; starting it again in {n} s." for n in (0.2, 0.4, 0.8)
    ]


def test_a_child_gets_our_environment_and_its_own(tmp_path):
    written = tmp_path / "written"
    program = (
        f"import os; open({str(written)!r}, 'w').write(os.environ['PATH'] + os.environ['OWN'])"
    )
    spec = ChildSpec("writer", [sys.executable, "-c", program], {"OWN": "value"})
    children = Children([spec], lambda _: None)
    children.start()
    _until(lambda: not children.process_ids())
    children.stop()

    assert written.read_text() == os.environ["PATH"] + "value"


def test_a_program_that_does_not_exist_is_an_error_at_the_first_start(supervise):
    children = Children([ChildSpec("absent", ["/no/such/program"])], lambda _: None)

    with pytest.raises(FileNotFoundError):
        children.run_until_signalled()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_lets_the_children_finish_their_work(supervise, number):
    finishing = (
        "import signal, sys, time; "
        "signal.signal(15, lambda *_: (print('finished', flush=True), sys.exit())); "
        "print('ready', flush=True); time.sleep(60)"
    )
    supervisor = supervise(finishing)
    assert supervisor.stdout is not None
    assert supervisor.stdout.readline() == "ready\n"

    supervisor.send_signal(number)

    assert supervisor.communicate(timeout=5)[0] == "finished\n"
    assert supervisor.returncode == 0


def test_a_second_signal_kills_at_once(supervise, tmp_path, all_gone_below):
    supervisor = supervise(STUBBORN + "time.sleep(60)")
    assert supervisor.stdout is not None
    assert supervisor.stdout.readline() == "deaf\n"

    supervisor.send_signal(signal.SIGINT)
    time.sleep(0.3)
    assert supervisor.poll() is None
    began = time.monotonic()
    supervisor.send_signal(signal.SIGINT)

    assert "child 0 did not end in time and was killed." in supervisor.communicate(timeout=5)[0]
    assert time.monotonic() - began < 2
    assert all_gone_below(tmp_path)


def test_a_deaf_child_and_what_it_started_are_killed_when_time_is_up(
    tmp_path, running_below, all_gone_below
):
    program = f"import os; os.chdir({str(tmp_path)!r}); " + STUBBORN
    program += "import subprocess; subprocess.run(['sleep', '60'])"
    spec = ChildSpec("deaf", [sys.executable, "-c", program])
    children = Children([spec], lambda _: None, stop_seconds=0.3)
    children.start()
    _until(lambda: len(running_below(tmp_path)) == 2)

    children.stop()

    assert all_gone_below(tmp_path)


@pytest.mark.faults
def test_a_killed_supervisor_leaves_nothing(supervise, tmp_path, running_below, all_gone_below):
    supervisor = supervise(STUBBORN + "time.sleep(60)", STUBBORN + "time.sleep(60)")
    assert supervisor.stdout is not None
    assert [supervisor.stdout.readline() for _ in range(2)] == ["deaf\n", "deaf\n"]
    assert len(running_below(tmp_path)) == 3

    supervisor.kill()

    assert all_gone_below(tmp_path)


def _until(condition: Callable[[], object], seconds: float = 5) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
