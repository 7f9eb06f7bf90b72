"""The ground floor's tables: what was done and seen, and work that must not be lost."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class CurrentTransaction(models.Func):
    """PostgreSQL's 64-bit id of the running transaction: tells which events may still be joined."""

    template = "(pg_current_xact_id()::text::bigint)"
    output_field = models.BigIntegerField()


class Event(models.Model):
    """Something done to, or seen of, a record: ids, verbs and field names, never values."""

    append_only = True

    class Outcome(models.TextChoices):
        DONE = "done"
        SEEN = "seen"
        REFUSED = "refused"

    happened_at = models.DateTimeField(db_default=Now(), db_index=True)
    transaction = models.BigIntegerField(db_default=CurrentTransaction(), editable=False)
    actor_kind = models.CharField(max_length=10)  # user, partner, system, public
    actor_id = models.BigIntegerField(null=True)
    actor_role = models.CharField(max_length=30, blank=True)
    verb = models.CharField(max_length=80)
    outcome = models.CharField(max_length=10, choices=Outcome)
    kind = models.CharField(max_length=60, blank=True)
    ids = ArrayField(models.BigIntegerField(), default=list)
    fields = ArrayField(models.CharField(max_length=60), default=list)

    class Meta:
        indexes = [
            models.Index(fields=["actor_id", "-id"], name="event_actor"),
            models.Index(fields=["transaction", "id"], name="event_transaction"),
            models.Index(fields=["kind", "-id"], name="event_kind"),
        ]

    def __str__(self):
        return f"{self.verb} {self.kind} {self.ids}"


class Seal(models.Model):
    """A link of the chain: the hash of every event of a range of finished transactions."""

    append_only = True

    from_transaction = models.BigIntegerField()  # inclusive
    to_transaction = models.BigIntegerField(unique=True)  # exclusive
    events = models.PositiveIntegerField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(db_default=Now())

    class Meta:
        get_latest_by = "to_transaction"

    def __str__(self):
        return f"events of transactions before {self.to_transaction}"


class Job(models.Model):
    """The outbox: a side effect written in the same transaction as its cause.

    Celery only rings the doorbell. A worker leases the job, counts an attempt, and commits result
    and state together if its attempt is still the current one.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempt = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    available_at = models.DateTimeField(db_default=Now())
    progress = models.PositiveSmallIntegerField(default=0)  # per cent
    progress_text = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["available_at"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="job_open",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(progress__lte=100), name="job_progress_per_cent"
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.state}"


class Message(models.Model):
    """A mail to send, and what became of it. It names no family: it says where to sign in."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)  # it was not to leave any more

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.subject


class Submission(models.Model):
    """An idempotency key that was used, by whom, for what, and what came of it."""

    append_only = True

    scope = models.CharField(max_length=80)  # who and what: "user:7:referrals.submit"
    key = models.CharField(max_length=100)
    fingerprint = models.CharField(max_length=64)
    result_kind = models.CharField(max_length=60)
    result_id = models.BigIntegerField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "key"], name="submission_once"),
        ]

    def __str__(self):
        return f"{self.scope} {self.key}"
