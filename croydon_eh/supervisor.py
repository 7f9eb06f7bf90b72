"""Run the service or its tests on servers of their own, and leave nothing running.

python -m croydon_eh.supervisor demo          everything, until Ctrl-C
python -m croydon_eh.supervisor reset         forget the demo's data
python -m croydon_eh.supervisor test -- CMD   CMD on fresh servers, which end with it
"""

import argparse
import signal
import subprocess
import sys

from croydon_eh.services import demo, testing
from croydon_eh.services.errors import CannotStart, Stopped
from croydon_eh.services.process import adopt_orphans, end_leftovers

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def main(argv=None):
    arguments = _parser().parse_args(argv)
    adopt_orphans()
    _handle_signals()
    try:
        return arguments.run(arguments)
    except CannotStart as sentence:
        print(sentence, file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"{' '.join(map(str, error.cmd[1:4]))} failed; see above.", file=sys.stderr)
        return 1
    except Stopped as stopped:
        return 128 + stopped.signum
    finally:
        _ignore_signals()
        end_leftovers()


def _parser():
    parser = argparse.ArgumentParser(prog="supervisor", description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    run_demo = commands.add_parser("demo", help="the whole service with invented people")
    run_demo.add_argument("--port", type=_port, default=8000)
    run_demo.add_argument("--families", type=int, default=3000, help="0: an empty service")
    run_demo.set_defaults(run=demo.run)
    reset = commands.add_parser("reset", help="forget the demo's data")
    reset.set_defaults(run=demo.reset)
    clean = commands.add_parser("clean", help="remove everything made for this checkout")
    clean.set_defaults(run=demo.clean)
    test = commands.add_parser("test", help="a command on fresh servers")
    test.add_argument("--browser", action="store_true", help="install Chromium if need be")
    test.add_argument("command", nargs=argparse.REMAINDER)
    test.set_defaults(run=testing.run)
    return parser


def _port(text):
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"a port is a number from 1 to 65535, not {text!r}")
    return int(text)


def _handle_signals():
    """Our own handlers: Python that was started by `&` would ignore SIGINT."""

    def stop(signum, _frame):
        _ignore_signals()  # we are stopping already
        raise Stopped(signum)

    for signum in SIGNALS:
        signal.signal(signum, stop)


def _ignore_signals():
    for signum in SIGNALS:
        signal.signal(signum, lambda *_: None)


if __name__ == "__main__":
    sys.exit(main())
