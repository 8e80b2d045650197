import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "closeknit.config.settings")
application = get_wsgi_application()

from closeknit.config import live  # noqa: E402  its tables need the line above

__all__ = ["application", "live"]
