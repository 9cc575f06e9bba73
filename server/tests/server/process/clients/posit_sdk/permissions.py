item = deployed("permissions-by-sdk", {"index.html": "for some"})
assert item.permissions.find() == [] and item.permissions.count() == 0
refused(4, lambda: vic.content.get(item["guid"]))

viewer = item.permissions.create(vic.me, role="viewer")
assert viewer["principal_guid"] == vic.me["guid"] and viewer["principal_type"] == "user" and viewer["role"] == "viewer"
assert isinstance(viewer["id"], str) and viewer["content_guid"] == item["guid"]
assert opened(vic, item).text == "for some"
assert vic.content.get(item["guid"])["app_role"] == "viewer"
assert item.permissions.find_one(principal_guid=vic.me["guid"])["id"] == viewer["id"]
assert item.permissions.get(viewer["id"])["role"] == "viewer"
refused(33, lambda: viewer.update(role="owner"))

second = item.permissions.create(principal_guid=ada.me["guid"], principal_type="user", role="viewer")
second.update(role="owner")
assert item.permissions.get(second["id"])["role"] == "owner"
assert ada.content.get(item["guid"])["app_role"] == "editor"
assert item.permissions.count() == 2
refused(34, lambda: item.permissions.create(client.me, role="viewer"))

item.permissions.destroy(vic.me)
second.destroy()
assert item.permissions.find() == []
refused(4, lambda: vic.content.get(item["guid"]))
item.delete()
