item = deployed("vanity-by-sdk", {"index.html": "in short"})
assert item.vanity is None
item.vanity = "by-sdk/short"
assert item.vanity == "/by-sdk/short/"
assert client.get("../by-sdk/short/").text == "in short"
assert client.content.get(item["guid"])["vanity_url"] == f"{SERVER}/by-sdk/short/"
listed = [vanity for vanity in ada.vanities.all() if vanity["content_guid"] == item["guid"]]
assert len(listed) == 1 and set(listed[0]) == {"content_guid", "path", "created_time"}
refused(22, client.vanities.all)

other = client.content.create(name="other-vanity-by-sdk")
for taken in ["by-sdk/short", "by-sdk", "by-sdk/short/er"]:
    refused(51, lambda: other.create_vanity(path=taken))
refused(52, lambda: other.create_vanity(path="connect"))
other.create_vanity(path="by-sdk/short", force=True)
item.reset_vanity()
assert item.vanity is None and other.vanity == "/by-sdk/short/"
del other.vanity
assert other.vanity is None
item.delete()
other.delete()
