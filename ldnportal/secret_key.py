"""The key that signs sessions: given in production, made once and kept elsewhere."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def development_secret_key(folder: Path, *, production: bool) -> str:
    """Return the key kept in `folder`, making it on first use; refuse to in production."""
    if production:
        raise ImproperlyConfigured("Set SECRET_KEY to a long random text: see docs/settings.md.")
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(get_random_secret_key())
        path.chmod(0o600)
    return path.read_text()
