import type { Page } from '@playwright/test';
import { expect, test } from '../support/test';

/** Waits until the key is neither in the page nor in one of its fields. */
async function expectGone(page: Page, key: string): Promise<void> {
    await expect(async () => {
        expect((await page.content()).includes(key)).toBe(false);
        for (const field of await page.locator('input').all()) expect(await field.inputValue()).not.toBe(key);
    }).toPass({ timeout: 10_000 });
}

// Everybody here is signed in as a publisher.
test.beforeEach(({ ada }) => void ada);

test('a new key is shown once: not after Done, a reload, or the back button', async ({ server, keysPage, page }) => {
    await keysPage.open();
    const key = await keysPage.create({ name: 'once' });
    server.keepSecret('a key shown once', key);
    await keysPage.finish('once');
    await expectGone(page, key);
    await keysPage.back();
    await expectGone(page, key);
    await keysPage.open();
    await expectGone(page, key);
    await keysPage.row('once').getByRole('link').click();
    await expect(keysPage.heading).toHaveText('once');
    await expectGone(page, key);
});

test('leaving the page with the key on it takes the key away', async ({ keysPage, page, complaints }) => {
    for (const status of [404, 410]) complaints.expectStatus(status);
    await keysPage.open();
    const key = await keysPage.create({ name: 'left' });
    await page.goto('/connect/');
    await keysPage.back();
    await expectGone(page, key);
    await expect(page.getByRole('button', { name: /^User menu for/ })).toBeVisible();
});

test('Escape closes the look at the key, and wipes it @js', async ({ keysPage, page }) => {
    await keysPage.open();
    const key = await keysPage.create({ name: 'escaped' });
    await page.keyboard.press('Escape');
    await expect(keysPage.row('escaped')).toBeVisible();
    await keysPage.ready();
    await expect(keysPage.newButton).toBeFocused();
    await expectGone(page, key);
    await keysPage.openDialog();
    await expect(keysPage.form.name).toHaveValue('');
});

test('the page of a new key answers once', async ({ newKeyPage, keysPage, page, complaints }) => {
    for (const status of [404, 410]) complaints.expectStatus(status);
    await newKeyPage.open();
    await newKeyPage.form.send({ name: 'once' });
    await newKeyPage.expectPath('/connect/keys/created');
    const key = await newKeyPage.newKey.value();

    await page.reload();
    await expect(newKeyPage.newKey.key).toHaveCount(0);
    await expectGone(page, key);
    await keysPage.open();
    await expect(keysPage.row('once')).toHaveCount(1);
});

test('nothing that holds a key, or leads to one, is kept by the browser', async ({
    keysPage,
    newKeyPage,
    page,
    scripts,
}) => {
    for (const path of ['/connect/keys', '/connect/keys/new', '/connect/', '/connect/profile']) {
        const response = await keysPage.goto(path);
        expect(response?.headers()['cache-control'], path).toContain('no-store');
    }
    await newKeyPage.open();
    const shown = page.waitForResponse((response) => response.url().endsWith('/connect/keys/created'));
    await newKeyPage.form.send({ name: 'as a page' });
    expect((await shown).headers()['cache-control']).toContain('no-store');

    if (scripts) {
        await keysPage.open();
        const answer = page.waitForResponse((response) => response.request().method() === 'POST');
        await keysPage.create({ name: 'in the dialog' });
        expect((await answer).headers()['cache-control']).toContain('no-store');
    }
});

test('the API tells no more than the last four characters @once', async ({ server, keysPage }) => {
    await keysPage.open();
    const key = await keysPage.create({ name: 'masked' });
    const list = await server.keysOf(key);
    expect(list.map(({ name }) => name)).toEqual(['masked']);
    expect(JSON.stringify(list)).not.toContain(key.slice(0, -4));
});

test('the key is on no address and in no storage of the browser @js @once', async ({ keysPage, page, context }) => {
    const addresses: string[] = [];
    page.on('request', (request) => addresses.push(request.url()));
    await keysPage.open();
    const key = await keysPage.create({ name: 'kept nowhere' });
    const stored = await page.evaluate(() =>
        JSON.stringify([localStorage, sessionStorage, history.state, document.cookie]),
    );
    expect(stored).not.toContain(key);
    expect(JSON.stringify(await context.storageState())).not.toContain(key);
    await keysPage.finish('kept nowhere');
    expect(addresses.join('\n')).not.toContain(key);
});
