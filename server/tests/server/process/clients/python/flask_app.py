import json
import os
import sys

import flask

print("This goes into the log.")
app = flask.Flask(__name__)


@app.get("/where")
def where():
    try:
        open(os.path.join(sys.prefix, "written"), "w").close()
        written = True
    except OSError:
        written = False
    user = flask.request.headers.get("RStudio-Connect-Credentials")
    return {
        "path": flask.url_for("where"),
        "url": flask.url_for("where", _external=True),
        "user": user and json.loads(user),
        "written": written,
        "uid": os.getuid(),
    }


@app.get("/version")
def version():
    return json.dumps("first")
