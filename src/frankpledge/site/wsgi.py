"""What the web server starts."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frankpledge.site.settings")
application = get_wsgi_application()

from frankpledge.site import beforehand  # noqa: E402 (Django must stand first)

beforehand.before_the_copies()
# A thread lets go of the interpreter at each question to the database; by default another may then keep it for five
# milliseconds, longer than the question takes, while whoever asked holds the database's one turn to write.
sys.setswitchinterval(0.0001)
