import { expect, test } from '../support/test';

// Everybody here is signed in as a publisher, in a browser that replaces the colours.
test.beforeEach(({ ada }) => void ada);

test('keys', async ({ ada, server, keysPage, picture, accessible }) => {
    await server.createKey(ada, 'my_api_key', { expiresIn: '3d' });
    await keysPage.open();
    await expect(keysPage.bin('my_api_key').locator('svg')).toBeVisible();
    await accessible();
    await picture('keys');
    await keysPage.delete('my_api_key');
    await expect(keysPage.status('my_api_key').first()).toBeVisible();
    await picture('key-deleted');
});

test('dialogs and menus keep an edge', async ({ ada, server, keysPage, frame, page, picture, accessible }) => {
    await server.createKey(ada, 'my_api_key');
    const edge = (selector: string): Promise<string> =>
        page.locator(selector).evaluate((element) => {
            const { borderTopStyle, borderTopWidth, outlineStyle } = getComputedStyle(element);
            return borderTopStyle === 'none' || borderTopWidth === '0px' ? outlineStyle : 'border';
        });

    await keysPage.open();
    await frame.userButton.click();
    await picture('menu');
    expect(await edge('#user-menu')).not.toBe('none');
    await page.keyboard.press('Escape');

    await keysPage.bin('my_api_key').click();
    await picture('question');
    await page.keyboard.press('Escape');

    await keysPage.openDialog();
    expect(await edge('#create-key')).not.toBe('none');
    await picture('dialog');
    await keysPage.form.send({ name: '   ' });
    await expect(keysPage.form.name).toHaveAttribute('aria-invalid', 'true');
    await picture('dialog-with-a-mistake');
    await keysPage.form.send({ name: 'made' });
    await keysPage.newKey.value();
    await accessible();
    await picture('new-key');
});

test('buttons keep an edge, and the focus a ring', async ({ keysPage, newKeyPage, page, picture }) => {
    await newKeyPage.open();
    await newKeyPage.form.submit.focus();
    await picture('create-page');
    for (const button of await page.locator('.button:visible').all()) {
        const style = await button.evaluate((element) => getComputedStyle(element).borderTopStyle);
        expect(style).not.toBe('none');
    }
    await page.keyboard.press('Tab');
    const ring = await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle);
    expect(ring).not.toBe('none');
    await keysPage.open();
    await expect(keysPage.newButton).toBeVisible();
});

test('the pages of an item keep their edges and bars', async ({ ada, server, appPage, page, picture, accessible }) => {
    const item = await server.publish(ada, 'samples/api', 'forced');
    await appPage.open(item);
    await expect(appPage.content.getByRole('heading')).toBeVisible();
    for (const tab of ['', 'settings', 'usage', 'logs'] as const) {
        await appPage.open(item, tab);
        await accessible();
        await picture(`content-${tab || 'view'}`);
    }
    await appPage.open(item, 'usage');
    const style = (selector: string, property: 'fill' | 'color'): Promise<string> =>
        page.locator(selector).last().evaluate((element, name) => getComputedStyle(element)[name], property);
    expect(await style('.chart .bar', 'fill')).toBe(await style('h1', 'color'));
});
