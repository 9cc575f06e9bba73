group = client.groups.create(name="Readers by SDK")
assert set(group) == {"guid", "name", "owner_guid", "gid"} and group["owner_guid"] == client.me["guid"]
assert client.groups.get(group["guid"])["name"] == "Readers by SDK"
assert client.groups.find_one(prefix="readers by")["guid"] == group["guid"]
assert group["guid"] in [each["guid"] for each in vic.groups.find()]
assert client.groups.count() >= 1

item = deployed("grouped-by-sdk", {"index.html": "for readers"})
permission = item.permissions.create(group, role="viewer")
assert permission["principal_type"] == "group"
refused(4, lambda: vic.content.get(item["guid"]))
group.members.add(vic.me)
refused(16, lambda: group.members.add(user_guid=vic.me["guid"]))
assert [member["username"] for member in group.members.find()] == ["vic"] and group.members.count() == 1
assert [each["guid"] for each in client.users.get(vic.me["guid"]).groups.find()] == [group["guid"]]
assert opened(vic, item).text == "for readers"
client.users.get(vic.me["guid"]).groups.delete(group)
refused(4, lambda: vic.content.get(item["guid"]))

refused(15, lambda: ada.groups.create(name="READERS BY SDK"))
refused(14, lambda: client.groups.create(name="ab"))
refused(22, lambda: vic.groups.create(name="Made by a viewer"))
item.permissions.destroy(group)
assert item.permissions.find() == []
group.delete()
refused(4, lambda: client.groups.get(group["guid"]))
item.delete()
