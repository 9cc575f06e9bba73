program = "#* @get /said\n#* @serializer text\nfunction() paste(Sys.getenv('TOLD_BY_SDK'), Sys.getpid())\n"
item = deployed("environment-by-sdk", {"plumber.R": program}, appmode="api")
assert item["app_mode"] == "api" and item.is_interactive
assert item.environment_variables.find() == []

item.environment_variables.create("TOLD_BY_SDK", "first")
item.environment_variables.update(OTHER="x", MORE="y")
assert list(item.environment_variables) == ["MORE", "OTHER", "TOLD_BY_SDK"]
first, process = opened(client, item, "said").text.split()
assert first == "first"
item.environment_variables["TOLD_BY_SDK"] = "second"
del item.environment_variables["MORE"]
assert item.environment_variables.find() == ["OTHER", "TOLD_BY_SDK"]
second, other_process = opened(client, item, "said").text.split()
assert (second, other_process != process) == ("second", True)

item.restart()
assert item.environment_variables.find() == ["OTHER", "TOLD_BY_SDK"]
said, last_process = opened(client, item, "said").text.split()
assert (said, last_process != other_process) == ("second", True)

refused(149, lambda: client.patch(
    f"v1/content/{item['guid']}/environment", json=[{"name": "A", "value": "1"}, {"name": "A", "value": "2"}]
))
refused(108, lambda: item.environment_variables.create("LD_PRELOAD", "x"))
refused(266, lambda: item.environment_variables.create("", "x"))
refused(4, lambda: vic.get(f"v1/content/{item['guid']}/environment"))
item.environment_variables.clear()
assert len(item.environment_variables) == 0
item.delete()
