from celery import shared_task

from audit import jobs, seals


@shared_task(ignore_result=True)
def run_job(job_id):
    jobs.run(job_id)


@shared_task(ignore_result=True)
def sweep():
    jobs.sweep()


@shared_task(ignore_result=True)
def seal():
    seals.seal()
