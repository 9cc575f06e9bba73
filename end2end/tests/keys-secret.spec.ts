import { expect, test } from '../support/test';

// Everybody here is signed in as a publisher.
test.beforeEach(({ ada }) => void ada);

test('a new key is shown once: not after Done, a reload, or the back button', async ({ server, keysPage, page }) => {
    await keysPage.open();
    const key = await keysPage.create({ name: 'once' });
    server.keepSecret('a key shown once', key);
    const gone = async (when: string): Promise<void> => {
        expect(await page.content(), when).not.toContain(key);
        for (const field of await page.locator('input').all()) expect(await field.inputValue(), when).not.toBe(key);
    };

    await keysPage.finish('once');
    await gone('after Done');
    await page.goBack();
    await keysPage.ready();
    await gone('after going back');
    await keysPage.open();
    await gone('in the list');
    await keysPage.row('once').getByRole('link').click();
    await expect(keysPage.heading).toHaveText('once');
    await gone('on its page');
});

test('leaving the page with the key on it takes the key away', async ({ keysPage, page, complaints }) => {
    for (const status of [404, 410]) complaints.expectStatus(status);
    await keysPage.open();
    const key = await keysPage.create({ name: 'left' });
    await page.goto('/connect/');
    await page.goBack();
    await expect(page.getByRole('button', { name: /^User menu for/ })).toBeVisible();
    await keysPage.ready();
    expect(await page.content()).not.toContain(key);
    for (const field of await page.locator('input').all()) expect(await field.inputValue()).not.toBe(key);
});

test('Escape closes the look at the key, and wipes it @js', async ({ keysPage, page }) => {
    await keysPage.open();
    const key = await keysPage.create({ name: 'escaped' });
    await page.keyboard.press('Escape');
    await expect(keysPage.row('escaped')).toBeVisible();
    await keysPage.ready();
    await expect(keysPage.newButton).toBeFocused();
    expect(await page.content()).not.toContain(key);
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
    expect(await page.content()).not.toContain(key);
    await keysPage.open();
    await expect(keysPage.row('once')).toHaveCount(1);
});

test('nothing that holds a key, or leads to one, is kept by the browser', async ({ keysPage, newKeyPage, page, scripts }) => {
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
    const stored = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, history.state, document.cookie]));
    expect(stored).not.toContain(key);
    expect(JSON.stringify(await context.storageState())).not.toContain(key);
    await keysPage.finish('kept nowhere');
    expect(addresses.join('\n')).not.toContain(key);
});
