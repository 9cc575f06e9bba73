import os

import pins
from pins.errors import PinsError
from pins.rsconnect.api import RsConnectApiRequestError

board = pins.board_connect(server_url=os.environ["CONNECT_SERVER"], api_key=os.environ["CONNECT_API_KEY"])
name = "pia/a-pin-with-versions"

for number in range(3):
    board.pin_write([number], name, type="json", title="With versions")
versions = list(board.pin_versions(name)["version"])
assert len(versions) == 3 and versions == sorted(versions, key=int), versions
# The one that was written last is what is read, and each older one can be read as it was.
assert board.pin_read(name) == [2]
assert [board.pin_read(name, version=version) for version in versions] == [[0], [1], [2]]

board.pin_version_delete(name, versions[0])
assert list(board.pin_versions(name)["version"]) == versions[1:]
try:
    board.pin_read(name, version=versions[0])
    raise SystemExit("a deleted version was read")
except (PinsError, RsConnectApiRequestError):
    pass

# The version that is served cannot be deleted.
try:
    board.pin_version_delete(name, versions[2])
    raise SystemExit("the version that is served was deleted")
except PinsError as refused:
    assert refused.__context__.args[0]["code"] == 75, refused.__context__

board.pin_versions_prune(name, n=1)
assert list(board.pin_versions(name)["version"]) == versions[2:]
board.pin_delete(name)
