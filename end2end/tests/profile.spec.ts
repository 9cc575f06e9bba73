import { newPassword } from '../support/server';
import { expect, test } from '../support/test';

// Everybody here is signed in as a publisher.
test.beforeEach(({ ada }) => void ada);

test('name and address are saved', async ({ ada, profilePage }) => {
    await profilePage.open();
    await expect(profilePage.page.getByText(`You are ${ada.name}, with the role publisher.`)).toBeVisible();
    await profilePage.firstName.fill('Ada');
    await profilePage.lastName.fill('Lovelace');
    await profilePage.email.fill('ada@example.org');
    await profilePage.save.click();
    await expect(profilePage.status(/saved/i)).toBeVisible();
    await profilePage.open();
    await expect(profilePage.firstName).toHaveValue('Ada');
    await expect(profilePage.lastName).toHaveValue('Lovelace');
    await expect(profilePage.email).toHaveValue('ada@example.org');
});

test('a bad address is refused at its field, and nothing typed is lost', async ({ profilePage, complaints }) => {
    complaints.expectStatus(422);
    await profilePage.open();
    await profilePage.firstName.fill('Ada');
    // Good enough for the browser.
    const tooLong = `${'a'.repeat(250)}@example.org`;
    await profilePage.email.fill(tooLong);
    await profilePage.save.click();
    await expect(profilePage.email).toHaveAttribute('aria-invalid', 'true');
    await expect(profilePage.email).toHaveAccessibleDescription(/looks like name@example\.com/);
    await expect(profilePage.email).toHaveValue(tooLong);
    await expect(profilePage.firstName).toHaveValue('Ada');
});

test('the password is changed: the old one is refused, the new one works', async ({
    ada,
    server,
    profilePage,
    signInPage,
    frame,
    complaints,
}) => {
    for (const status of [401, 422]) complaints.expectStatus(status);
    const password = newPassword();
    server.keepSecret('a changed password', password);
    await profilePage.open();
    await profilePage.sendPasswords(ada.password, password);
    await expect(profilePage.status(/password/i)).toBeVisible();
    await profilePage.ready();

    await frame.choose('Logout');
    await expect(signInPage.submit).toBeVisible();
    await signInPage.goto('/__login__');
    await signInPage.send(ada.name, ada.password);
    await expect(signInPage.problem).not.toBeEmpty();
    await signInPage.signIn({ ...ada, password });
});

test('a new password needs the old one, and has to be good', async ({ ada, profilePage, complaints }) => {
    for (const status of [401, 403, 422]) complaints.expectStatus(status);
    await profilePage.open();
    await profilePage.sendPasswords('not the password', newPassword());
    await expect(profilePage.currentPassword).toHaveAttribute('aria-invalid', 'true');
    await expect(profilePage.currentPassword).toHaveAccessibleDescription(/password/i);
    for (const [weak, words] of [
        ['short', /at least 8 characters/],
        ['password1', /too easy to guess/],
        ['aaaaaaaaaaaa', /too easy to guess/],
    ] as const) {
        await profilePage.sendPasswords(ada.password, weak);
        await expect(profilePage.newPassword).toHaveAttribute('aria-invalid', 'true');
        await expect(profilePage.newPassword).toHaveAccessibleDescription(words);
        // Passwords are never sent back.
        await expect(profilePage.newPassword).toHaveValue('');
        await expect(profilePage.currentPassword).toHaveValue('');
    }
});

test('another session is listed, and can be signed out', async ({ ada, elsewhere, profilePage }) => {
    const other = await elsewhere(ada);
    await profilePage.open();
    await expect(profilePage.sessions).toHaveCount(2);
    const [mine, theirs] = [profilePage.sessions.nth(0), profilePage.sessions.nth(1)];
    await expect(mine).toContainText('this session');
    await expect(mine).toContainText(/Chrom(e|ium) on Linux/);
    await expect(mine).toContainText('127.0.0.1');
    await expect(mine.getByRole('button')).toHaveCount(0);
    await theirs.getByRole('button', { name: /^Sign out/ }).click();
    await expect(profilePage.sessions).toHaveCount(1);

    await other.goto('/connect/keys');
    await expect(other).toHaveURL(/\/__login__/);
    await profilePage.open();
});

test('signing out everywhere ends this session too, and no key', async ({
    ada,
    server,
    context,
    profilePage,
    signInPage,
    page,
}) => {
    const key = await server.createKey(ada, 'goes on');
    await profilePage.open();
    const cookies = await context.cookies();
    await profilePage.endAll.click();
    await expect(signInPage.submit).toBeVisible();
    await context.addCookies(cookies);
    await page.goto('/connect/profile');
    await expect(page).toHaveURL(/\/__login__/);
    expect((await server.call(key, 'v1/user')).status).toBe(200);
});

test('a locked account is out at once, its keys too', async ({
    ada,
    server,
    keysPage,
    page,
    signInPage,
    complaints,
}) => {
    for (const status of [401, 403, 422]) complaints.expectStatus(status);
    const key = await server.createKey(ada, 'locked out');
    await keysPage.open();
    await server.claviger(['user', 'lock', ada.name]);
    expect((await server.call(key, 'v1/user')).status).toBe(401);
    await page.goto('/connect/keys');
    await expect(page).toHaveURL(/\/__login__/);
    await signInPage.goto('/__login__');
    await signInPage.send(ada.name, ada.password);
    await expect(signInPage.problem).not.toBeEmpty();
});
