"""What the launchers have in common: finding the app, and where it is reached.

It runs in the program's environment, so it names nothing but the standard library.
"""

import importlib
import inspect
import os
import sys
from urllib.parse import unquote_to_bytes, urlsplit

# What people call their app, and functions that make one.
USUAL_NAMES = ("app", "application", "api", "server")
FACTORIES = ("create_app", "make_app")


def load(entry):
    """The app that an entry point names: `module`, or `module:object`."""
    # The program imports from its own folder, and not from this one.
    sys.path[0] = os.getcwd()
    module_name, _, name = entry.partition(":")
    module = importlib.import_module(module_name)
    if name:
        found = module
        for part in name.split("."):
            if not hasattr(found, part):
                sys.exit(f"There is no {name} in {module_name}, as the entry point {entry} says.")
            found = getattr(found, part)
        return found
    for name in USUAL_NAMES:
        if callable(getattr(module, name, None)):
            return getattr(module, name)
    for name in FACTORIES:
        if callable(getattr(module, name, None)):
            return getattr(module, name)()
    sys.exit(
        f"There is no app in {module_name}. Call it {' or '.join(USUAL_NAMES)}, "
        f"or name it in the entry point, such as {module_name}:my_app."
    )


def is_asgi(app):
    """Whether an app speaks ASGI, as far as it shows."""
    if inspect.isfunction(app) or inspect.ismethod(app):
        return inspect.iscoroutinefunction(app)
    return inspect.iscoroutinefunction(type(app).__call__)


def prefix(base_url):
    """The path that an address of the program begins with, in bytes, without a slash at its end."""
    return unquote_to_bytes(urlsplit(base_url).path.rstrip("/"))
