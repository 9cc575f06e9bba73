import { createHash, randomBytes } from 'node:crypto';
import { cp, writeFile } from 'node:fs/promises';
import type { Browser, BrowserContext, Frame, Page } from '@playwright/test';
import { outcomes, WINDOWS } from '../support/attempts';
import { expect, hostings, test } from '../support/hostings';
import { type Content, newPassword, type Server, type User } from '../support/server';

/** An attack of mallory, who may publish, on somebody who looks at it. */
interface Stage {
    hostile: Content;
    /** What the victim has open besides. */
    other: Content;
    /** What mallory’s own browser would need beside the victim’s ticket. */
    nonce: string;
}

/** Publishes the attack from a folder that knows its targets, and what it is after. */
async function stage(server: Server, page: Page, victim: User, folder: string): Promise<Stage> {
    const ada = await server.addUser('publisher');
    // Not among the server’s secrets: mallory publishes the password.
    const mallory: User = { name: `mallory-${victim.name}`, password: newPassword(), role: 'publisher' };
    const account = ['user', 'add', mallory.name, '--role', mallory.role, '--password-stdin'];
    await server.claviger(account, mallory.password);
    const publish = (name: string, ...rest: string[]) =>
        server.publish(ada, 'samples/secrets', `${name}-${ada.name}`, ['--access', 'acl', ...rest]);
    const other = await publish('other', '--allow', victim.name);
    const fresh = await publish('fresh', '--allow', victim.name);
    const closed = await publish('closed');
    const nonce = randomBytes(16).toString('hex');
    const placed = (item: Content) => ({ ...item, address: server.shownAt(item) });
    const targets = {
        dashboard: server.url,
        victim: (await accountOf(page)).guid,
        mallory,
        other: placed(other),
        fresh: placed(fresh),
        closed: placed(closed),
        state: createHash('sha256').update(nonce).digest('hex'),
    };
    await cp('samples/hostile', folder, { recursive: true });
    await writeFile(`${folder}/targets.json`, JSON.stringify(targets));
    const hostile = await server.publish(mallory, folder, 'cats', ['--access', 'logged_in']);
    return { hostile, other, nonce };
}

async function accountOf(page: Page): Promise<{ guid: string }> {
    return page.evaluate(async () => (await (await fetch('/__api__/v1/user')).json()) as { guid: string });
}

/** Everything that the attack is after, as the victim’s own browser sees it. */
async function possessions(page: Page, server: Server, other: Content): Promise<unknown> {
    await page.goto(`${server.url}/connect/profile`);
    await expect(page.getByRole('button', { name: 'User menu for' })).toBeVisible();
    const account = await accountOf(page);
    const keys = await page.evaluate(
        async (guid) => (await fetch(`/__api__/v1/users/${guid}/keys`)).json(),
        account.guid,
    );
    await page.goto(`${server.url}/connect/apps/${other.guid}/people`);
    const people = await page.getByRole('region', { name: 'People' }).innerText();
    const stored = await page.evaluate(() => [localStorage.length, sessionStorage.length]);
    const cookies = (await page.context().cookies(server.url)).filter(({ httpOnly }) => httpOnly);
    const sessions = cookies.filter(({ name }) => name === 'claviger-session').map(({ value }) => value);
    return { account: { ...account, active_time: undefined }, keys, people, stored, sessions };
}

/** Lets the item do what it can, and gives its report. */
async function attack(place: Page | Frame): Promise<Record<string, string>> {
    await place.locator('html[data-ready]').waitFor({ state: 'attached' });
    await place.getByRole('button', { name: 'Show me cats' }).click();
    await place.locator('html[data-done]').waitFor({ state: 'attached', timeout: 50_000 });
    const rows = await place
        .locator('table')
        .evaluate((table: HTMLTableElement) =>
            [...table.rows].map(({ cells }) => [cells[0]?.textContent ?? '', cells[1]?.textContent ?? ''] as const),
        );
    return Object.fromEntries(rows);
}

/** Looks whether a window or frame got to where it could hurt. */
async function expectApart(context: BrowserContext, dashboard: string): Promise<void> {
    for (const page of context.pages()) {
        await page.waitForLoadState();
        const nested = page.frames().filter((frame) => frame.parentFrame() && frame.url().startsWith(dashboard));
        expect(nested.map((frame) => frame.url())).toEqual([]);
        if (page.url().startsWith(dashboard)) {
            expect(await page.evaluate(() => [opener === null, document.title !== 'stolen'])).toEqual([true, true]);
        }
    }
}

/** Sends the tickets that the item saw from mallory’s own browser, with the nonce that they were made for. */
async function expectWorthless(report: string, nonce: string, browser: Browser): Promise<void> {
    for (const address of new Set(report.match(/http\S+ticket=\S+/g))) {
        const context = await browser.newContext();
        await context.addCookies([{ name: 'claviger-open', value: nonce, url: address.replace(/__open__.*/, '') }]);
        const page = await context.newPage();
        await page.goto(address);
        await expect(page.getByRole('heading')).toHaveText('This link has been used');
        await context.close();
    }
}

for (const hosting of hostings) {
    test.describe(`with ${hosting}`, () => {
        test.use({ hosting });

        test('a hostile item gets nothing @js @once', async ({
            server,
            browser,
            context,
            page,
            signInPage,
            appPage,
            keysPage,
            complaints,
        }, testInfo) => {
            test.slow();
            // Chromium complains about nearly everything that the item does.
            complaints.expect(/./);
            const victim = await server.addUser('administrator');
            await signInPage.signIn(victim);
            const { hostile, other, nonce } = await stage(server, page, victim, testInfo.outputPath('hostile'));
            await appPage.open(other);
            await expect(appPage.content.getByText('bearings')).toBeVisible();
            await (await appPage.openSolo()).close();
            const before = await possessions(page, server, other);
            const posts: number[] = [];
            context.on('response', (answer) => answer.request().method() === 'POST' && posts.push(answer.status()));

            for (const place of ['alone', 'in the dashboard'] as const) {
                await appPage.open(hostile);
                const dashboard = page.url();
                const target = place === 'alone' ? await appPage.openSolo() : await contentOf(page);
                await page.evaluate(() => {
                    document.documentElement.dataset.untouched = '';
                    new BroadcastChannel('claviger').postMessage('the dashboard says something');
                });
                const report = await attack(target);
                expect(report, place).toEqual(outcomes(hosting, place));
                await expectWorthless(Object.values(report).join('\n'), nonce, browser);

                await expect.poll(() => context.pages().length).toBeGreaterThan(WINDOWS);
                await expectApart(context, server.url);
                expect(posts.length).toBeGreaterThanOrEqual(WINDOWS);
                expect(posts.splice(0).filter((status) => status < 400)).toEqual([]);
                await expect(page.locator('html[data-untouched]')).toBeAttached();
                expect(page.url()).toBe(dashboard);
                for (const opened of context.pages()) if (opened !== page) await opened.close();
                expect(await possessions(page, server, other)).toEqual(before);
            }

            await keysPage.open();
            server.keepSecret('a key made after the attack', await keysPage.create({ name: 'mine' }));
            await keysPage.finish('mine');
            await page.goto(`${other.content_url}index.html`);
            await expect(page.getByText('bearings')).toBeVisible();
        });
    });
}

async function contentOf(page: Page): Promise<Frame> {
    const frame = await (await page.locator('iframe').elementHandle())?.contentFrame();
    if (!frame) throw new Error('The dashboard shows no frame.');
    return frame;
}
