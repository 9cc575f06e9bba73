import type { Cookie, Page } from '@playwright/test';
import { expect, type Hosting, hostings, test } from '../support/hostings';
import type { Content, Server, User } from '../support/server';

/** What the design says about the cookies of an item, for each way to keep content apart. */
const COOKIES: Record<Hosting, Partial<Cookie>> = {
    'two names': { sameSite: 'None', secure: true },
    'one content host': { sameSite: 'Lax', secure: false },
    'a host for each item': { sameSite: 'Lax', secure: false },
};

async function privateItem(server: Server): Promise<{ item: Content; viewer: User }> {
    const [owner, viewer] = [await server.addUser('publisher'), await server.addUser('viewer')];
    const args = ['--access', 'acl', '--allow', viewer.name];
    return { item: await server.publish(owner, 'samples/secrets', `forecast-${owner.name}`, args), viewer };
}

/** The cookies that a browser holds for the content origin. */
async function contentCookies(page: Page): Promise<Cookie[]> {
    const cookies = await page.context().cookies();
    return cookies.filter(({ name }) => /claviger-(content|open)$/.test(name));
}

for (const hosting of hostings) {
    test.describe(`with ${hosting}`, () => {
        test.use({ hosting });

        test('the cookies of an item are as narrow as can be @js @once', async ({
            server,
            page,
            signInPage,
            appPage,
        }) => {
            const { item, viewer } = await privateItem(server);
            await signInPage.signIn(viewer);
            const { hostname } = new URL(server.shownAt(item));
            const path = hosting === 'a host for each item' ? '/' : `/content/${item.guid}/`;
            const narrow = { domain: hostname, path, httpOnly: true, ...COOKIES[hosting] };

            await appPage.open(item);
            await expect(appPage.content.getByText('bearings')).toBeVisible();
            const framed = await contentCookies(page);
            expect(framed.map(({ name }) => name).sort()).toEqual(['claviger-content', 'claviger-open']);
            for (const cookie of framed) expect(cookie).toMatchObject(narrow);

            await page.goto(item.content_url);
            await expect(page.getByText('bearings')).toBeVisible();
            const all = await contentCookies(page);
            const sites = all.filter(({ name }) => name === 'claviger-content').map((cookie) => cookie.partitionKey);
            if (hosting === 'two names') {
                // One for the dashboard's frame, and one for when it is alone.
                expect(sites.map((site) => JSON.stringify(site)).sort()).toEqual([
                    expect.stringContaining('127.0.0.1'),
                    expect.stringContaining('localhost'),
                ]);
            } else {
                expect(sites).toEqual([undefined]);
            }
            expect(await page.evaluate(() => document.cookie)).toBe('');
        });

        test('a ticket leaves no trace, and cannot be used again @js @once', async ({
            server,
            page,
            signInPage,
            browser,
        }) => {
            const { item, viewer } = await privateItem(server);
            await signInPage.signIn(viewer);
            const arrived = page.waitForRequest(/\/__open__\?ticket=/);
            await page.goto(`${item.content_url}index.html?year=2026`);
            await expect(page).toHaveURL(`${server.shownAt(item)}index.html?year=2026`);
            const arrival = (await arrived).url();
            const told = await page.evaluate(() => [
                document.referrer,
                ...performance.getEntries().map(({ name }) => name),
                ...(window as unknown as { navigation: { entries: () => { url: string }[] } }).navigation
                    .entries()
                    .map(({ url }) => url),
            ]);
            expect(told.join('\n')).not.toMatch(/ticket|state=/);
            await page.goBack();
            expect(page.url()).toBe(`${server.url}/connect/`);

            const stranger = await browser.newContext();
            const elsewhere = await stranger.newPage();
            const answer = await elsewhere.goto(arrival);
            expect(answer?.status()).toBe(403);
            await expect(elsewhere.getByRole('heading')).toHaveText('Your browser keeps no cookies here');
            await stranger.close();
        });
    });
}
