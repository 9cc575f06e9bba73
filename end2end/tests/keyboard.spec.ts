import { tabTo } from '../support/keyboard';
import { expect, test } from '../support/test';

// Everybody here is signed in as a publisher.
test.beforeEach(({ ada }) => void ada);

test('Enter in the name sends the form', async ({ keysPage, page }) => {
    await keysPage.open();
    await keysPage.openDialog();
    await keysPage.form.name.fill('entered');
    await page.keyboard.press('Enter');
    await keysPage.newKey.value();
});

test('the focus goes to the new key, and afterwards back to where it came from @js', async ({ keysPage }) => {
    await keysPage.open();
    await keysPage.create({ name: 'followed' });
    await expect(keysPage.newKey.title).toBeFocused();
    await keysPage.finish('followed');
    await expect(keysPage.newButton).toBeFocused();
});

test('the dialog keeps the focus inside', async ({ keysPage, page }) => {
    await keysPage.open();
    await keysPage.openDialog();
    for (let presses = 0; presses < 15; presses += 1) {
        await page.keyboard.press('Tab');
        await expect(page.locator('main :focus:not(#create-key *, #create-key), header :focus')).toHaveCount(0);
    }
});

test('the way past the header comes first, and works', async ({ keysPage, page }) => {
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
    const { guid } = await server.publish(ada, 'samples/api', 'focused');
    const pages = ['/connect/', '/connect/keys', '/connect/keys/new', '/connect/profile', '/__login__'];
    const ofItem = ['/settings', '/people', '/variables', '/tags', '/address', '/delete', '/usage', '/logs'].map((rest) => `/connect/apps/${guid}${rest}`);
    for (const path of [...pages, ...ofItem]) {
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
