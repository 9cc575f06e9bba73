def bundle(app, requirements=REQUIREMENTS, entrypoint="app:app"):
    """An archive of an app."""
    return packed({"app.py": app, "requirements.txt": requirements}, appmode="python-api", entrypoint=entrypoint)


def told(task):
    """What a failed deploy says."""
    task.wait_for()
    assert task.is_finished and task.error_code != 0, task
    assert task["output"][-1] == task.error_message, task
    return task.error_message


# Two that ask for the same at once get one environment.
both = [client.content.create(name=f"both-by-sdk-{number}") for number in (1, 2)]
tasks = [item.bundles.create(bundle(APP)).deploy() for item in both]
for task in tasks:
    task.wait_for()
    assert task.error_code == 0, task
made = [line for task in tasks for line in task["output"] if line.startswith("Installing packages")]
assert len(made) == 1, made

item = client.content.create(name="packages-by-sdk")
assert client.get(f"v1/content/{item['guid']}/packages").status_code == 204
task = item.bundles.create(bundle(APP)).deploy()
task.wait_for()
assert task.error_code == 0, task
item = client.content.get(item["guid"])
version = item["py_version"]
assert version.split(".")[0] == "3" and item.bundles.active()["py_version"] == version, item
assert opened(client, item, "version").json() == "first"

packages = list(item.packages)
names = [package["name"] for package in packages]
assert names == sorted(names) and {"flask", "fastapi", "waitress"} <= set(names), names
assert all(package["language"] == "python" and package["version"] for package in packages), packages
flask = item.packages.find_by(name="flask")
assert flask["content_guid"] == item["guid"] and flask["language_version"] == version, flask
everywhere = [package for package in ada.packages if package["content_guid"] == item["guid"]]
assert [package["name"] for package in everywhere] == names, everywhere
page = ada.get("v1/packages", params={"name": "flask", "page_size": 1}).json()
assert set(page) == {"results", "current_page", "total"} and len(page["results"]) == 1, page
assert page["results"][0]["name"] == "flask" and page["total"] >= 1, page
refused(22, lambda: client.get("v1/packages"))

lockfile = item.get_lockfile()
assert lockfile.python_version == version and f"flask=={flask['version']}" in lockfile.text, lockfile

# What fails says why, and what is served is served still.
assert "There is no app in app" in told(item.bundles.create(bundle("nothing = 1", entrypoint="app")).deploy())
assert "NameError" in told(item.bundles.create(bundle("import flask\nboom")).deploy())
assert "no-such" in told(item.bundles.create(bundle(APP, "claviger-no-such-package")).deploy())
assert "no file of this version" in told(item.bundles.create(bundle(APP, "-r ../../etc/passwd")).deploy())
assert opened(client, item, "version").json() == "first"

# What comes as source alone is built.
task = both[0].bundles.create(bundle(APP, REQUIREMENTS + "docopt==0.6.2\n")).deploy()
task.wait_for()
assert task.error_code == 0 and any("built from source" in line for line in task["output"]), task
assert both[0].packages.find_by(name="docopt")["version"] == "0.6.2"

# Environments go, and are made again for who needs one.
caches = [dict(cache) for cache in ada.system.caches.runtime.find()]
found = [cache for cache in caches if cache["version"] == version]
assert len(found) == 1 and found[0]["language"] == "Python" and found[0]["image_name"] == "Local", caches
refused(22, client.system.caches.runtime.find)
where = {"language": "Python", "version": version, "image_name": "Local"}
assert ada.system.caches.runtime.destroy(**where, dry_run=True) is None
assert len(ada.system.caches.runtime.find()) == len(caches)
task = ada.system.caches.runtime.destroy(**where)
task.wait_for()
assert task.error_code == 0 and any(version in line for line in task["output"]), task
refused(4, lambda: ada.system.caches.runtime.destroy(**{**where, "version": "3.0.0"}))
assert opened(client, item, "version").json() == "first"
assert any(cache["version"] == version for cache in ada.system.caches.runtime.find())
for item in [item, *both]:
    item.delete()
