from celery import shared_task

from casework import kept_back


@shared_task(ignore_result=True)
def look_for_kept_back():
    kept_back.look()
