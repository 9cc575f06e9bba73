/* The dashboard as a part of a page: scripts, pictures, styles, frames. */
import { heard, nested, readable } from './outcomes.js';

export function attempts({ dashboard, victim, other }) {
    const page = `${dashboard}/connect/keys`;
    const json = `${dashboard}/__api__/v1/users/${victim}/keys`;
    return {
        'script of the keys page': () => loaded('script', { src: page }),
        'script of the API': () => loaded('script', { src: json }),
        'module of the API': () => loaded('script', { src: json, type: 'module', crossOrigin: 'use-credentials' }),
        'picture of the keys page': () => loaded('img', { src: page }),
        'picture of the new key': () => loaded('img', { src: `${page}/created` }),
        'style of the keys page': () => loaded('link', { href: page, rel: 'stylesheet' }),
        'video of the API': () => loaded('video', { src: json }),
        'preload of the API': () =>
            loaded('link', { href: json, rel: 'preload', as: 'fetch', crossOrigin: 'use-credentials' }),
        'prefetch of the keys page': async () => (hint('prefetch', page), 'sent'),
        'prerender of the keys page': async () => (hint('prerender', page), 'sent'),
        'speculation about the sign-in': async () => (speculate(`${dashboard}/__open__/${other.guid}?path=`), 'sent'),
        'keys page in a frame': () => framed(page),
        'sign-in in a frame': () => framed(`${dashboard}/__login__`),
        'settings of the other item in a frame': () => framed(`${dashboard}/connect/apps/${other.guid}/settings`),
        'ticket for nothing in a frame': () => framed(`${dashboard}/__open__/00000000-0000-4000-8000-000000000000`),
        'content on the dashboard in a frame without rights': () =>
            framed(`${dashboard}/connect/`, { sandbox: 'allow-scripts' }),
        'keys page in a frame without credentials': () => framed(page, { credentialless: true }),
        'keys page as an object': () => embedded('object', { data: page }),
        'keys page as an embed': () => embedded('embed', { src: page }),
    };
}

function loaded(tag, attributes) {
    const element = Object.assign(document.createElement(tag), attributes);
    const outcome = heard(element, ['load', 'loadeddata'], ['error']);
    document.body.append(element);
    return outcome;
}

function hint(rel, href) {
    document.head.append(Object.assign(document.createElement('link'), { rel, href }));
}

function speculate(address) {
    const rules = document.createElement('script');
    rules.type = 'speculationrules';
    rules.textContent = JSON.stringify({ prerender: [{ urls: [address], eagerness: 'immediate' }] });
    document.head.append(rules);
}

async function framed(address, attributes = {}) {
    const frame = Object.assign(await nested('empty.html'), attributes);
    const again = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    frame.src = address;
    await again;
    return frame.contentDocument
        ? `document ${frame.contentDocument.documentElement.outerHTML}`
        : readable(frame.contentWindow);
}

async function embedded(tag, attributes) {
    const element = Object.assign(document.createElement(tag), attributes);
    const answered = new Promise((resolve) =>
        ['load', 'error'].forEach((name) => element.addEventListener(name, resolve)),
    );
    document.body.append(element);
    await answered;
    const inside = element.contentDocument?.documentElement.outerHTML ?? '';
    return inside.includes('<h1') ? `document ${inside}` : 'unreadable';
}
