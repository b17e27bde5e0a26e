"""Term candidates of English texts, ranked; see ``extract``."""

from toolkit.extract.model import Candidate, Place, SurfaceForm
from toolkit.extract.pipeline import extract

__all__ = ["Candidate", "Place", "SurfaceForm", "extract"]
