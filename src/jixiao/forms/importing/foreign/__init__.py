"""Tables that others drew: the forms in a grid, what their cells are, and the project that they make."""

from jixiao.forms.importing.foreign.forms import forms_in
from jixiao.forms.importing.foreign.reading import read_form

__all__ = ["forms_in", "read_form"]
