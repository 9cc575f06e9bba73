/* Windows of the dashboard: those that this page opens, and the one that it is framed in. */
import { readable, until } from './outcomes.js';

export function attempts({ dashboard, other }) {
    const opened = {
        'look into a window of the keys page': () => lookInto(`${dashboard}/connect/keys`),
        'look into a window of the sign-in': () => lookInto(`${dashboard}/__login__`),
        'look into a window that opens the other item': () => lookInto(`${dashboard}/__open__/${other.guid}?path=`),
        'script for a window of the dashboard': () => scriptInto(`${dashboard}/connect/profile`),
        'window beside the sandbox': () => throughWindow(),
    };
    if (top === self) return opened;
    const away = `${location.origin}/`;
    return {
        ...opened,
        'look at the dashboard around me': async () => readable(top),
        'look at the dashboard from a wider domain': async () => readable(widened()),
        'message to the dashboard around me': async () => (top.postMessage({ type: 'sign-out' }, '*'), 'sent'),
        'lead the dashboard away': () => refused(() => (top.location = away)),
        'lead the dashboard away by its address': () => refused(() => (top.location.href = away)),
        'lead the dashboard away by replacing it': () => refused(() => parent.location.replace(away)),
        'lead the dashboard to a script': () => refused(() => (top.location = 'javascript:document.title="stolen"')),
        'lead the dashboard away by a window’s name': () => refused(() => open(away, '_top')),
        'lead the dashboard away by a link': () =>
            pressed(Object.assign(document.createElement('a'), { href: away, target: '_top' })),
        'lead the dashboard away by a form': () =>
            sent(Object.assign(document.createElement('form'), { action: away, target: '_parent' })),
        'close the dashboard': () => refused(() => top.close()),
    };
}

/** The dashboard’s window, after a try to be of one domain with it. */
function widened() {
    try {
        document.domain = location.hostname.split('.').slice(-2).join('.');
    } catch {
        // Chromium gives origins processes of their own.
    }
    return top;
}

/** Opens a window, waits until it is somewhere else, and looks into it. */
async function lookInto(address) {
    const view = open(address);
    if (!view) return 'no handle';
    await until(() => elsewhere(view));
    return readable(view);
}

async function scriptInto(address) {
    const view = open(address);
    if (!view) return 'no handle';
    await until(() => elsewhere(view));
    return refused(() => {
        view.location = 'javascript:document.title="stolen"';
        view.postMessage('stolen', '*');
        view.eval('1');
    });
}

function elsewhere(view) {
    try {
        return view.closed || view.location.href !== 'about:blank';
    } catch {
        return true;
    }
}

/** What a window outside of the sandbox can do for us. */
async function throughWindow() {
    const view = open('empty.html');
    if (!view) return 'no handle';
    await until(() => elsewhere(view));
    return 'own window';
}

async function refused(act) {
    try {
        return act() ? 'done' : 'refused';
    } catch {
        return 'refused';
    }
}

async function pressed(link) {
    document.body.append(link);
    link.click();
    return 'sent';
}

async function sent(form) {
    document.body.append(form);
    form.submit();
    return 'sent';
}
