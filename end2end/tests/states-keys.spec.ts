import { checkEveryState, signedIn } from '../support/states';
import { expect, test } from '../support/test';

checkEveryState();

signedIn();

test('keys, none', async ({ keysPage }) => {
    await keysPage.open();
    await expect(keysPage.newButton).toBeVisible();
});

test('keys, some', async ({ ada, server, keysPage }) => {
    await server.createKey(ada, 'W'.repeat(255), { role: 'viewer' });
    await server.createKey(ada, 'nightly-job', { expiresIn: '90d' });
    await server.call(await server.createKey(ada, 'my_api_key', { role: 'viewer', expiresIn: '3d' }), 'v1/user');
    await keysPage.open();
    await expect(keysPage.rows).toHaveCount(3);
});

test('keys, many', async ({ ada, server, keysPage }) => {
    const maker = await server.createKey(ada, 'maker');
    await Promise.all(Array.from({ length: 60 }, (_, index) => server.createChild(maker, `tool ${index + 1}`)));
    await keysPage.open();
    await expect(keysPage.pagination).toBeVisible();
});

test('keys, filtered to none', async ({ ada, server, keysPage }) => {
    const maker = await server.createKey(ada, 'maker');
    for (let number = 1; number <= 11; number += 1) await server.createChild(maker, `tool ${number}`);
    await keysPage.goto('/connect/keys?q=nothing');
    await expect(keysPage.filter).toHaveValue('nothing');
});

test('create dialog', async ({ keysPage }) => {
    await keysPage.open();
    await keysPage.openDialog();
});

test('create dialog with a date', async ({ keysPage }) => {
    await keysPage.open();
    await keysPage.openDialog();
    await keysPage.form.fill({ name: 'my_api_key', expiry: 'date' });
    await expect(keysPage.form.date).toBeVisible();
});

test('create dialog with a mistake', async ({ keysPage, newKeyPage, scripts }) => {
    await keysPage.open();
    await keysPage.openDialog();
    await keysPage.form.send({ name: '   ' });
    await expect((scripts ? keysPage : newKeyPage).form.name).toHaveAttribute('aria-invalid', 'true');
});

test('new key in the dialog', async ({ keysPage }) => {
    await keysPage.open();
    await keysPage.create({ name: 'my_api_key' });
});

test('create page', async ({ newKeyPage }) => {
    await newKeyPage.open();
    await expect(newKeyPage.form.submit).toBeVisible();
});

test('create page with a mistake', async ({ newKeyPage }) => {
    await newKeyPage.open();
    await newKeyPage.form.send({ name: '   ', expiry: 'date' });
    for (const field of [newKeyPage.form.name, newKeyPage.form.date]) {
        await expect(field).toHaveAttribute('aria-invalid', 'true');
    }
});

test('new key on its page', async ({ newKeyPage }) => {
    await newKeyPage.open();
    await newKeyPage.form.send({ name: 'my_api_key' });
    await newKeyPage.newKey.value();
});

test('new key that was shown before', async ({ newKeyPage, page }) => {
    await newKeyPage.open();
    await newKeyPage.form.send({ name: 'my_api_key' });
    await newKeyPage.newKey.value();
    await page.reload();
    await expect(newKeyPage.newKey.key).toHaveCount(0);
    await expect(newKeyPage.heading).toBeVisible();
});

test('delete question', async ({ ada, server, keysPage }) => {
    await server.createChild(await server.createKey(ada, 'my_api_key'), 'made with it');
    await keysPage.open();
    await keysPage.bin('my_api_key').click();
    await expect(keysPage.question('my_api_key').cancel).toBeVisible();
});

test('delete question with a long name', async ({ ada, server, keysPage }) => {
    const name = 'W'.repeat(255);
    await server.createKey(ada, name);
    await keysPage.open();
    await keysPage.bin(name).click();
    await expect(keysPage.question(name).cancel).toBeVisible();
});

test('key deleted', async ({ ada, server, keysPage }) => {
    await server.createKey(ada, 'nightly-job');
    await server.createKey(ada, 'my_api_key');
    await keysPage.open();
    await keysPage.delete('my_api_key');
});

test('one key', async ({ ada, server, keysPage }) => {
    const maker = await server.createKey(ada, 'my_api_key', { expiresIn: '3d' });
    for (const name of ['first child', 'second child']) await server.createChild(maker, name);
    await keysPage.open();
    await keysPage.row('my_api_key').getByRole('link').click();
    await expect(keysPage.heading).toHaveText('my_api_key');
});

test('one key that is not there', async ({ frame }) => {
    await frame.goto('/connect/keys/999999');
    await expect(frame.heading).toBeVisible();
});
