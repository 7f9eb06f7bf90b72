"""Every dependency says why it is here, and is pinned with hashes and no index address."""

import re

import pytest

from croydon_eh.services import places

FOLDER = places.ROOT / "requirements"
ADR = (places.ROOT / "docs/adr/0002-dependencies.md").read_text()
LINES = [
    line
    for name in ("base.in", "dev.in")
    for line in (FOLDER / name).read_text().splitlines()
    if line and not line.startswith(("#", "-"))
]
NAMES = [re.match(r"[\w-]+", line).group() for line in LINES]


@pytest.mark.parametrize("name", NAMES)
def test_each_has_its_line_and_its_version(name):
    pinned = re.search(rf"^{name}(?:\[\w+\])?==(\S+)", (FOLDER / "dev.txt").read_text(), re.M)
    row = re.search(rf"^\| {name} \| .+ \| (\S+), \d{{4}}-\d\d-\d\d \|$", ADR, re.M)
    assert row and row.group(1) == pinned.group(1)


def test_no_line_without_its_dependency():
    assert sorted(re.findall(r"^\| ([\w-]+) \|", ADR, re.M)) == sorted(NAMES + ["package"] * 3)


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_locked_with_hashes_and_no_address(name):
    text = (FOLDER / name).read_text()
    assert text.count("==") and "://" not in text and "--index" not in text
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.M)[1:]
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
