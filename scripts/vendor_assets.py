"""Re-make static/vendor/ and tests/vendor/ from the pinned npm packages (needs node and npm).

    python scripts/vendor_assets.py           write the files
    python scripts/vendor_assets.py --check   fail when the files in the tree are not what it makes

A new version: change PACKAGES, run it, read the diff, and let the journeys look at the pages.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SASS = "1.108.2"  # compiles the style sheet; nothing of it is shipped
PACKAGES = {  # name: (version, sha256 of the package's file, licence, copyright)
    "govuk-frontend": (
        "6.6.0",
        "52c4eb554e54d8a6e4ba801e9da5ec3a5b930fd2f117a39677f0b6296e954751",
        "MIT",
        "Crown copyright (Government Digital Service)",
    ),
    "@ministryofjustice/frontend": (
        "11.1.0",
        "9ec6ccf0739cefee1fdc663ca61387204dcf3fd9bfcfafa8b9159d993f38984b",
        "MIT",
        "Crown copyright (Ministry of Justice)",
    ),
    "accessible-autocomplete": (
        "3.0.1",
        "de2728ef0091ad5ed557c749f2e6a3260169fc7a9fe671471a57daa61ec43554",
        "MIT",
        "Crown copyright (Government Digital Service)",
    ),
    "axe-core": (
        "4.14.1",
        "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745",
        "MPL-2.0",
        "Deque Systems, Inc.",
    ),
}
SCRIPTS = {  # written file: file of the package
    "static/vendor/govuk-frontend.min.js": "govuk-frontend/dist/govuk/govuk-frontend.min.js",
    "static/vendor/moj-frontend.min.js": "@ministryofjustice/frontend/moj/moj-frontend.min.js",
    "static/vendor/accessible-autocomplete.min.js": (
        "accessible-autocomplete/dist/accessible-autocomplete.min.js"
    ),
    "tests/vendor/axe.min.js": "axe-core/axe.min.js",
}
IMAGES = "@ministryofjustice/frontend/moj/assets/images"
FORBIDDEN = re.compile("GDS Transport|govuk-crest|govuk-logotype|moj-logotype", re.IGNORECASE)
SOURCE_MAP = re.compile(r"\s*(//[#@] sourceMappingURL=\S*|/\*[#@] sourceMappingURL=.*?\*/)\s*")


def run(*command, cwd):
    done = subprocess.run(command, cwd=cwd, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{command[0]} failed")
    return done.stdout


def fetch(name, modules):
    """Unpack one pinned package below `modules`, after comparing its SHA-256."""
    version, expected, *_ = PACKAGES[name]
    command = ("npm", "pack", "--json", "--ignore-scripts", f"{name}@{version}")
    report = run(*command, cwd=modules.parent)
    packed = modules.parent / json.loads(report)[0]["filename"].replace("@", "").replace("/", "-")
    found = hashlib.sha256(packed.read_bytes()).hexdigest()
    if found != expected:
        sys.exit(f"{name} {version} has SHA-256 {found}, expected {expected}")
    with tarfile.open(packed) as tar:
        tar.extractall(modules / name, filter="data")
    inner = modules / name / "package"
    for child in inner.iterdir():
        child.rename(modules / name / child.name)
    inner.rmdir()


def style_sheet(work):
    """The compiled style sheet, and the images that it names."""
    tools = work / "tools"
    tools.mkdir()
    options = ("--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(tools))
    run("npm", "install", *options, f"sass@{SASS}", cwd=tools)
    sass = tools / "node_modules" / "sass" / "sass.js"
    options = ("--quiet", "--no-charset", "--style=compressed", f"--load-path={work}")
    css = run("node", str(sass), *options, str(ROOT / "scripts" / "frontend.scss"), cwd=work)
    return css, sorted(set(re.findall(r"url\(\"?\./images/([^)\"]+)\"?\)", css)))


def make(work):
    """Yield (path below the repository, bytes) of every vendored file."""
    modules = work / "node_modules"
    modules.mkdir()
    for name in PACKAGES:
        fetch(name, modules)
    css, images = style_sheet(work)
    yield "static/vendor/frontend.css", css.encode()
    for image in images:
        yield f"static/vendor/images/{image}", (modules / IMAGES / image).read_bytes()
    for target, source in SCRIPTS.items():
        text = (modules / source).read_text(encoding="utf-8")
        yield target, (SOURCE_MAP.sub("\n", text).rstrip() + "\n").encode()


def record(files):
    """What static/vendor/VENDORED.md says."""
    lines = ["# Vendored files", "", "Made by `scripts/vendor_assets.py`; do not edit by hand.", ""]
    lines += ["| package | version | licence | copyright | SHA-256 of the package |"]
    lines += ["|---|---|---|---|---|"]
    for name, (version, digest, licence, holder) in PACKAGES.items():
        lines.append(f"| {name} | {version} | {licence} | {holder} | `{digest}` |")
    lines += ["", f"The style sheet is `scripts/frontend.scss`, compiled by sass {SASS}.", ""]
    lines += [
        "GDS Transport, the crown and the crest are left out. axe-core is for tests only.",
        "",
    ]
    lines += ["| file | SHA-256 |", "|---|---|"]
    lines += [f"| {path} | `{hashlib.sha256(body).hexdigest()}` |" for path, body in files.items()]
    lines += ["", "## The MIT licence", "", MIT_LICENCE, ""]
    lines += ["axe-core: the Mozilla Public License 2.0, https://mozilla.org/MPL/2.0/.", ""]
    return "\n".join(lines).encode()


MIT_LICENCE = """\
Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the "Software"), to deal in the Software without restriction,
including without limitation the rights to use, copy, modify, merge, publish, distribute,
sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or
substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT
NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND
NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES
OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    with tempfile.TemporaryDirectory() as folder:
        files = dict(sorted(make(Path(folder))))
    for path, body in files.items():
        if path.startswith("static/") and FORBIDDEN.search(body.decode("utf-8", "replace")):
            sys.exit(f"{path} holds something that only GOV.UK services may use")
    files["static/vendor/VENDORED.md"] = record(files)
    if check:
        stale = [p for p, b in files.items() if not same(ROOT / p, b)]
        sys.exit(f"Not as made: {', '.join(stale)}" if stale else 0)
    for folder in ("static/vendor", "tests/vendor"):
        shutil.rmtree(ROOT / folder, ignore_errors=True)
    for path, body in files.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_bytes(body)
        print(f"{len(body):>8,} {path}")


def same(path, body):
    return path.is_file() and path.read_bytes() == body


if __name__ == "__main__":
    main()
