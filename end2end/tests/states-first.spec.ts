import { checkEveryState } from '../support/states';
import { expect, test } from '../support/test';

checkEveryState();

test.describe('before anybody is signed in', () => {
    test.beforeEach(({ complaints }) => {
        for (const status of [400, 401, 403, 404, 410, 422]) complaints.expectStatus(status);
    });

    test('set-up', async ({ freshServer, setupPage }) => {
        await setupPage.goto(await freshServer.setupLink);
        await expect(setupPage.submit).toBeVisible();
    });

    test('set-up with mistakes', async ({ freshServer, setupPage }) => {
        await setupPage.goto(await freshServer.setupLink);
        await setupPage.send('not a name', 'grace@example.org', 'password');
        await expect(setupPage.username).toHaveAttribute('aria-invalid', 'true');
    });

    test('set-up link that does not work', async ({ freshServer, setupPage }) => {
        await setupPage.goto(`${freshServer.url}/connect/setup?token=wrong`);
        await expect(setupPage.heading).toBeVisible();
    });

    test('sign-in', async ({ signInPage }) => {
        await signInPage.goto('/__login__');
        await expect(signInPage.submit).toBeVisible();
    });

    test('sign-in refused', async ({ signInPage }) => {
        await signInPage.goto('/__login__');
        await signInPage.send('nobody', 'not the password');
        await expect(signInPage.problem).not.toBeEmpty();
    });

    test('not found, signed out', async ({ frame }) => {
        await frame.goto('/connect/nothing-here');
        await expect(frame.heading).toBeVisible();
    });

    test('content that is not for everybody', async ({ signInPage }) => {
        await signInPage.goto('/content/1/');
        await expect(signInPage.submit).toBeVisible();
    });
});

test('content list, none', async ({ freshServer, page, signInPage, contentPage }) => {
    const user = await freshServer.addUser('publisher');
    await page.goto(`${freshServer.url}/__login__`);
    await signInPage.send(user.name, user.password);
    await expect(page.getByRole('heading', { name: 'Nothing is published yet' })).toBeVisible();
    await contentPage.ready();
});

test('content list, none for a viewer', async ({ freshServer, page, signInPage, contentPage }) => {
    const user = await freshServer.addUser('viewer');
    await page.goto(`${freshServer.url}/__login__`);
    await signInPage.send(user.name, user.password);
    await expect(contentPage.heading).toHaveText('Content');
    await contentPage.ready();
});
