/* What came of an attempt, in a few words. */

/** Waits for one of these events; the good ones mean that the attempt was answered. */
export function heard(source, good, bad) {
    return new Promise((resolve) => {
        for (const name of good) source.addEventListener(name, () => resolve(name), { once: true });
        for (const name of bad) source.addEventListener(name, () => resolve('refused'), { once: true });
    }).finally(() => source.close?.());
}

/** Waits until this gives something. */
export async function until(look) {
    for (;;) {
        const found = look();
        if (found) return found;
        await new Promise(requestAnimationFrame);
    }
}

/** What can be read of a window: all of its document, or nothing. */
export function readable(view) {
    const looks = {
        document: () => view.document.documentElement.outerHTML,
        address: () => view.location.href,
        storage: () => view.localStorage.length,
        origin: () => view.origin,
        frame: () => view.frameElement,
    };
    const seen = Object.entries(looks).flatMap(([name, look]) => {
        try {
            const found = look();
            return found === undefined || found === null ? [] : [`${name} ${found}`];
        } catch {
            return [];
        }
    });
    return seen.join(' ') || 'unreadable';
}

/** Leads the nested frame somewhere, and looks into it. */
export async function nested(address) {
    const frame = document.createElement('iframe');
    frame.src = address;
    document.body.append(frame);
    await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    return frame;
}
