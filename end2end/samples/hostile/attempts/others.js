/* Other items: one that the victim has open, and one that is not for the victim. */
import { heard, nested, readable } from './outcomes.js';

export function attempts({ other, closed }) {
    return {
        'fetch the other item': () => read(fetch(`${other.address}secret.txt`, { credentials: 'include' })),
        'fetch the other item blindly': () =>
            read(fetch(`${other.address}secret.txt`, { mode: 'no-cors', credentials: 'include' })),
        'fetch the other item on my own host': () => read(fetch(`/content/${other.guid}/secret.txt`)),
        'fetch the other item by its number': () => read(fetch(`/content/${other.id}/secret.txt`)),
        'script of the other item': () => script(`${other.address}secret.js`),
        'picture of the other item': () => picture(`${other.address}secret.svg`),
        'frame of the other item': () => frame(`${other.address}index.html`),
        'window of the other item': () => view(`${other.address}index.html`),
        'form for the other item': () => post(`${other.address}index.html`),
        'WebSocket to its own host': () =>
            heard(new WebSocket(other.address.replace('http', 'ws')), ['open'], ['error']),
        'fetch what is not for the victim': () =>
            read(fetch(`${closed.address}secret.txt`, { credentials: 'include' })),
        'frame of what is not for the victim': () => frame(`${closed.address}index.html`),
    };
}

async function read(answer) {
    try {
        const response = await answer;
        if (response.type === 'opaque') return 'unreadable';
        return response.ok ? `read ${(await response.text()).trim()}` : `${response.status}`;
    } catch {
        return 'refused';
    }
}

async function script(src) {
    const element = Object.assign(document.createElement('script'), { src });
    const outcome = heard(element, ['load'], ['error']);
    document.body.append(element);
    return (await outcome) === 'load' ? `read ${window.secret}` : 'refused';
}

function picture(src) {
    const element = Object.assign(document.createElement('img'), { src });
    return heard(element, ['load'], ['error']);
}

async function frame(address) {
    const element = await nested(address);
    return element.contentDocument
        ? `read ${element.contentDocument.body.innerText.trim()}`
        : readable(element.contentWindow);
}

/** With its own page in the other window, so that all of it is there before one looks. */
async function view(address) {
    const opened = open(address);
    if (!opened) return 'no handle';
    for (;;) {
        try {
            if (opened.document.body?.innerText.includes('bearings'))
                return `read ${opened.document.body.innerText.trim()}`;
        } catch {
            return 'unreadable';
        }
        await new Promise(requestAnimationFrame);
    }
}

async function post(action) {
    const frame = document.querySelector('iframe[name=nest]');
    const answered = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    const form = Object.assign(document.createElement('form'), { action, method: 'post', target: 'nest' });
    document.body.append(form);
    form.submit();
    await answered;
    return frame.contentDocument ? frame.contentDocument.title : readable(frame.contentWindow);
}
