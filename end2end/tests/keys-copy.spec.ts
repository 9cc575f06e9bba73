import { expect, test } from '../support/test';

// Everybody here is signed in as a publisher.
test.beforeEach(({ ada }) => void ada);

test('Copy puts the key on the clipboard and says so @js', async ({ context, keysPage, page }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await keysPage.open();
    const key = await keysPage.create({ name: 'copied' });
    await keysPage.newKey.copy.click();
    await expect(keysPage.newKey.copy).toContainText('Copied');
    await expect(keysPage.status('Copied')).toHaveCount(1);
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);

    const curl = keysPage.newKey.snippet('curl');
    await curl.getByRole('button').click();
    await expect(curl.getByRole('button')).toContainText('Copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await curl.locator('pre').textContent());
});

test('Copy works where the clipboard is refused @js', async ({ context, keysPage, page }) => {
    await context.grantPermissions(['clipboard-read']);
    await page.addInitScript(() => {
        navigator.clipboard.writeText = () => Promise.reject(new DOMException('No.', 'NotAllowedError'));
    });
    await keysPage.open();
    const key = await keysPage.create({ name: 'copied' });
    await keysPage.newKey.copy.click();
    await expect(keysPage.newKey.copy).toContainText('Copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
});

test('Copy works where there is no clipboard, as on plain http @js', async ({ keysPage, page }) => {
    await page.addInitScript(() => {
        Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined });
    });
    await keysPage.open();
    const key = await keysPage.create({ name: 'copied' });
    await keysPage.newKey.copy.click();
    await expect(keysPage.newKey.copy).toContainText('Copied');

    // What was copied can be pasted.
    await keysPage.newKey.done.click();
    await keysPage.ready();
    await keysPage.openDialog();
    await keysPage.form.name.press('ControlOrMeta+V');
    await expect(keysPage.form.name).toHaveValue(key);
});

test('where nothing may be copied, the text is selected for the hand @js', async ({ keysPage, page }) => {
    await page.addInitScript(() => {
        navigator.clipboard.writeText = () => Promise.reject(new DOMException('No.', 'NotAllowedError'));
        document.execCommand = () => false;
    });
    await keysPage.open();
    const key = await keysPage.create({ name: 'selected' });
    await keysPage.newKey.copy.click();
    await expect(keysPage.newKey.root.getByRole('button', { name: /Ctrl\+C/ })).toBeVisible();
    await expect(keysPage.newKey.key).toBeFocused();
    expect(await page.evaluate(() => getSelection()?.toString())).toBe(key);

    const curl = keysPage.newKey.snippet('curl');
    await curl.getByRole('button').click();
    expect(await page.evaluate(() => getSelection()?.toString())).toBe(await curl.locator('pre').textContent());
});

test('without scripts there is no Copy that would do nothing', async ({ keysPage, scripts }) => {
    await keysPage.open();
    await keysPage.create({ name: 'by hand' });
    await expect(keysPage.newKey.key).toHaveAttribute('readonly', '');
    await expect(keysPage.newKey.copy).toBeVisible({ visible: scripts });
});

test('the field of the key is selected as soon as it has the focus @js', async ({ keysPage, page }) => {
    await keysPage.open();
    const key = await keysPage.create({ name: 'selected' });
    await keysPage.newKey.key.click();
    expect(await page.evaluate(() => getSelection()?.toString())).toBe(key);
});

test('the target URL of content can be copied @js', async ({ ada, server, context, contentPage, page }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await server.publish(ada, 'samples/plot', 'plot');
    await contentPage.open();
    await contentPage.row('plot').getByRole('button').click();
    await expect(contentPage.row('plot').getByRole('button')).toContainText('Copied');
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await contentPage.targetUrl('plot').textContent());
    expect(copied.startsWith(`${server.url}/content/`)).toBe(true);
});
