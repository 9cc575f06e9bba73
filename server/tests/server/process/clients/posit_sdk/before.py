import io
import json
import os
import tarfile

from posit import connect
from posit.connect.errors import ClientError

SERVER = os.environ["CONNECT_SERVER"]
client = connect.Client()  # pia's, by the environment
ada = connect.Client(SERVER, os.environ["KEY_OF_ADA"])
vic = connect.Client(SERVER, os.environ["KEY_OF_VIC"])


def packed(files, appmode="static", **metadata):
    """An archive of these files with a manifest."""
    manifest = {"version": 1, "metadata": {"appmode": appmode, **metadata}, "files": {name: {} for name in files}}
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w:gz") as tar:
        for name, text in {"manifest.json": json.dumps(manifest), **files}.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            tar.addfile(entry, io.BytesIO(text.encode()))
    return archive.getvalue()


def deployed(name, files, **more):
    """A new item of this name with these files."""
    item = client.content.create(name=name)
    task = item.bundles.create(packed(files, **more)).deploy()
    task.wait_for()
    assert task.is_finished and task.error_code == 0, task
    return client.content.get(item["guid"])


def refused(code, attempt):
    """Ends the script unless the attempt is refused with this code."""
    try:
        attempt()
    except ClientError as error:
        assert error.error_code == code, error
    else:
        raise SystemExit(f"not refused with {code}")


def opened(who, item, path=""):
    """What somebody gets who opens the item."""
    return who.get(f"../content/{item['guid']}/{path}")
