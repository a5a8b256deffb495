"""The page to fill in forms: its files and its words.

The files are plain modules without a build step: ``page.js`` begins. They speak to one of two engines (``engine.js``)
by the same addresses: the service over HTTP, or this package in the browser, where ``worker.js`` calls ``serve.desk``.
"""
