import { expect, test } from '../support/test';

test.use({ viewport: { width: 320, height: 640 } });

test('at 320 pixels nothing is scrolled sideways @once', async ({ ada, server, keysPage, page }) => {
    await server.createKey(ada, 'W'.repeat(255));
    await server.createKey(ada, 'my_api_key', { expiresIn: '3d' });
    const { guid } = await server.publish(ada, 'samples/api', 'reflow', ['--title', 'W'.repeat(120)]);
    const item = `/connect/apps/${guid}`;
    const excess = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

    const pages = ['/connect/', '/connect/keys', '/connect/keys/new', '/connect/profile', '/__login__'];
    const ofItem = ['', '/settings', '/people', '/variables', '/tags', '/address', '/delete', '/usage', '/logs'].map((rest) => item + rest);
    for (const path of [...pages, ...ofItem]) {
        await page.goto(path);
        expect(await excess(), path).toBeLessThanOrEqual(0);
    }
    await keysPage.open();
    await keysPage.row('my_api_key').getByRole('link').click();
    await expect(keysPage.heading).toHaveText('my_api_key');
    expect(await excess(), 'one key').toBeLessThanOrEqual(0);

    await keysPage.open();
    await keysPage.bin('W'.repeat(255)).click();
    expect(await excess(), 'question').toBeLessThanOrEqual(0);
    await page.keyboard.press('Escape');

    await keysPage.create({ name: 'narrow' });
    expect(await excess(), 'new key').toBeLessThanOrEqual(0);
    expect(await keysPage.dialog.evaluate((dialog) => dialog.scrollWidth - dialog.clientWidth)).toBeLessThanOrEqual(0);
    // What ends the dialog can be reached.
    await keysPage.newKey.done.click();
    await expect(keysPage.row('narrow')).toBeVisible();
    await keysPage.ready();

    await keysPage.delete('narrow');
    expect(await excess(), 'message').toBeLessThanOrEqual(0);
});
