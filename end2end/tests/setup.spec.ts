import type { SetupPage } from '../pages/setup';
import { newPassword, type Server } from '../support/server';
import { expect, test } from '../support/test';

test('the set-up link makes the first administrator, once', async ({
    freshServer,
    setupPage,
    frame,
    page,
    keysPage,
}) => {
    const link = await freshServer.setupLink;
    const password = newPassword();
    freshServer.keepSecret('the password of grace', password);

    await setupPage.goto(link);
    await setupPage.send('grace', 'grace@example.org', password);
    await expect(page).toHaveURL(`${freshServer.url}/connect/`);
    await expect(frame.userButton).toHaveAccessibleName('User menu for grace');

    await keysPage.goto(`${freshServer.url}/connect/keys/new`);
    await expect(page.getByRole('radio')).toHaveCount(3);
});

for (const [how, use] of [
    [
        'used',
        async (setupPage, link) => {
            await setupPage.goto(link);
            await setupPage.send('grace', 'grace@example.org', newPassword());
            await expect(setupPage.heading).toHaveText('Content');
        },
    ],
    ['void since an account was added', (_, __, server) => server.addUser('administrator', 'grace')],
] as [string, (setupPage: SetupPage, link: string, server: Server) => Promise<unknown>][]) {
    test(`a set-up link that is ${how} says so, and makes nobody`, async ({ freshServer, setupPage, complaints }) => {
        complaints.expectStatus(403);
        const link = await freshServer.setupLink;
        await use(setupPage, link, freshServer);
        const response = await setupPage.goto(link);
        expect(response?.status()).toBe(403);
        await expect(setupPage.heading).toHaveText('This set-up link does not work');
        await expect(setupPage.submit).toHaveCount(0);
    });
}

test('a wrong set-up link says so', async ({ freshServer, setupPage, complaints }) => {
    complaints.expectStatus(403);
    for (const path of ['/connect/setup', '/connect/setup?token=wrong']) {
        const response = await setupPage.goto(freshServer.url + path);
        expect(response?.status(), path).toBe(403);
        await expect(setupPage.submit).toHaveCount(0);
    }
});

test('mistakes are shown at their fields, and what was typed stays', async ({ freshServer, setupPage, complaints }) => {
    complaints.expectStatus(422);
    await setupPage.goto(await freshServer.setupLink);
    await setupPage.send('not a name', 'grace@example.org', 'password');

    await expect(setupPage.username).toHaveAttribute('aria-invalid', 'true');
    await expect(setupPage.username).toHaveAccessibleDescription(/A username has 1 to 64 letters/);
    await expect(setupPage.password).toHaveAttribute('aria-invalid', 'true');
    await expect(setupPage.password).toHaveAccessibleDescription(/too easy to guess/);
    await expect(setupPage.username).toHaveValue('not a name');
    await expect(setupPage.email).toHaveValue('grace@example.org');
    await expect(setupPage.email).not.toHaveAttribute('aria-invalid', 'true');
    await expect(setupPage.page).toHaveTitle(/^Error: /);

    await setupPage.username.fill('grace');
    await setupPage.password.fill(newPassword());
    await setupPage.submit.click();
    await expect(setupPage.page).toHaveURL(`${freshServer.url}/connect/`);
});
