import os

import pandas
import pins

board = pins.board_connect(server_url=os.environ["CONNECT_SERVER"], api_key=os.environ["CONNECT_API_KEY"])

written = board.pin_write({"mean": [1, 2.5]}, "pia/numbers-of-pia", type="json", title="Numbers", description="Two of them")
assert written.title == "Numbers"
assert board.pin_read("pia/numbers-of-pia") == {"mean": [1, 2.5]}
assert board.pin_meta("pia/numbers-of-pia").title == "Numbers"
assert board.pin_exists("pia/numbers-of-pia")
assert not board.pin_exists("pia/no-numbers")

table = pandas.DataFrame({"site": ["north", "south"], "rain": [1.5, 0.0]})
board.pin_write(table, "pia/rain-of-pia", type="csv", title="Rain by site")
assert board.pin_read("pia/rain-of-pia").equals(table)

listed = board.pin_list()
assert {"pia/numbers-of-pia", "pia/rain-of-pia"} <= set(listed), listed
found = board.pin_search("rain BY site")
assert list(found["name"]) == ["pia/rain-of-pia"], found

for name in ["pia/numbers-of-pia", "pia/rain-of-pia"]:
    board.pin_delete(name)
    assert not board.pin_exists(name)
    assert name not in board.pin_list()
