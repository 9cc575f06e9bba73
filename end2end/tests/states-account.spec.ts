import { checkEveryState, signedIn } from '../support/states';
import { expect, test } from '../support/test';

checkEveryState();

signedIn();

test('user menu', async ({ frame }) => {
    await frame.userButton.click();
    await expect(frame.menu).toBeVisible();
});

test('not found', async ({ frame }) => {
    await frame.goto('/connect/nothing-here');
    await expect(frame.heading).toBeVisible();
});

test('profile', async ({ profilePage }) => {
    await profilePage.open();
    await expect(profilePage.save).toBeVisible();
});

test('profile saved', async ({ profilePage }) => {
    await profilePage.open();
    await profilePage.firstName.fill('Ada');
    await profilePage.save.click();
    await expect(profilePage.status(/saved/i)).toBeVisible();
});

test('profile with mistakes', async ({ profilePage }) => {
    await profilePage.open();
    await profilePage.sendPasswords('not the password', 'short');
    await expect(profilePage.page.locator('[aria-invalid=true]').first()).toBeVisible();
});
