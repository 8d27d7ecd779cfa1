"""The upkeep of the journals: partitions made ahead of time, jobs of a killed worker taken up again."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from procrastinate.contrib.django import app

from rapport.core.access.models import User
from rapport.core.changes import partitions
from rapport.core.events.reactions import every


@every("17 3 * * *", queue="system")
def make_partitions(*, by: User, at: datetime) -> None:
    """Make the partitions of the coming months."""
    with transaction.atomic(), connection.cursor() as cursor:
        partitions.ensure(cursor, at)


@app.periodic(cron="*/2 * * * *", periodic_id="retry_stalled")
@app.task(
    name="rapport.core.events.jobs.retry_stalled", queue="system", queueing_lock="retry_stalled"
)
async def retry_stalled(timestamp: int) -> None:
    """Queue again what no living worker holds any more."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)
