/* What is left lying about: tickets, and what the dashboard may have stored. */
import { nested } from './outcomes.js';

const overheard = [];
new BroadcastChannel('claviger').addEventListener('message', ({ data }) => overheard.push(data));
addEventListener('storage', ({ newValue }) => overheard.push(newValue));
addEventListener(
    'message',
    ({ origin, data }) => origin === location.origin || origin === 'null' || overheard.push(data),
);

export function attempts({ dashboard, fresh, state }) {
    return {
        'ticket among my own addresses': async () => tickets(addresses(window)),
        'ticket for the thief’s browser': () => caught(`${dashboard}/__open__/${fresh.guid}?path=&state=${state}`),
        'storage of the dashboard': stored,
        'what the dashboard says to itself': async () => overheard.join() || 'none',
        'who opened me': async () => `${opener}`,
    };
}

/** Every address that a window of my origin tells. */
function addresses(view) {
    const entries = view.performance.getEntries().map(({ name }) => name);
    const visited = view.navigation.entries().map(({ url }) => url);
    return [
        view.document.URL,
        view.document.referrer,
        view.location.href,
        JSON.stringify(view.history.state),
        ...entries,
        ...visited,
    ];
}

function tickets(texts) {
    return texts.filter((text) => /ticket=|state=/.test(text ?? '')).join(' ') || 'none';
}

/** Has a ticket made that only the thief could use, and tries to see it go by. */
async function caught(address) {
    const frame = await nested(address);
    try {
        return tickets(addresses(frame.contentWindow));
    } catch {
        return 'unreadable';
    }
}

/** What lies in the storage of my origin, as far as the browser gives one to a frame of another site. */
async function stored() {
    const places = [
        async () => localStorage.length,
        async () => sessionStorage.length,
        async () => (await indexedDB.databases()).length,
        async () => (await caches.keys()).length,
    ];
    const counts = await Promise.all(places.map((count) => count().catch(() => 0)));
    return counts.every((count) => count === 0) ? 'none' : `${counts}`;
}
