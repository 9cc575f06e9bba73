import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/test';

/** Presses Tab until something has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator, key = 'Tab'): Promise<void> {
    for (let presses = 0; presses < 40; presses += 1) {
        if ((await target.count()) > 0 && (await target.evaluate((element) => element === document.activeElement)))
            return;
        await page.keyboard.press(key);
    }
    await expect(target).toBeFocused();
}

test('everything is done by keyboard alone', async ({ server, page, signInPage, frame, keysPage }) => {
    const user = await server.addUser('publisher');
    await signInPage.goto('/__login__');
    server.countSignIn();
    await tabTo(page, signInPage.username);
    await page.keyboard.type(user.name);
    await page.keyboard.press('Tab');
    await page.keyboard.type(user.password);
    await page.keyboard.press('Enter');
    await signInPage.expectPath('/connect/');

    await tabTo(page, frame.userButton);
    await page.keyboard.press('Enter');
    await tabTo(page, frame.item('API Keys'));
    await page.keyboard.press('Enter');
    await keysPage.expectPath('/connect/keys');

    await tabTo(page, keysPage.newButton);
    await page.keyboard.press('Enter');
    await expect(keysPage.form.name).toBeFocused();
    await page.keyboard.type('by keyboard');
    await tabTo(page, keysPage.form.role('Viewer'));
    await page.keyboard.press('ArrowDown');
    await expect(keysPage.form.role('Publisher')).toBeChecked();
    await tabTo(page, keysPage.form.submit);
    await page.keyboard.press('Enter');

    const key = await keysPage.newKey.value();
    expect((await server.call(key, 'v1/user')).status).toBe(200);
    await tabTo(page, keysPage.newKey.done);
    await page.keyboard.press('Enter');
    await expect(keysPage.row('by keyboard')).toBeVisible();
    await keysPage.ready();

    await tabTo(page, keysPage.bin('by keyboard'));
    await page.keyboard.press('Enter');
    const question = keysPage.question('by keyboard');
    await expect(question.cancel).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(keysPage.bin('by keyboard')).toBeFocused();
    await page.keyboard.press('Enter');
    await tabTo(page, question.confirm);
    await page.keyboard.press('Enter');
    await expect(keysPage.status('by keyboard')).toBeVisible();
    await keysPage.ready();

    await tabTo(page, frame.userButton);
    await page.keyboard.press('Enter');
    await tabTo(page, frame.item('Logout'));
    await page.keyboard.press('Enter');
    await expect(signInPage.submit).toBeVisible();
});

test('Enter in the name sends the form', async ({ ada, keysPage, page }) => {
    void ada;
    await keysPage.open();
    await keysPage.openDialog();
    await keysPage.form.name.fill('entered');
    await page.keyboard.press('Enter');
    await keysPage.newKey.value();
});

test('the focus goes to the new key, and afterwards back to where it came from @js', async ({ ada, keysPage }) => {
    void ada;
    await keysPage.open();
    await keysPage.create({ name: 'followed' });
    await expect(keysPage.newKey.title).toBeFocused();
    await keysPage.finish('followed');
    await expect(keysPage.newButton).toBeFocused();
});

test('the dialog keeps the focus inside', async ({ ada, keysPage, page }) => {
    void ada;
    await keysPage.open();
    await keysPage.openDialog();
    for (let presses = 0; presses < 15; presses += 1) {
        await page.keyboard.press('Tab');
        await expect(page.locator('main :focus:not(#create-key *, #create-key), header :focus')).toHaveCount(0);
    }
});

test('the way past the header comes first, and works', async ({ ada, keysPage, page }) => {
    void ada;
    await keysPage.open();
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to content' });
    await expect(skip).toBeFocused();
    await expect(skip).toBeInViewport();
    await page.keyboard.press('Enter');
    await tabTo(page, keysPage.newButton);
});

test('one always sees where the focus is @js', async ({ ada, server, page, keysPage }) => {
    await server.createKey(ada, 'focused');
    for (const path of ['/connect/', '/connect/keys', '/connect/keys/new', '/connect/profile', '/__login__']) {
        await keysPage.goto(path);
        const seen = new Set<string>();
        for (let presses = 0; presses < 40; presses += 1) {
            await page.keyboard.press('Tab');
            const focus = await page.evaluate(() => {
                const element = document.activeElement;
                if (!element || element === document.body) return null;
                const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
                const { left, right, top, bottom, width } = element.getBoundingClientRect();
                return {
                    what: element.outerHTML.slice(0, 120),
                    ring: (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || boxShadow !== 'none',
                    inView: width > 0 && left < innerWidth && right > 0 && top < innerHeight && bottom > 0,
                };
            });
            if (!focus || seen.has(focus.what)) break;
            seen.add(focus.what);
            expect(focus, path).toMatchObject({ ring: true, inView: true });
        }
        expect(seen.size, path).toBeGreaterThan(3);
    }
});
