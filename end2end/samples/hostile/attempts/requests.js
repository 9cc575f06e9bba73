/* Requests by script to the dashboard: every kind, with the victim's cookies and without. */
import { heard } from './outcomes.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const MODES = ['cors', 'no-cors', 'same-origin', 'navigate'];
const CREDENTIALS = ['include', 'same-origin', 'omit'];

/** As forms send them, and as clients of the API do, with a guess at their token. */
const HEADERS = [
    { 'Content-Type': 'application/x-www-form-urlencoded' },
    { 'X-RSC-XSRF': '0'.repeat(64), 'Content-Type': 'application/json' },
];

export function attempts(targets) {
    const { dashboard, victim, other } = targets;
    const keys = `/__api__/v1/users/${victim}/keys`;
    const pages = [
        '/connect/keys',
        keys,
        '/__login__',
        '/__logout__',
        `/__open__/${other.guid}?path=`,
        `/content/${other.guid}/`,
    ];
    const plain = pages.flatMap((path) =>
        METHODS.map((method) => [
            `fetch ${method} ${named(path, targets)}`,
            () => everyFetch(method, dashboard + path),
        ]),
    );
    return {
        ...Object.fromEntries(plain),
        'fetch without following': () =>
            outcomeOf(fetch(`${dashboard}/__open__/${other.guid}`, { redirect: 'manual', credentials: 'include' })),
        'request by XMLHttpRequest': () => byXhr(dashboard + keys),
        'beacon to sign out': async () => (
            navigator.sendBeacon(`${dashboard}/__logout__`, new URLSearchParams()),
            'sent'
        ),
        'request that outlives the page': () =>
            outcomeOf(
                fetch(`${dashboard}/connect/keys`, {
                    method: 'POST',
                    mode: 'no-cors',
                    keepalive: true,
                    credentials: 'include',
                }),
            ),
        'request from a worker': () => fromWorker(`${dashboard}${keys}`),
        'request from a page without an origin': () => fromSandbox(`${dashboard}${keys}`),
        'API on my own host': () => outcomeOf(fetch(keys, { credentials: 'include' })),
        'keys page on my own host': () => outcomeOf(fetch('/connect/keys', { credentials: 'include' })),
        'server-sent events': () =>
            heard(
                new EventSource(`${dashboard}/connect/keys`, { withCredentials: true }),
                ['open', 'message'],
                ['error'],
            ),
        'WebSocket to the dashboard': () => socket(`${dashboard}/`),
        'WebSocket to the API': () => socket(`${dashboard}${keys}`),
        'WebSocket to the other item': () => socket(`${dashboard}/content/${other.guid}/`),
    };
}

/** The path as the test calls it. */
function named(path, { victim, other }) {
    return path.replace(victim, '{victim}').replace(other.guid, '{other}').replace('?path=', '');
}

/** Requests in each mode, with each kind of credentials and each set of headers. */
async function everyFetch(method, address) {
    const body = ['GET', 'HEAD'].includes(method) ? undefined : 'name=stolen&role=administrator';
    const ways = MODES.flatMap((mode) =>
        CREDENTIALS.flatMap((credentials) => HEADERS.map((headers) => ({ mode, credentials, headers }))),
    );
    const outcomes = ways.map(async (way) => {
        const outcome = await outcomeOf(Promise.resolve().then(() => fetch(address, { method, body, ...way })));
        return outcome === 'refused' ? [] : [`${way.mode} ${way.credentials}: ${outcome}`];
    });
    return (await Promise.all(outcomes)).flat().join(', ') || 'refused';
}

async function outcomeOf(answer) {
    try {
        const { type, status } = await answer;
        return type === 'opaque' || type === 'opaqueredirect' ? 'unreadable' : `read ${status}`;
    } catch {
        return 'refused';
    }
}

function byXhr(address) {
    const request = new XMLHttpRequest();
    request.open('GET', address);
    request.withCredentials = true;
    request.send();
    return heard(request, ['load'], ['error']);
}

function socket(address) {
    return heard(new WebSocket(address.replace('http', 'ws')), ['open'], ['error']);
}

const ASKS = (address) => `fetch('${address}', { credentials: 'include' }).then(() => 'read', () => 'refused')`;

async function fromWorker(address) {
    const source = URL.createObjectURL(new Blob([`${ASKS(address)}.then((outcome) => postMessage(outcome))`]));
    const worker = new Worker(source);
    return new Promise((resolve) => worker.addEventListener('message', ({ data }) => resolve(data)));
}

async function fromSandbox(address) {
    const frame = document.createElement('iframe');
    frame.sandbox = 'allow-scripts';
    frame.srcdoc = `<script>${ASKS(address)}.then((outcome) => parent.postMessage(outcome, '*'))</script>`;
    const answer = new Promise((resolve) => addEventListener('message', ({ data }) => resolve(data), { once: true }));
    document.body.append(frame);
    return answer.finally(() => frame.remove());
}
