"""The Celery application and the only schedule.

Celery is a doorbell: what must be done stands as a row in PostgreSQL, and the sweep each minute
finds what a dead worker or an emptied broker dropped. So no results are kept, tasks are taken off
the queue when they start, and a broker that is down fails fast instead of holding up a request.
"""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "croydon_eh.settings")

app = Celery("croydon_eh")
app.config_from_object(
    {
        "broker_url": os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0"),
        "timezone": "Europe/London",
        "enable_utc": True,
        "result_backend": None,
        "task_ignore_result": True,
        "task_acks_late": False,
        "task_publish_retry": False,
        "task_serializer": "json",
        "accept_content": ["json"],
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "broker_connection_timeout": 1,
        "broker_connection_retry_on_startup": True,
        "broker_transport_options": {
            "socket_connect_timeout": 1,
            "socket_timeout": 5,
            "max_retries": 1,
            "interval_start": 0,
        },
        "beat_schedule": {
            "sweep-jobs": {"task": "audit.tasks.sweep", "schedule": crontab()},
            "look-for-kept-back": {
                "task": "casework.tasks.look_for_kept_back",
                "schedule": crontab(),
            },
            "seal-audit": {"task": "audit.tasks.seal", "schedule": crontab()},
            # each morning; the task itself knows working days
            "morning-digest": {
                "task": "croydon_eh.tasks.morning_digest",
                "schedule": crontab(hour=7, minute=30),
            },
            # each morning; the task itself knows a quarter's first working day
            "draft-last-quarter": {
                "task": "outcomes.tasks.draft_last_quarter",
                "schedule": crontab(hour=6, minute=0),
            },
        },
    }
)
app.autodiscover_tasks()
