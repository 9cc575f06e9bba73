import { PeoplePage } from '../pages/people';
import { newPassword } from '../support/server';
import { expect, test } from '../support/test';

test('an administrator makes an account, which can be signed in to', async ({
    root,
    server,
    peoplePage,
    elsewhere,
    complaints,
}) => {
    complaints.expectStatus(422);
    const user = { name: `made-by-${root.name}`, password: newPassword(), role: 'publisher' } as const;
    server.keepSecret(`the password of ${user.name}`, user.password);
    await peoplePage.open();
    await peoplePage.newAccount.click();
    await peoplePage.ready();
    await peoplePage.field('Username').fill(user.name);
    await peoplePage.field('First name').fill('Mary');
    await peoplePage.field('Last name').fill('Shelley');
    await peoplePage.chooseRole('Publisher');

    await peoplePage.field('Password').fill('password1');
    await peoplePage.create.click();
    await expect(peoplePage.page).toHaveTitle(/^Error: /);
    await expect(peoplePage.field('Password')).toHaveAccessibleDescription(/too easy to guess/);
    // Nothing is lost but the password.
    await expect(peoplePage.field('Username')).toHaveValue(user.name);
    await expect(peoplePage.field('Last name')).toHaveValue('Shelley');
    await expect(peoplePage.role('Publisher')).toBeChecked();
    await expect(peoplePage.field('Password')).toHaveValue('');

    await peoplePage.field('Password').fill(user.password);
    await peoplePage.create.click();
    await expect(peoplePage.status(`${user.name} was made.`)).toBeVisible();
    await expect(peoplePage.facts).toContainText('Mary Shelley');
    const page = await elsewhere(user);
    await expect(page.getByRole('button', { name: `User menu for ${user.name}` })).toBeVisible();
});

test('a role counts at once @once', async ({ root, server, peoplePage, elsewhere }) => {
    void root;
    const user = await server.addUser('viewer');
    const theirs = await elsewhere(user);
    await expect(theirs.getByRole('link', { name: 'New content' })).toHaveCount(0);
    await peoplePage.openAccount(user.name);
    await expect(peoplePage.role('Viewer')).toBeChecked();
    await peoplePage.chooseRole('Publisher');
    await peoplePage.saveRole.click();
    await expect(peoplePage.status(`${user.name} has the role publisher now.`)).toBeVisible();
    await theirs.reload();
    await expect(theirs.getByRole('link', { name: 'New content' })).toBeVisible();
});

test('a locked account is out at once, with its keys, and in again when it is unlocked', async ({
    root,
    server,
    peoplePage,
    elsewhere,
}) => {
    void root;
    const user = await server.addUser('publisher');
    const key = await server.createKey(user, 'nightly-job');
    const theirs = await elsewhere(user);
    await peoplePage.openAccount(user.name);
    await peoplePage.lock.click();
    await expect(peoplePage.status(`${user.name} is locked now.`)).toBeVisible();
    await expect(peoplePage.heading).toContainText('locked');
    await theirs.reload();
    await expect(theirs.getByRole('button', { name: 'Sign in' })).toBeVisible();
    expect((await server.call(key, 'v1/user')).status).toBe(401);

    await peoplePage.ready();
    await peoplePage.unlock.click();
    await expect(peoplePage.status(`${user.name} is unlocked now.`)).toBeVisible();
    expect((await server.call(key, 'v1/user')).status).toBe(200);
});

test('nobody takes the last administrator away, oneself included @once', async ({ freshServer, page, scripts, complaints }) => {
    complaints.expectStatus(422);
    const root = await freshServer.addUser('administrator');
    const peoplePage = new PeoplePage(page, scripts);
    await page.goto(`${freshServer.url}/__login__`);
    await page.getByLabel('Username').fill(root.name);
    await page.getByLabel('Password').fill(root.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('button', { name: /^User menu/ })).toBeVisible();
    await page.goto(`${freshServer.url}/connect/people`);
    await peoplePage.rows.getByRole('link', { name: root.name }).click();
    await peoplePage.ready();
    await expect(peoplePage.lock).toHaveCount(0);
    await peoplePage.chooseRole('Viewer');
    await peoplePage.saveRole.click();
    await expect(page.getByText('This is the only administrator who is not locked.')).toBeVisible();
    await expect(peoplePage.facts).toContainText('Administrator');
});

test('others see who is there, and change nothing', async ({ ada, server, peoplePage, complaints }) => {
    complaints.expectStatus(403);
    const user = await server.addUser('viewer');
    await peoplePage.openAccount(user.name);
    await expect(peoplePage.facts).toContainText('Viewer');
    for (const button of [peoplePage.saveRole, peoplePage.lock]) await expect(button).toHaveCount(0);
    await peoplePage.open();
    await expect(peoplePage.newAccount).toHaveCount(0);
    await peoplePage.goto('/connect/people/new');
    await expect(peoplePage.create).toHaveCount(0);
    await peoplePage.openAccount(ada.name);
    await expect(peoplePage.heading).toHaveText(ada.name);
});

test('among many, people are found by a part of their name @once', async ({ ada, server, peoplePage }) => {
    void ada;
    const wanted = await server.addUser('viewer', `needle-${Date.now()}`);
    for (let number = 0; number < 11; number += 1) await server.addUser('viewer');
    await peoplePage.open();
    await peoplePage.filter.fill('NEEDLE');
    await peoplePage.filter.press('Enter');
    await peoplePage.expectPath(/q=NEEDLE/);
    await expect(peoplePage.rows.getByRole('link', { name: wanted.name })).toBeVisible();
    for (const row of await peoplePage.rows.all()) await expect(row).toContainText('needle');
});
