import type { FrameLocator, Page } from '@playwright/test';
import { AppPage } from '../pages/app';
import { Frame } from '../pages/frame';
import { expect, hostings, test } from '../support/hostings';
import type { Content, Server, User } from '../support/server';

/** What the scripts of the sample say once everything has been loaded. */
const PARTS = ['script', 'request of 4 quarters', 'module with a total of 29', 'font'];

/** A private site, and somebody who may see it besides its owner. */
async function privateSite(server: Server): Promise<{ item: Content; owner: User; viewer: User }> {
    const [owner, viewer] = [await server.addUser('publisher'), await server.addUser('viewer')];
    const args = ['--access', 'acl', '--allow', viewer.name];
    return { item: await server.publish(owner, 'samples/private-site', `figures-${owner.name}`, args), owner, viewer };
}

/** Waits until the page and everything that belongs to it is there. */
async function expectWhole(site: Page | FrameLocator): Promise<void> {
    const heading = site.getByRole('heading', { name: 'Quarterly figures' });
    await expect(heading).toHaveCSS('color', 'rgb(70, 130, 180)');
    for (const part of PARTS) await expect(site.getByRole('listitem').filter({ hasText: part })).toBeVisible();
    for (const name of ['A point', 'A line']) await expectPicture(site, name);
    await expectPicture(site.frameLocator('iframe'), 'A line inside');
}

async function expectPicture(place: Page | FrameLocator, name: string): Promise<void> {
    const width = (image: SVGElement | HTMLElement) => (image as HTMLImageElement).naturalWidth;
    await expect.poll(() => place.getByRole('img', { name, exact: true }).evaluate(width)).toBeGreaterThan(0);
}

/** Follows the links of the site, there and back. */
async function walk(site: Page | FrameLocator): Promise<void> {
    await site.getByRole('link', { name: 'Details' }).click();
    await expect(site.getByRole('heading', { name: 'Details' })).toHaveCSS('color', 'rgb(70, 130, 180)');
    await expectPicture(site, 'A line');
    await site.getByRole('link', { name: 'Back to the figures' }).click();
    await expectWhole(site);
}

for (const hosting of hostings) {
    test.describe(`with ${hosting}`, () => {
        test.use({ hosting });

        test('a private site opens alone from its target URL, after the sign-in @js @once', async ({
            server,
            page,
            signInPage,
        }) => {
            const { item, viewer } = await privateSite(server);
            expect(item.content_url).toBe(`${server.url}/content/${item.guid}/`);
            await page.goto(item.content_url);
            await signInPage.send(viewer.name, viewer.password);
            await expect(page).toHaveURL(server.shownAt(item));
            await expectWhole(page);
            await walk(page);

            await page.goto(`${server.url}/content/${item.id}/sub/?from=an%20old%20mail#top`);
            await expect(page).toHaveURL(`${server.shownAt(item)}sub/?from=an%20old%20mail#top`);
            await expect(page.getByRole('heading')).toHaveText('Details');
        });

        test('a private site shows in the dashboard @js @once', async ({ server, signInPage, appPage }) => {
            const { item, viewer } = await privateSite(server);
            await signInPage.signIn(viewer);
            await appPage.open(item);
            await expectWhole(appPage.content);
            await walk(appPage.content);
            const solo = await appPage.openSolo();
            await expectWhole(solo);
            expect(await solo.evaluate(() => [opener, document.referrer])).toEqual([null, '']);
        });

        test('what was opened closes with the access, the session and the account @js @once', async ({
            server,
            page,
            signInPage,
            elsewhere,
            complaints,
        }) => {
            for (const status of [401, 404]) complaints.expectStatus(status);
            const { item, owner, viewer } = await privateSite(server);
            const ownersPage = new AppPage(await elsewhere(owner), true);
            const refuse = async () => {
                await ownersPage.open(item, 'people');
                await ownersPage.settings.remove(viewer.name).click();
                await expect(ownersPage.status(viewer.name)).toBeVisible();
            };
            const signOut = async () => {
                const dashboard = await page.context().newPage();
                await dashboard.goto(`${server.url}/connect/`);
                await new Frame(dashboard, true).choose('Logout');
                await expect(dashboard.getByRole('heading', { level: 1 })).toHaveText('Sign in');
            };
            const lock = () => server.claviger(['user', 'lock', viewer.name]);

            await page.goto(item.content_url);
            await signInPage.send(viewer.name, viewer.password);
            await expectWhole(page);
            await expectClosed(page, 404, 'Not found', refuse);
            await ownersPage.settings.addPerson(viewer.name);
            await expect(ownersPage.settings.people.filter({ hasText: viewer.name })).toBeVisible();
            await page.goto(item.content_url);
            await expectWhole(page);
            await expectClosed(page, 401, 'Sign in', signOut);
            await signInPage.send(viewer.name, viewer.password);
            await expectWhole(page);
            await expectClosed(page, 401, 'Sign in', lock);
            expect(new URL(page.url()).origin).toBe(server.url);
        });
    });
}

/** Has the access taken away, and looks at what the open page may still load, and what comes when it is loaded anew. */
async function expectClosed(page: Page, status: number, title: string, end: () => Promise<unknown>): Promise<void> {
    const fetched = () => page.evaluate(async () => (await fetch('data.json')).status);
    expect(await fetched()).toBe(200);
    await end();
    expect(await fetched()).toBe(status);
    await page.reload();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
}

test('a private site opens without scripts', async ({ server, page, signInPage, appPage }) => {
    const { item, viewer } = await privateSite(server);
    await page.goto(item.content_url);
    await signInPage.send(viewer.name, viewer.password);
    await expect(page).toHaveURL(server.shownAt(item));
    await appPage.open(item);
    for (const site of [appPage.content, page]) {
        if (site === page) await page.goto(item.content_url);
        await expect(site.getByRole('heading', { name: 'Quarterly figures' })).toHaveCSS('color', 'rgb(70, 130, 180)');
        await expectPicture(site, 'A point');
        await expectPicture(site.frameLocator('iframe'), 'A line inside');
    }
});

test('the page about a Plumber API shows in the dashboard, and can call it @js @once', async ({
    ada,
    server,
    appPage,
    page,
}) => {
    const item = await server.publish(ada, 'samples/mean-api', `mean-${ada.name}`);
    await appPage.open(item);
    await expect(appPage.content.locator('.opblock', { hasText: '/mean' })).toBeVisible();
    const inside = page.frames().find((frame) => frame.url() === `${server.shownAt(item)}__docs__/`);
    const answer = await inside?.evaluate(async () => (await fetch('../mean?samples=5')).text());
    expect(answer).toMatch(/^\[0\.\d+\]$/);
});
