import { tabTo } from '../support/keyboard';
import { expect, test } from '../support/test';

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
