"""For load balancers: is the process alive, and can it serve?"""

import redis
from django.conf import settings
from django.db import Error, connection
from django.http import HttpResponse, JsonResponse


def healthz(request):
    """200 as long as the process answers; touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request):
    """200 when the database answers. A broker that is down is told, but stops no casework."""
    database, broker = _database_answers(), _broker_answers()
    state = {"database": "ok" if database else "down", "broker": "ok" if broker else "down"}
    return JsonResponse(state, status=200 if database else 503)


def _database_answers():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _broker_answers():
    client = redis.Redis.from_url(
        settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1, retry=None
    )
    try:
        return client.ping()
    except redis.RedisError:
        return False
    finally:
        client.close()
