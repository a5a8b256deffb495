"""The service: projects scored over HTTP, or line by line on standard input, by worker processes under limits.

One process (``app``, ``stdio``) speaks with callers and never looks into what they send; ``pool`` hands each request to
one of several worker processes (``worker``), which read it, score and answer (``operations``). A request costs at most
the worker that works on it. ``endpoints`` is the one table of what can be asked, from which the routes, the parameters
and the OpenAPI document follow. A book of specs is a tenant; no request names a path, and with a book nothing outside
it is opened.
"""
