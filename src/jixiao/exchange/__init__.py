"""The JSON documents of the budget system: read as projects, and written from projects and their scores."""
