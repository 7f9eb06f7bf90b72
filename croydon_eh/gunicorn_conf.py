"""How gunicorn serves the web: a few threads a worker, quick to stop, nothing in the checkout."""

import os

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 30
graceful_timeout = int(os.environ.get("WEB_GRACE_SECONDS", "1"))
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
preload_app = True
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
accesslog = os.environ.get("WEB_ACCESS_LOG") or None


def when_ready(server):
    """The application was loaded before the workers are forked: they share no connection."""
    from django.db import connections

    connections.close_all()
