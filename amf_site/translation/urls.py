"""The addresses of the translation desk, below ``/admin/translations/``. Names are in the namespace ``translation``."""

from .board import urls as board
from .editor import urls as editor
from .exchange import urls as exchange
from .guide import urls as guide
from .health import urls as health
from .job_views import urlpatterns as job_addresses
from .machine import urls as machine
from .memory import urls as memory
from .opening import urls as opening
from .structure import urls as structure

app_name = "translation"
urlpatterns = [
    *board.urlpatterns,
    *exchange.urlpatterns,
    *guide.urlpatterns,
    *health.urlpatterns,
    *job_addresses,
    *machine.urlpatterns,
    *memory.urlpatterns,
    *opening.urlpatterns,
    *structure.urlpatterns,
    *editor.urlpatterns,
]
