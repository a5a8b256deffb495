"""Reading a filled-in form back: a file's cells → what the layout says they are → the project file."""

from jixiao.forms.importing.files import Content, Form, read_file_of_forms
from jixiao.forms.importing.merging import ImportedProject, project_of_form
from jixiao.forms.importing.project_files import as_project_file
from jixiao.forms.importing.projects import FileReading, FormReading, read_projects
from jixiao.forms.importing.summaries import changes_of_summary

__all__ = [
    "Content",
    "FileReading",
    "Form",
    "FormReading",
    "ImportedProject",
    "as_project_file",
    "changes_of_summary",
    "project_of_form",
    "read_file_of_forms",
    "read_projects",
]
