/* Workers that would stand between the browser and the server. */
export function attempts() {
    return {
        'service worker': () => registered('worker.js'),
        'service worker for all content': () => registered('worker.js', { scope: '/content/' }),
        'service worker for the whole host': () => registered('worker.js', { scope: '/' }),
        'service worker from nowhere': () => registered(URL.createObjectURL(new Blob(['']))),
    };
}

async function registered(script, options) {
    try {
        const registration = await navigator.serviceWorker.register(script, options);
        const scope = new URL(registration.scope).pathname;
        await registration.unregister();
        return `registered for ${scope}`;
    } catch {
        return 'refused';
    }
}
