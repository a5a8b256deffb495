"""The declarative input, as frozen pydantic models: indicator specs and projects."""
