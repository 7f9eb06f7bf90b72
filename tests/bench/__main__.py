"""`make bench`: the goals that are ratios, measured in one run on servers of its own.

Each figure is processor time of web (or worker) and PostgreSQL, as a multiple of a bare counterpart
in the same run. Prints a table and writes .local/bench.json; a goal that is not met is said.

make bench ARGS="--only 1,2 --quick"
"""

import argparse
import json
import os
import platform
import sys
import time

from croydon_eh.services import places

GOALS = ("1", "2", "4", "5", "6", "8", "11", "12")


def main(argv=None):
    arguments = _parser().parse_args(argv)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    import django
    from django.test.utils import setup_test_environment

    django.setup()
    setup_test_environment()  # the test client shows a page's form
    from tests.bench import run

    began = time.monotonic()
    results = run.measure(arguments)
    _print(results)
    _write(results, arguments, time.monotonic() - began)
    return 0


def _parser():
    parser = argparse.ArgumentParser(prog="bench", description=__doc__.splitlines()[0])
    parser.add_argument("--only", default=",".join(GOALS), help="such as 1,2")
    parser.add_argument("--rows", type=int, default=100_000, help="referrals for pages and API")
    parser.add_argument("--report-rows", type=int, default=1_000_000)
    parser.add_argument("--people", type=int, default=300_000, help="among whom one is looked for")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=40, help="of each side in a round")
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows, fewer rounds")
    return parser


def _print(results):
    print(f"\n{'Goal':<5} {'What':<58} {'Measured':>9} {'Target':>7}  Met")
    for one in results:
        met = "yes" if one["met"] else "NO"
        print(f"{one['goal']:<5} {one['what']:<58} {one['measured']:>9} {one['target']:>7}  {met}")
        if one.get("detail"):
            print(f"{'':<5} {one['detail']}")


def _write(results, arguments, seconds):
    path = places.LOCAL / "bench.json"
    found = {
        "rows": arguments.rows, "report_rows": arguments.report_rows,
        "people": arguments.people, "rounds": arguments.rounds,
        "processors": os.cpu_count(), "machine": platform.machine(),
        "python": platform.python_version(), "seconds": round(seconds), "results": results,
    }  # fmt: skip
    path.write_text(json.dumps(found, indent=1) + "\n")
    print(f"\n{seconds:.0f} seconds; written to {path.relative_to(places.ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
