"""The work of an episode, from its allocation to its end or that of the period."""

from croydon_eh.demo.assessing import assess
from croydon_eh.demo.courses import Course, choose_course
from croydon_eh.demo.helping import Work, change_worker
from croydon_eh.demo.planning import agree_plan, hold_reviews
from croydon_eh.demo.visiting import visit_them


def do_the_work(work: Work) -> Course:
    """Everything up to the end of the episode or of the period, whichever comes first."""
    course = choose_course(work)
    change_worker(work, course.ends_at)
    if work.life.course == "new":
        return course
    visit_them(work, course)
    assess(work, course)
    if course.assessed_at:
        agree_plan(work, course)
    if course.planned_at:
        hold_reviews(work, course)
    return course
