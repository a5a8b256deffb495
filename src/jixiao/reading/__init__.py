"""Reading a filled-in form back: a file's cells → what the layout says they are → the project file."""

from jixiao.reading.files import Content, Form, read_file_of_forms
from jixiao.reading.projects import Read, project_of_form
from jixiao.reading.summaries import changes_of_summary
from jixiao.reading.writing import as_project_file

__all__ = ["Content", "Form", "Read", "as_project_file", "changes_of_summary", "project_of_form", "read_file_of_forms"]
