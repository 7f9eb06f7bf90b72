"""Celery as a doorbell: tells a worker that a job is there. Not being heard loses nothing."""

import logging
import time

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 15

_silent_until = 0.0


def ring(job_id):
    """Tell a worker. With the broker away this says so once and leaves the job to the sweeper.

    It then stays silent for a while: a request must not wait for a broker that does not answer.
    """
    global _silent_until
    if time.monotonic() < _silent_until:
        return
    from audit.tasks import run_job

    try:
        run_job.apply_async([str(job_id)], retry=False)
    except run_job.OperationalError as error:
        _silent_until = time.monotonic() + PAUSE_SECONDS
        logger.warning("broker does not answer, the sweeper will find the job: %s", error)
