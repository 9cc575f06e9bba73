item = client.content.create(name="tasks-by-sdk")
task = item.bundles.create(packed({"index.html": "it works"})).deploy()
task.wait_for()
assert task.is_finished and task.error_code == 0 and task.error_message in (None, ""), task
assert task["output"] and task["last"] == len(task["output"])
again = client.tasks.get(task["id"])
assert dict(again) == dict(task)
assert client.tasks.get(task["id"], first=task["last"])["output"] == []
assert client.tasks.get(task["id"], first=1)["output"] == task["output"][1:]
assert ada.tasks.get(task["id"])["id"] == task["id"]
refused(141, lambda: vic.tasks.get(task["id"]))

# What was served goes on being served.
broken = item.bundles.create(packed({"app.R": "shinyApp()"}, appmode="shiny")).deploy()
broken.wait_for()
assert broken.is_finished and broken.error_code != 0, broken
assert "shiny" in broken.error_message, broken
assert opened(client, item).text == "it works"
item.delete()
