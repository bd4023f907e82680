"""The addresses of the translation desk, below ``/admin/translations/``. Names are in the namespace ``translation``."""

from .board import urls as board
from .editor import urls as editor
from .exchange import urls as exchange
from .health import urls as health
from .machine import urls as machine
from .memory import urls as memory
from .opening import urls as opening
from .roles import urls as roles
from .structure import urls as structure

app_name = "translation"
urlpatterns = [
    *board.urlpatterns,
    *exchange.urlpatterns,
    *health.urlpatterns,
    *machine.urlpatterns,
    *memory.urlpatterns,
    *opening.urlpatterns,
    *roles.urlpatterns,
    *structure.urlpatterns,
    *editor.urlpatterns,
]
