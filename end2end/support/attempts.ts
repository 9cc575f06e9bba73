import { expect, type Hosting, shares } from './hostings';

/** Where a hostile item is looked at. */
export type Place = 'alone' | 'in the dashboard';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const PAGES = [
    '/connect/keys',
    '/__api__/v1/users/{victim}/keys',
    '/__login__',
    '/__logout__',
    '/__open__/{other}',
    '/content/{other}/',
];
const FORMS = [
    'new key',
    'new key by JSON',
    'sign-in as somebody else',
    'sign-out',
    'end of all sessions',
    'other name',
    'access to the other item',
    'deletion of the other item',
];

/** So many windows open at least: every form is sent into a frame and into a window. */
export const WINDOWS = FORMS.length;

/** What has to come of every attempt of `samples/hostile`, by its name there. */
export function outcomes(hosting: Hosting, place: Place): Record<string, unknown> {
    return {
        ...all(
            'refused',
            ...PAGES.flatMap((path) => METHODS.map((method) => `fetch ${method} ${path}`)),
            'fetch without following',
            'request by XMLHttpRequest',
            'request that outlives the page',
            'request from a worker',
            'request from a page without an origin',
            'server-sent events',
            'WebSocket to the dashboard',
            'WebSocket to the API',
            'WebSocket to the other item',
        ),
        'beacon to sign out': 'sent',
        'API on my own host': 'read 401',
        'keys page on my own host': 'read 404',
        ...all(
            'refused',
            'script of the keys page',
            'script of the API',
            'module of the API',
            'picture of the keys page',
            'picture of the new key',
            'style of the keys page',
            'video of the API',
            'preload of the API',
        ),
        ...all('sent', 'prefetch of the keys page', 'prerender of the keys page', 'speculation about the sign-in'),
        ...all(
            'unreadable',
            'keys page in a frame',
            'sign-in in a frame',
            'settings of the other item in a frame',
            'ticket for nothing in a frame',
            'content on the dashboard in a frame without rights',
            'keys page in a frame without credentials',
            'keys page as an object',
            'keys page as an embed',
            ...FORMS.map((form) => `form for ${form} in a frame`),
        ),
        ...all('sent', ...FORMS.map((form) => `form for ${form} in a window`)),
        ...windows(place),
        ...workers(hosting),
        ...(shares(hosting) ? sharedOrigin(place) : ownOrigin(place)),
        'ticket among my own addresses': 'none',
        // It passes by where items share an origin and the dashboard’s site; by then it must be worth nothing.
        'ticket for the thief’s browser':
            hosting === 'one content host' ? expect.stringContaining('ticket=') : 'unreadable',
        'storage of the dashboard': 'none',
        'what the dashboard says to itself': 'none',
        'who opened me': 'null',
        'my cookies': 'none',
        'my cookies by the cookie store': 'none',
        'cookies that look like ours': 'sent',
        'cookies with a prefix': 'sent',
    };
}

function all(outcome: string, ...names: string[]): Record<string, string> {
    return Object.fromEntries(names.map((name) => [name, outcome]));
}

function windows(place: Place): Record<string, string> {
    const looks = ['keys page', 'sign-in'].map((what) => `look into a window of the ${what}`);
    const opened = [...looks, 'look into a window that opens the other item'];
    if (place === 'alone') {
        return {
            ...all('unreadable', ...opened),
            'script for a window of the dashboard': 'refused',
            'window beside the sandbox': 'own window',
        };
    }
    return {
        // The dashboard keeps the windows that are opened in it apart (Cross-Origin-Opener-Policy).
        ...all('no handle', ...opened, 'script for a window of the dashboard', 'window beside the sandbox'),
        ...all('unreadable', 'look at the dashboard around me', 'look at the dashboard from a wider domain'),
        ...all(
            'refused',
            'lead the dashboard away',
            'lead the dashboard away by its address',
            'lead the dashboard away by replacing it',
            'lead the dashboard to a script',
            'lead the dashboard away by a window’s name',
            'close the dashboard',
        ),
        ...all(
            'sent',
            'message to the dashboard around me',
            'lead the dashboard away by a link',
            'lead the dashboard away by a form',
        ),
    };
}

function workers(hosting: Hosting): Record<string, unknown> {
    const wider = [
        'service worker for all content',
        'service worker for the whole host',
        'service worker from nowhere',
    ];
    return {
        'service worker': shares(hosting) ? 'refused' : expect.stringMatching(/^registered for \/content\/[\w-]+\/$/),
        ...all('refused', ...wider),
    };
}

/** Items that share an origin can read each other as the same visitor, and only what he may view. */
function sharedOrigin(place: Place): Record<string, string> {
    return {
        ...all(
            'read bearings',
            'fetch the other item',
            'fetch the other item blindly',
            'fetch the other item on my own host',
            'script of the other item',
            'frame of the other item',
        ),
        'window of the other item': place === 'alone' ? 'read bearings' : 'no handle',
        'picture of the other item': 'load',
        'form for the other item': 'Not possible here',
        'WebSocket to its own host': 'refused',
        ...all('401', 'fetch the other item by its number', 'fetch what is not for the victim'),
        'frame of what is not for the victim': 'unreadable',
    };
}

/** On a host of its own an item sees nothing of the others. */
function ownOrigin(place: Place): Record<string, string> {
    return {
        ...all(
            'refused',
            'fetch the other item',
            'fetch the other item blindly',
            'script of the other item',
            'picture of the other item',
            'fetch what is not for the victim',
            'WebSocket to its own host',
        ),
        ...all(
            'unreadable',
            'frame of the other item',
            'form for the other item',
            'frame of what is not for the victim',
        ),
        'window of the other item': place === 'alone' ? 'unreadable' : 'no handle',
        'fetch the other item on my own host': '404',
        'fetch the other item by its number': '401',
    };
}
