"""manage.py score, as scripts use it. No test here may touch a database."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[3]


def ask(value):
    return json.dumps(value).encode()


def run(content, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    out = io.StringIO()
    call_command("score", "-", stdout=out)
    return json.loads(out.getvalue())


CASE = {"version": "2018-09", "observed": ["child.attendance.3", "child.attendance.3"]}


def test_an_object_gives_an_object(monkeypatch):
    answer = run(ask(CASE), monkeypatch)
    assert list(answer) == ["level", "rule", "flags", "themes", "reasons", "nearest_change"]
    assert (answer["level"], answer["rule"]) == (2, 6)
    assert answer["themes"] == {"attendance": 3}
    assert answer["nearest_change"] == {"up": {"2": 2, "3": 1, "4": 1}, "down": 1}


def test_a_list_gives_a_list_in_order(monkeypatch):
    second = {"version": "2018-09", "observed": ["redflag.injury"]}
    assert [a["level"] for a in run(ask([CASE, second, CASE]), monkeypatch)] == [2, 4, 2]
    assert run(b"[]", monkeypatch) == []


def test_a_file_is_read(tmp_path):
    file = tmp_path / "with a space.json"
    file.write_bytes(b"\xef\xbb\xbf" + ask(CASE))  # a byte order mark does no harm
    out = io.StringIO()
    call_command("score", str(file), stdout=out)
    assert json.loads(out.getvalue())["level"] == 2


BAD = {
    "nothing": b"",
    "not JSON": b"{",
    "not UTF-8": b'{"version": "\xff"}',
    "a number": b"1",
    "NaN": b'{"version": "2018-09", "observed": NaN}',
    "Infinity": b'{"version": "2018-09", "observed": [-Infinity]}',
    "too deep": b"[" * 100_000,
    "a huge number": b"9" * 10_000,
    "a name twice": b'{"version": "2018-09", "observed": ["redflag.injury"], "observed": []}',
    "no version": ask({"observed": []}),
    "nothing observed": ask({"version": "2018-09"}),
    "another name": ask({**CASE, "strengths": []}),
    "another version": ask({**CASE, "version": "2031-01"}),
    "a version that is a path": ask({**CASE, "version": "../reference/2018-09"}),
    "a version of another type": ask({**CASE, "version": ["2018-09"]}),
    "observed as a string": ask({**CASE, "observed": "child.attendance.3"}),
    "observed as an object": ask({**CASE, "observed": {"child.attendance.3": True}}),
    "observed null": ask({**CASE, "observed": None}),
    "a key of another type": ask({**CASE, "observed": [["child.attendance.3"]]}),
    "an unknown key": ask({**CASE, "observed": ["child.attendance.9"]}),
    "a key with NUL": ask({**CASE, "observed": ["child.attendance.3\u0000"]}),
    "a lone surrogate": ask({**CASE, "observed": ["\ud800"]}),
    "a long key": ask({**CASE, "observed": ["x" * 1_000_000]}),
    "one bad in a list": ask([CASE, {**CASE, "version": "1999-01"}]),
    "a list in a list": ask([[CASE]]),
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD.keys())
def test_bad_input_is_explained_and_is_exit_status_2(content, monkeypatch):
    with pytest.raises(CommandError) as caught:
        run(content, monkeypatch)
    assert caught.value.returncode == 2
    assert 10 < len(str(caught.value)) < 400
    assert "Traceback" not in str(caught.value)


def test_which_item_of_a_list_is_bad_is_said(monkeypatch):
    with pytest.raises(CommandError, match="Item 2: There is no threshold version '1999-01'"):
        run(BAD["one bad in a list"], monkeypatch)


@pytest.mark.parametrize("name", ["missing.json", ".", "a\0b"])
def test_a_file_that_cannot_be_read(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CommandError, match="Cannot read") as caught:
        call_command("score", name)
    assert caught.value.returncode == 2


def test_an_input_that_is_too_large(monkeypatch):
    monkeypatch.setattr("referrals.management.commands.score.LARGEST", 100)
    with pytest.raises(CommandError, match="larger than"):
        run(ask([CASE] * 5), monkeypatch)


def shell(content):
    """The command as a process, with a database that is not there."""
    nowhere = {"DATABASE_URL": "postgres://nobody:x@127.0.0.1:1/none", "EH_MODE": "test"}
    return subprocess.run(
        [sys.executable, "manage.py", "score", "-"],
        cwd=ROOT,
        env=os.environ | nowhere,
        input=content,
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_it_runs_without_a_database_and_keeps_its_streams_apart():
    good, bad = shell(ask(CASE)), shell(BAD["one bad in a list"])
    assert (good.returncode, good.stderr) == (0, b"")
    assert json.loads(good.stdout)["level"] == 2
    assert (bad.returncode, bad.stdout) == (2, b"")
    assert b"Item 2" in bad.stderr
