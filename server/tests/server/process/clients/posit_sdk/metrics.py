item = deployed("metrics-by-sdk", {"index.html": "visited"})
for _ in range(3):
    assert opened(client, item).text == "visited"

hits = list(client.metrics.hits.fetch(content_guid=item["guid"]))
assert len(hits) == 3 and {hit["user_guid"] for hit in hits} == {client.me["guid"]}, hits
both = list(client.metrics.hits.fetch(content_guid=[item["guid"], client.me["guid"]]))
assert [hit["id"] for hit in both] == [hit["id"] for hit in hits]
assert client.metrics.hits.find_by(id=hits[1]["id"])["timestamp"] == hits[1]["timestamp"]
first, last = hits[0]["timestamp"], hits[-1]["timestamp"]
assert len(list(client.metrics.hits.fetch(content_guid=item["guid"], start=first, end=last))) == 3
assert list(client.metrics.hits.fetch(content_guid=item["guid"], end="2020-01-01T00:00:00Z")) == []

# Visits and sessions of Shiny together; there are none of these.
usage = client.metrics.usage.find(content_guid=item["guid"])
assert [event.started for event in usage] == [hit["timestamp"] for hit in hits]
assert {(event.user_guid, event.path, event.data_version) for event in usage} == {(client.me["guid"], "/", 3)}
assert ada.metrics.usage.find_one(content_guid=item["guid"]).content_guid == item["guid"]
assert client.metrics.usage.find_one(content_guid=item["guid"], start="2999-01-01T00:00:00Z") is None
refused(22, lambda: vic.metrics.usage.find())
refused(22, lambda: list(vic.metrics.hits.fetch()))
item.delete()
