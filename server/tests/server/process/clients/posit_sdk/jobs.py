API = "#* @get /name\nfunction() Sys.getenv('CONNECT_CONTENT_JOB_KEY')\n"
item = deployed("jobs-by-sdk", {"plumber.R": "message('made ready')\n" + API}, appmode="api")
deploy = item.jobs.find_by(tag="packrat_restore")
assert deploy["exit_code"] == 0 and deploy["bundle_id"] == item["bundle_id"], deploy

# Asked for something, it runs, and knows its name.
(key,) = opened(client, item, "name").json()
job = item.jobs.find(key)
assert job["status"] == 0 and job["tag"] == "run_api" and job["content_guid"] == item["guid"], job
assert len(item.jobs) == 3 and item.jobs[0]["key"] == key
assert item.jobs.find_by(status=0)["key"] == key
# The time of its last sign of life goes on.
assert {**ada.content.get(item["guid"]).jobs.find(key), "last_heartbeat_time": ""} == {**job, "last_heartbeat_time": ""}
refused(4, lambda: vic.content.get(item["guid"]))

job.destroy()
ended = item.jobs.find(key)
assert ended["status"] == 2 and ended["exit_code"] == 143 and ended["error"] is None, ended
refused(163, job.destroy)
refused(4, lambda: item.jobs.find("aaaaaaaaaaaaaaaa"))
log = client.get(f"v1/content/{item['guid']}/jobs/{key}/log").json()
assert [entry["data"] for entry in log["entries"] if entry["source"] == "stderr"][0] == "made ready", log

# Who comes next starts another one.
assert opened(client, item, "name").json() != [key]
item.delete()
