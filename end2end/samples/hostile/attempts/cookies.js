/* Cookies: reading ours, and planting some that look like ours wherever the browser lets us. */
const NAMES = ['claviger-session', 'claviger-visitor', 'RSC-XSRF', 'claviger-content', 'claviger-open'];
const PLANTED = '0'.repeat(32);
const PREFIXED = ['__Host-claviger-session', '__Secure-claviger-content', '__HOST-claviger-session'];

export function attempts({ other }) {
    return {
        'my cookies': async () => document.cookie.split('; ').filter(foreign).join() || 'none',
        'my cookies by the cookie store': async () =>
            (await cookieStore.getAll())
                .map(({ value }) => value)
                .filter(foreign)
                .join() || 'none',
        'cookies that look like ours': async () => plant(NAMES, other),
        'cookies with a prefix': async () => plant(PREFIXED, other),
    };
}

/** Whether a cookie was not planted here, by an attempt before. */
function foreign(cookie) {
    return cookie !== '' && !cookie.endsWith(PLANTED);
}

/** Plants cookies for every host and path that they could be sent to. */
function plant(names, other) {
    const labels = location.hostname.split('.');
    const parents = labels.map((_, index) => labels.slice(index).join('.'));
    const domains = ['', ...parents.map((parent) => `; Domain=${parent}`)];
    const paths = [
        '/',
        '/connect/',
        '/connect/keys',
        '/__open__/',
        `/content/${other.guid}/`,
        `/content/${other.guid}/index.html`,
    ];
    for (const name of names) {
        for (const domain of domains) {
            for (const path of paths) document.cookie = `${name}=${PLANTED}; Path=${path}${domain}`;
        }
    }
    return 'sent';
}
