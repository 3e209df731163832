"""What the web server starts."""

import os
import sys

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "frankpledge.site.settings")
application = get_wsgi_application()
# Every room's pages are read now and put in order by name, so that whoever asks first does not wait for it; otherwise each
# thread that is asked at that moment does it beside the others.
get_resolver().reverse_dict  # noqa: B018 (reading it is what puts them in order)
# A thread lets go of the interpreter at each question to the database; by default another may then keep it for five
# milliseconds, longer than the question takes, while whoever asked holds the database's one turn to write.
sys.setswitchinterval(0.0001)
