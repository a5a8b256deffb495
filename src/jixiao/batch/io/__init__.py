"""Long tables in and out: files, frames, sheets and databases."""
