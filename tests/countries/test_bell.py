"""A broker that is down fails no act."""

import logging
import time

import pytest
from celery import Celery

from countries import bell


def test_a_broker_that_cannot_be_reached_is_logged_and_not_raised(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app = Celery(broker="redis://127.0.0.1:1/0", set_as_current=False)
    app.conf.broker_transport_options = {"max_retries": 0}  # as the settings have it for Redis
    monkeypatch.setattr(bell, "current_app", app)
    started = time.monotonic()

    with caplog.at_level(logging.WARNING, logger="countries.bell"):
        bell.send("countries.tasks.deliver_messages", ())

    assert time.monotonic() - started < 2
    assert "was not heard" in caplog.text
