"""The Celery application. Start a worker with `celery -A ldnportal worker`."""

import os

from celery import Celery

from ldnportal import worker_process  # noqa: F401 - connects the worker's signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ldnportal.settings")

app = Celery("ldnportal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
