"""The page to fill in forms: its files, its words, and what it asks of the engine (``desk``).

The files are plain modules without a build step: ``page.js`` begins. They speak to one of two engines (``engine.js``)
by the same addresses: the service over HTTP, or this package in the browser, where ``worker.js`` calls ``desk``.
"""
