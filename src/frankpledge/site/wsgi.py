"""What the web server starts."""

import os
import sys

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frankpledge.site.settings")
application = get_wsgi_application()
# Every room's pages are read now, so that whoever asks first does not wait for it.
get_resolver().url_patterns  # noqa: B018 (reading it is what loads it)
# A thread lets go of the interpreter at each question to the database; by default another may then keep it for five
# milliseconds, longer than the question takes, while whoever asked holds the database's one turn to write.
sys.setswitchinterval(0.0001)
