import { expect, test } from '../support/test';

// Everybody here is signed in as a publisher.
test.beforeEach(({ ada }) => void ada);

test('the picture opens the menu, and its items lead to their pages', async ({ frame, viewport }) => {
    await expect(frame.menu).toBeHidden();
    await frame.userButton.click();
    await expect(frame.menu).toBeVisible();
    const items = ['Profile', 'API Keys', 'Logout'];
    // Narrow screens have no room for the navigation in the header.
    if (viewport && viewport.width < 640) items.unshift('Content', 'People');
    await expect(frame.menu.getByRole('listitem')).toHaveText(items);
    await frame.item('API Keys').click();
    await frame.expectPath('/connect/keys');
    await expect(frame.menu).toBeHidden();

    await frame.choose('Profile');
    await frame.expectPath('/connect/profile');
});

test('the username stands beside the picture where there is room', async ({ ada, frame, viewport }) => {
    const name = frame.userButton.getByText(ada.name, { exact: true });
    await (viewport && viewport.width < 640 ? expect(name).toBeHidden() : expect(name).toBeVisible());
    await expect(frame.userButton).toHaveAccessibleName(`User menu for ${ada.name}`);
});

test('Escape closes the menu and gives the focus back', async ({ page, frame }) => {
    await frame.userButton.focus();
    await page.keyboard.press('Enter');
    await expect(frame.menu).toBeVisible();
    await page.keyboard.press('Tab');
    await expect(frame.menu.locator(':focus')).toHaveCount(1);
    await page.keyboard.press('Escape');
    await expect(frame.menu).toBeHidden();
    await expect(frame.userButton).toBeFocused();
});

test('a click elsewhere closes the menu', async ({ page, frame, viewport }) => {
    await frame.userButton.click();
    await expect(frame.menu).toBeVisible();
    await page.mouse.click(10, (viewport?.height ?? 0) - 10);
    await expect(frame.menu).toBeHidden();
});

test('Tab and Enter reach every item', async ({ page, frame }) => {
    await frame.userButton.focus();
    await page.keyboard.press('Space');
    await expect(frame.menu).toBeVisible();
    await expect(async () => {
        await page.keyboard.press('Tab');
        await expect(frame.item('API Keys')).toBeFocused({ timeout: 200 });
    }).toPass({ intervals: [0] });
    await page.keyboard.press('Enter');
    await frame.expectPath('/connect/keys');
});

test('arrows, Home and End walk round the menu @js', async ({ page, frame, viewport }) => {
    await frame.ready();
    const first = frame.item(viewport && viewport.width < 640 ? 'Content' : 'Profile');
    await frame.userButton.focus();
    for (const [key, item] of [
        ['ArrowDown', first],
        ['End', frame.item('Logout')],
        ['ArrowDown', first],
        ['ArrowUp', frame.item('Logout')],
        ['ArrowUp', frame.item('API Keys')],
        ['Home', first],
    ] as const) {
        await page.keyboard.press(key);
        await expect(item).toBeFocused();
    }
    await page.keyboard.press('Escape');
    await expect(frame.menu).toBeHidden();
    await expect(frame.userButton).toBeFocused();
});

test('the picture shows initials and a colour that stays', async ({ frame, profilePage }) => {
    const picture = frame.userButton.locator('.avatar');
    await expect(picture).toHaveText('PU');
    const colour = await picture.getAttribute('class');
    await profilePage.open();
    await profilePage.firstName.fill('Ada');
    await profilePage.lastName.fill('Lovelace');
    await profilePage.save.click();
    await expect(picture).toHaveText('AL');
    await expect(picture).toHaveAttribute('class', colour ?? '');
});
