// Starts the islands, and the few things that pages do without them. Nothing works only because of this script.
(() => {
    const { js, wasm } = document.currentScript.dataset;
    const root = document.documentElement;
    const heading = document.querySelector("h1[tabindex]");
    // Ours come first, so that they still run when the islands' listeners are silenced.
    const on = (type, listener) => addEventListener(type, listener, true);
    root.dataset.scripts = "";

    // Older links name an item behind the hash, which the server never sees: /connect/#/apps/24/logs.
    const [, item, tab] = location.hash.match(/^#\/apps\/([\w-]+)(?:\/(\w*))?/) ?? [];
    if (item) {
        const page = { access: "/settings", info: "/settings", settings: "/settings", usage: "/usage", logs: "/logs" }[tab];
        const address = `/connect/apps/${item}${page ?? ""}`;
        const next = document.querySelector("form[action='/__login__'] [name=next]");
        if (location.pathname === "/connect/") location.replace(address);
        else if (next) next.value = address;
    }

    // A message that stood in the page from the start is not announced: put it in again, and begin at the heading.
    const status = document.querySelector(".status p");
    if (status) setTimeout(() => (status.textContent += ""), 200);
    const wanted = sessionStorage.getItem("focus");
    sessionStorage.removeItem("focus");
    const start = document.getElementById(wanted) ?? (status && heading);
    const fields = [...document.querySelectorAll("main > form [aria-invalid=true], main > section [aria-invalid=true]")];
    const bad = fields.find((field) => field.autofocus) ?? fields[0];
    (bad?.querySelector("input:checked") ?? bad ?? start)?.focus();

    on("click", (event) => {
        const button = event.target.closest?.("button");
        if (button?.classList.contains("dismiss")) {
            button.parentElement.remove();
            heading?.focus();
        }
        // For browsers without invoker commands.
        const dialog = document.getElementById(button?.getAttribute("commandfor"));
        if (dialog && !("commandForElement" in button)) {
            button.getAttribute("command") === "close" ? dialog.close() : dialog.showModal();
        }
    });
    on("focusin", ({ target }) => target.matches("[data-select]") && target.select());
    // Pages with secrets must not come back with the back button, whatever the browser keeps.
    on("pageshow", (event) => event.persisted && location.reload());

    // When the wasm has stopped, its listeners would swallow what they no longer handle: the native forms take over.
    const native = (error) => {
        if (!(error instanceof WebAssembly.RuntimeError)) return;
        for (const type of ["click", "close", "keydown", "submit"]) on(type, (event) => event.stopImmediatePropagation());
    };
    on("error", (event) => native(event.error));
    on("unhandledrejection", (event) => native(event.reason));

    // What follows does for our islands what Leptos' own loader does.
    const owners = [];
    const walk = (node, islands) => {
        const children = node.localName === "leptos-children";
        if (node.localName === "leptos-island") {
            const island = islands[node.dataset.component];
            owners.at(-1)?.();
            island ? island(node) : console.warn(`No island is called ${node.dataset.component}.`);
        }
        if (children) owners.push(node.$$on_hydrate);
        for (const child of node.children) walk(child, islands);
        if (children) owners.pop();
    };
    const hydrate = async () => {
        const islands = await import(js);
        await islands.default({ module_or_path: wasm });
        islands.hydrate();
        walk(document.body, islands);
        root.dataset.islands = "";
    };
    window.__RESOLVED_RESOURCES = [];
    window.__SERIALIZED_ERRORS = [];
    window.__INCOMPLETE_CHUNKS = [];
    if (document.querySelector("leptos-island")) {
        hydrate().catch((error) => {
            native(error);
            console.error(error);
        });
    }
})();
