assert client.me["username"] == "pia" and client.me["user_role"] == "publisher"
assert client.version >= "2026.07", client.version

names = [user["username"] for user in client.users.find()]
assert {"ada", "pia", "vic"} <= set(names), names
assert client.users.count() >= 3
assert [user["username"] for user in client.users.find(prefix="vi")] == ["vic"]
assert ada.users.find_one(user_role="administrator")["username"] == "ada"
assert client.users.find_one(prefix="nobody-is-called-so") is None
assert client.users.get(client.me["guid"])["username"] == "pia"

new = ada.users.create(
    username="made_by_sdk", password="four plain words here", user_must_set_password=False,
    email="made@example.com", first_name="Made", last_name="By", user_role="publisher",
)
assert new["username"] == "made_by_sdk" and not new["locked"]
new.update(first_name="Remade", user_role="viewer")
assert ada.users.get(new["guid"])["first_name"] == "Remade"
assert ada.users.get(new["guid"])["user_role"] == "viewer"

new.lock()
assert ada.users.get(new["guid"])["locked"]
assert "made_by_sdk" in [user["username"] for user in ada.users.find(account_status="locked")]
new.unlock()
assert not ada.users.get(new["guid"])["locked"]

refused(22, lambda: client.users.create(username="not_by_a_publisher"))
refused(30, lambda: connect.Client(SERVER, "clv_wrong").me)
assert [item["owner_guid"] for item in new.content.find()] == []
