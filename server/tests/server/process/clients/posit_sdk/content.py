item = client.content.create(name="made-by-sdk", title="Made by the SDK", access_type="acl")
assert item["title"] == "Made by the SDK" and item["app_mode"] == "unknown" and item["bundle_id"] is None
assert item["owner_guid"] == client.me["guid"]
assert isinstance(item["id"], str) and item["dashboard_url"].startswith(SERVER)

# The same object everywhere; to one item `include` adds its owner.
assert dict(client.content.find(name="made-by-sdk")[0]) == dict(item)
got = client.content.get(item["guid"])
assert {name: got[name] for name in item} == dict(item)
assert got["owner"]["username"] == "pia" == got.owner["username"]

assert client.content.find_one(name="made-by-sdk")["guid"] == item["guid"]
assert client.content.find_by(title="Made by the SDK")["guid"] == item["guid"]
assert client.content.find_one(name="made-by-sd") is None
assert item["guid"] in [mine["guid"] for mine in client.me.content.find()]
assert client.content.count() >= 1

item.update(title="Changed by the SDK", description="In two words", access_type="logged_in", idle_timeout=30)
got = client.content.get(item["guid"])
assert (got["title"], got["description"], got["access_type"]) == ("Changed by the SDK", "In two words", "logged_in")
assert got["idle_timeout"] == 30
refused(5, lambda: item.update(name="a"))
refused(26, lambda: client.content.create(name="made-by-sdk"))
refused(22, lambda: vic.content.create(name="made-by-a-viewer"))
refused(4, lambda: vic.content.get(item["guid"]))
refused(28, item.deploy)
try:
    item.render()
    raise SystemExit("nothing is rendered here")
except ValueError as words:
    assert "Render not supported" in str(words)

item.delete()
refused(4, lambda: client.content.get(item["guid"]))
