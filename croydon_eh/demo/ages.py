"""How old the children of a family are when it is first referred."""

CHILDREN = {1: 37, 2: 33, 3: 19, 4: 8, 5: 3}
# The oldest child's age at the first referral; -1 is not born yet.
AGES = {-1: 2.5, 0: 4, 1: 4, 2: 5, 3: 6, 4: 6, 5: 7, 6: 7, 7: 7, 8: 7, 9: 7, 10: 7, 11: 7, 12: 8,
        13: 8, 14: 8, 15: 7, 16: 5, 17: 3}  # fmt: skip
UNDER_FOUR = {"health": 0.65, "childrens_centre": 0.75}  # the share of those who refer babies
AGES_AT = {"primary": (5, 10), "secondary": (11, 15), "college": (16, 17)}
GAPS = {1: 8, 2: 30, 3: 28, 4: 15, 5: 9, 7: 6}
TWINS = 0.022


def ages_of_children(dice, kind: str, story: dict, phase: str):
    """Ages at the first referral, oldest first; -1 not born yet. Two equal ones are twins."""
    special = story.get("special", "")
    if special == "unborn":
        return [-1]
    count = int(story.get("children") or dice.one(CHILDREN))
    if phase:
        oldest = dice.randint(*AGES_AT[phase])
    elif story:
        oldest = dice.randint(7, 14)
    elif dice.chance(UNDER_FOUR.get(kind, 0)):
        oldest = dice.randint(-1, 3)
    elif kind == "school":
        oldest = dice.randint(5, 15)
    else:
        oldest = dice.one(AGES)
    ages = [oldest]
    for _ in range(count - 1):
        twins = dice.chance(TWINS) or (special == "twins" and len(ages) == 1)
        younger = ages[-1] - (0 if twins else dice.one(GAPS))
        if younger < -1:
            break
        ages.append(younger)
    return ages
