import { dateIn } from '../support/dates';
import { expect, test } from '../support/test';

// Everybody here is signed in as a publisher.
test.beforeEach(({ ada }) => void ada);

test('deleting asks first, then says so, and the key is refused at once', async ({ ada, server, keysPage, page }) => {
    const key = await server.createKey(ada, 'my_api_key');
    await server.createKey(ada, 'other');
    expect((await server.call(key, 'v1/user')).status).toBe(200);

    await keysPage.open();
    await keysPage.bin('my_api_key').click();
    const question = keysPage.question('my_api_key');
    await expect(question.root).toBeVisible();
    await expect(question.cancel).toBeFocused();
    await expect(question.root).toContainText(/It was last used .* from 127\.0\.0\.1/);
    await question.confirm.click();

    await expect(
        keysPage.status('The API key "my_api_key" was deleted.').or(keysPage.status('“my_api_key” was deleted')),
    ).toBeVisible();
    const refused = await server.call(key, 'v1/user');
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ code: 30 });
    await expect(keysPage.row('my_api_key')).toHaveCount(0);
    await expect(keysPage.row('other')).toBeVisible();
    await keysPage.expectPath('/connect/keys');

    await keysPage.open();
    await expect(page.getByText('was deleted')).toHaveCount(0);
});

test('the message is green, has words and a sign, and can be closed @js', async ({ ada, server, keysPage }) => {
    await server.createKey(ada, 'seen');
    await keysPage.open();
    await keysPage.delete('seen');
    const message = keysPage.status('seen').first().locator('.status');
    await expect(message.locator('svg').first()).toBeVisible();
    const [red, green, blue] = await message.evaluate((element) => {
        const canvas = document.createElement('canvas').getContext('2d');
        if (!canvas) throw new Error('no canvas');
        canvas.fillStyle = getComputedStyle(element).backgroundColor;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data];
    });
    expect(green).toBeGreaterThan(Math.max(red ?? 255, blue ?? 255));
    // The focus is not lost with the row.
    await expect(keysPage.heading).toBeFocused();
    await message.getByRole('button', { name: 'Dismiss message' }).click();
    await expect(message).toHaveCount(0);
    await expect(keysPage.heading).toBeFocused();
});

test('Cancel and Escape delete nothing and give the focus back', async ({ ada, server, keysPage, page }) => {
    const key = await server.createKey(ada, 'kept');
    await keysPage.open();
    const question = keysPage.question('kept');
    await keysPage.bin('kept').click();
    await question.cancel.click();
    await expect(question.root).toBeHidden();
    await expect(keysPage.bin('kept')).toBeFocused();

    await page.keyboard.press('Enter');
    await expect(question.cancel).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(question.root).toBeHidden();
    await expect(keysPage.bin('kept')).toBeFocused();
    expect((await server.call(key, 'v1/user')).status).toBe(200);
});

test('the last key gone, the page is the empty one', async ({ ada, server, keysPage, page }) => {
    await server.createKey(ada, 'last');
    await keysPage.open();
    await keysPage.delete('last');
    await expect(keysPage.table).toHaveCount(0);
    await expect(page.getByRole('heading', { name: 'You have no API keys' })).toBeVisible();
});

test('the page of a key tells all and deletes too', async ({ ada, server, keysPage, keyPage }) => {
    const key = await server.createKey(ada, 'nightly job', { role: 'viewer', expiresIn: '5d' });
    await keysPage.open();
    await keysPage.row('nightly job').getByRole('link').click();
    await expect(keyPage.heading).toHaveText('nightly job');
    for (const fact of ['Viewer', `clv_…${key.slice(-4)}`, dateIn(0).words, 'never used', 'in 5 days']) {
        await expect(keyPage.facts).toContainText(fact);
    }
    await keyPage.confirm.click();
    await expect(keysPage.status('nightly job')).toBeVisible();
    await keysPage.expectPath('/connect/keys');
    expect((await server.call(key, 'v1/user')).status).toBe(401);
});

test('a key that ends soon is marked, with words', async ({ ada, server, keysPage }) => {
    await server.createKey(ada, 'ends soon', { expiresIn: '7d' });
    await server.createKey(ada, 'ends later', { expiresIn: '8d' });
    await keysPage.open();
    await expect(keysPage.row('ends soon')).toContainText('Soon:');
    await expect(keysPage.row('ends later')).not.toContainText('Soon:');
});

test('keys made with a key go with it, unless one says no', async ({ ada, server, keysPage }) => {
    const family = async (name: string): Promise<[string, string]> => {
        const parent = await server.createKey(ada, name);
        return [parent, await server.createChild(parent, `child of ${name}`)];
    };
    const [first, itsChild] = await family('first');
    const [second, spared] = await family('second');

    await keysPage.open();
    await keysPage.bin('first').click();
    await expect(keysPage.question('first').descendants).toBeChecked();
    await keysPage.question('first').confirm.click();
    await expect(keysPage.row('first')).toHaveCount(0);
    await expect(keysPage.row('child of first')).toHaveCount(0);
    for (const key of [first, itsChild]) expect((await server.call(key, 'v1/user')).status).toBe(401);

    await keysPage.ready();
    await keysPage.bin('second').click();
    await keysPage.question('second').root.getByText('Also delete the key made with it').click();
    await expect(keysPage.question('second').descendants).not.toBeChecked();
    await keysPage.question('second').confirm.click();
    await expect(keysPage.row('second')).toHaveCount(0);
    await expect(keysPage.row('child of second')).toBeVisible();
    expect((await server.call(second, 'v1/user')).status).toBe(401);
    expect((await server.call(spared, 'v1/user')).status).toBe(200);
});

test('a key that is gone already is a page in words, not a crash', async ({
    ada,
    server,
    keysPage,
    page,
    complaints,
}) => {
    for (const status of [404, 410]) complaints.expectStatus(status);
    const key = await server.createKey(ada, 'spent');
    await keysPage.open();
    const id = (await server.keysOf(key))[0]?.id ?? '';
    await server.deleteKey(key, id);

    await keysPage.bin('spent').click();
    await keysPage.question('spent').confirm.click();
    await expect(page.getByRole('main')).toContainText('This API key was deleted already.');
    await expect(keysPage.row('spent')).toHaveCount(0);

    const response = await keysPage.goto(`/connect/keys/${id}`);
    expect(response?.status()).toBe(404);
    await expect(keysPage.heading).toBeVisible();
});

test('nobody sees or deletes the key of somebody else', async ({ server, keysPage, page, complaints }) => {
    complaints.expectStatus(404);
    const other = await server.addUser('administrator');
    const key = await server.createKey(other, 'not mine');
    const response = await keysPage.goto(`/connect/keys/${(await server.keysOf(key))[0]?.id}`);
    expect(response?.status()).toBe(404);
    await expect(page.getByText('not mine')).toHaveCount(0);
});
