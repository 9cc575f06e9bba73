item = client.content.create(name="bundles-by-sdk")
assert item.bundles.find() == [] and item.bundles.active() is None

first = item.bundles.create(packed({"index.html": "first"}))
assert first["content_guid"] == item["guid"] and not first["active"] and first["size"] > 0
task = first.deploy()
task.wait_for()
assert task.error_code == 0, task
second = item.bundles.create(packed({"index.html": "second"}))
assert int(second["id"]) > int(first["id"])
assert [bundle["id"] for bundle in item.bundles.find()] == [second["id"], first["id"]]
assert item.bundles.active()["id"] == first["id"]
assert opened(client, item).text == "first"

# Without a bundle the newest is deployed.
task = item.deploy()
task.wait_for()
assert item.bundles.active()["id"] == second["id"]
assert opened(client, item).text == "second"

archive = packed({"index.html": "third"})
with open("third.tar.gz", "wb") as file:
    file.write(archive)
third = item.bundles.create("third.tar.gz")
buffer = io.BytesIO()
third.download(buffer)
assert buffer.getvalue() == archive
third.download("again.tar.gz")
assert open("again.tar.gz", "rb").read() == archive

third.delete()
assert [bundle["id"] for bundle in item.bundles.find()] == [second["id"], first["id"]]
refused(75, second.delete)
refused(4, lambda: item.bundles.get(third["id"]))
refused(38, lambda: item.bundles.create(b"no archive"))
refused(22, lambda: ada.content.get(item["guid"]).bundles.create(archive))
item.delete()
