"""What was recorded wrongly at first."""

from datetime import timedelta

CORRECTED = 0.02  # of visits, scores and goals' ends


def correct(work, model, row, fields, was=()):
    """What was written first is superseded by a row with the right `fields`, if there is time."""
    world, dice = work.life.world, work.life.dice
    at = row["recorded_at"] + timedelta(days=dice.uniform(0.2, 25))
    if at >= world.until:
        return None
    right = without_id(row) | fields | {"recorded_at": at}
    row |= dict(was) | {"superseded_at": at}
    return world.rows.add(model, **right)


def without_id(row):
    return {name: value for name, value in row.items() if name != "id"}
