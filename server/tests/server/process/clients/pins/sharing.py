import os

import pins
from pins.errors import PinsError

server = os.environ["CONNECT_SERVER"]
pia = pins.board_connect(server_url=server, api_key=os.environ["CONNECT_API_KEY"])
vic = pins.board_connect(server_url=server, api_key=os.environ["KEY_OF_VIC"])

for name, access in [("pin-for-all-accounts", "logged_in"), ("pin-for-nobody-else", None)]:
    pia.pin_write([name], f"pia/{name}", type="json", access_type=access)

assert vic.pin_read("pia/pin-for-all-accounts") == ["pin-for-all-accounts"]
assert not vic.pin_exists("pia/pin-for-nobody-else")
assert "pia/pin-for-nobody-else" not in vic.pin_list()
assert "pia/pin-for-all-accounts" in vic.pin_list()

# Who administers the server finds what he may read, and does not stumble over the rest.
ada = pins.board_connect(server_url=server, api_key=os.environ["KEY_OF_ADA"])
found = list(ada.pin_search("pin-for")["name"])
assert "pia/pin-for-all-accounts" in found and "pia/pin-for-nobody-else" not in found, found

try:
    vic.pin_write([1], "vic/pin-of-a-viewer", type="json")
    raise SystemExit("a viewer published")
except Exception as refused:
    assert "22" in str(refused) or "ermission" in str(refused), refused

for name in ["pin-for-all-accounts", "pin-for-nobody-else"]:
    pia.pin_delete(f"pia/{name}")
