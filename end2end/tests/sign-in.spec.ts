import { expect, test } from '../support/test';

test('who is signed out is sent to sign in, and then where they wanted to go', async ({
    server,
    page,
    signInPage,
    keysPage,
}) => {
    const user = await server.addUser('viewer');
    await keysPage.goto('/connect/keys?page=1');
    await expect(page).toHaveURL(/\/__login__\?next=/);
    await signInPage.send(user.name, user.password);
    await keysPage.expectPath('/connect/keys?page=1');
    await expect(keysPage.heading).toHaveText('API Keys');
});

test('the address alone leads to the dashboard', async ({ page, ada, frame }) => {
    await frame.goto('/');
    await frame.expectPath('/connect/');
    await expect(frame.userButton).toHaveAccessibleName(`User menu for ${ada.name}`);
    await expect(page).toHaveTitle('Content · Claviger');
});

test('a wrong password and an unknown name are refused in the same words', async ({
    server,
    page,
    signInPage,
    complaints,
}) => {
    for (const status of [401, 422]) complaints.expectStatus(status);
    const user = await server.addUser('viewer');
    const messages: string[] = [];
    for (const [name, password] of [
        [user.name, 'not the password'],
        ['nobody-of-that-name', user.password],
    ] as const) {
        await signInPage.goto('/__login__?next=/connect/keys');
        await signInPage.send(name, password);
        await expect(signInPage.problem).not.toBeEmpty();
        messages.push(await signInPage.problem.innerText());
        await expect(signInPage.username).toHaveValue(name);
        await expect(signInPage.password).toHaveValue('');
        await expect(page).toHaveTitle(/^Error: /);
    }
    expect(messages[0]).toBe(messages[1]);

    await signInPage.send(user.name, user.password);
    await signInPage.expectPath('/connect/keys');
});

for (const next of [
    '//evil.example/',
    'https://evil.example/',
    '/\\evil.example',
    '/%0d%0aevil',
    'javascript:alert(1)',
]) {
    test(`signing in never leads away: ${next}`, async ({ server, page, signInPage, complaints }) => {
        complaints.expectStatus(404);
        const user = await server.addUser('viewer');
        await signInPage.goto(`/__login__?next=${encodeURIComponent(next)}`);
        await signInPage.send(user.name, user.password);
        await expect(
            page
                .getByRole('button', { name: /^User menu/ })
                .or(page.getByRole('heading', { name: /found/i }))
                .first(),
        ).toBeVisible();
        expect(new URL(page.url()).origin).toBe(server.url);
    });
}

test('the session starts anew at each sign-in, and its cookie is out of reach', async ({
    server,
    context,
    frame,
    signInPage,
}) => {
    const user = await server.addUser('viewer');
    const session = async () => (await context.cookies()).find(({ name }) => name === 'claviger-session');
    await signInPage.signIn(user);
    const first = await session();
    expect(first).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    await frame.choose('Logout');
    await expect(signInPage.submit).toBeVisible();
    expect(await session()).toBeUndefined();

    // Whoever plants a session of his own in a browser does not get the one that begins there.
    await context.addCookies(first ? [first] : []);
    await signInPage.signIn(user);
    expect((await session())?.value).not.toBe(first?.value);
});

test('signing out ends the session on the server', async ({ ada, context, page, frame, keysPage, signInPage }) => {
    await keysPage.open();
    const cookies = await context.cookies();
    await frame.choose('Logout');
    await expect(signInPage.submit).toBeVisible();

    await keysPage.goto('/connect/keys');
    await expect(page).toHaveURL(/\/__login__/);

    // The old cookie is worth nothing, and the back button shows nothing.
    await context.clearCookies();
    await context.addCookies(cookies);
    await keysPage.goto('/connect/keys');
    await expect(page).toHaveURL(/\/__login__/);
    await keysPage.back();
    await expect(page.getByText(ada.name)).toHaveCount(0);
    await expect(signInPage.submit).toBeVisible();
});

test('guessing is slowed, for the guessed account alone @once', async ({ server, signInPage, complaints }) => {
    for (const status of [401, 422, 429]) complaints.expectStatus(status);
    const [guessed, other] = [await server.addUser('viewer'), await server.addUser('viewer')];
    await signInPage.goto('/__login__');
    for (let guess = 1; guess <= 5; guess += 1) {
        await signInPage.send(guessed.name, `guess number ${guess}`);
        await expect(signInPage.problem).not.toBeEmpty();
        await expect(signInPage.password).toHaveValue('');
    }
    // The waits double: 1, 2, 4 seconds. A slow machine outlasts the first ones.
    await expect(async () => {
        await signInPage.send(guessed.name, 'one guess more');
        await expect(signInPage.problem).toContainText(/wait|seconds?/i, { timeout: 500 });
    }).toPass({ intervals: [0] });

    await signInPage.send(other.name, other.password);
    await signInPage.expectPath('/connect/');
});
