import json

import fastapi

api = fastapi.FastAPI()


@api.get("/where")
def where(request: fastapi.Request):
    return {
        "root_path": request.scope["root_path"],
        "url": str(request.url_for("where")),
        "user": json.loads(request.headers["RStudio-Connect-Credentials"]),
    }


@api.websocket("/echo")
async def echo(socket: fastapi.WebSocket):
    await socket.accept()
    while True:
        await socket.send_text(await socket.receive_text())
