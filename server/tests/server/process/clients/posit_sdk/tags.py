root = ada.tags.create(name="Team by SDK")
sales = ada.tags.create(name="Sales", parent=root)
north = ada.tags.create(name="North", parent_id=sales["id"])
assert root.get("parent_id") is None and sales["parent_id"] == root["id"] and isinstance(root["id"], str)
assert list(root) == ["id", "name", "parent_id", "created_time", "updated_time"]
assert client.tags.get(north["id"])["name"] == "North"
assert [tag["id"] for tag in client.tags.find(name="North", parent=sales)] == [north["id"]]
assert north.parent_tag["id"] == sales["id"]
assert [tag["id"] for tag in root.child_tags.find()] == [sales["id"]]
assert {tag["id"] for tag in root.descendant_tags.find()} == {sales["id"], north["id"]}

item = client.content.create(name="tagged-by-sdk")
item.tags.add(north)
assert {tag["name"] for tag in item.tags.find()} == {"Sales", "North"}, "those above come along"
assert [found["guid"] for found in sales.content_items.find()] == [item["guid"]]
assert {tag["name"] for tag in client.content.get(item["guid"])["tags"]} == {"Sales", "North"}
refused(79, lambda: item.tags.add(root))
refused(22, lambda: client.tags.create(name="By a publisher"))
refused(81, lambda: ada.tags.create(name="sales", parent=root))
refused(88, lambda: sales.update(parent=north))

north.update(name="Far North", parent=root)
assert client.tags.get(north["id"])["parent_id"] == root["id"]
item.tags.delete(sales)
assert [tag["name"] for tag in item.tags.find()] == ["Far North"]
found = client.get("v1/search/content", params={"q": 'tag:"far north"', "include": "tags,owner"}).json()
assert [hit["guid"] for hit in found["results"]] == [item["guid"]] and found["total"] == 1, found
assert found["results"][0]["owner"]["username"] == "pia"

root.destroy()
refused(4, lambda: client.tags.get(north["id"]))
assert item.tags.find() == []
item.delete()
