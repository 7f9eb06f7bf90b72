"""docs/reference/states.md, from the tables of transitions."""

import casework.codes
import casework.workflow
import referrals.codes
import referrals.workflow

MACHINES = (
    ("A referral", referrals.codes.State, referrals.workflow.TRANSITIONS),
    ("An episode", casework.codes.State, casework.workflow.TRANSITIONS),
)


def page():
    parts = ["# States", "Each move is one action, checked in one table, and leaves a row."]
    for title, states, transitions in MACHINES:
        parts += [f"## {title}", _table(states), _diagram(transitions)]
    return "\n\n".join(parts) + "\n"


def _table(states):
    rows = [f"| `{state.value}` | {state.label} |" for state in states]
    return "\n".join(["| state | on screen |", "|---|---|", *rows])


def _diagram(transitions):
    lines = ["```mermaid", "stateDiagram-v2"]
    for verb, (sources, target) in transitions.items():
        for source in sources or ("[*]",):
            lines.append(f"    {source} --> {target}: {verb}")
    return "\n".join([*lines, "```"])
