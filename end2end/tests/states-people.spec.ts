import { checkEveryState } from '../support/states';
import { expect, test } from '../support/test';

checkEveryState();

test.beforeEach(({ root, complaints }) => {
    void root;
    for (const status of [403, 422]) complaints.expectStatus(status);
});

test('people', async ({ server, peoplePage }) => {
    await server.addUser('viewer', `w${'w'.repeat(50)}${Date.now()}`);
    for (let number = 0; number < 11; number += 1) await server.addUser('viewer');
    await peoplePage.open();
    await expect(peoplePage.rows.first()).toBeVisible();
});

test('people, filtered to none', async ({ server, peoplePage }) => {
    for (let number = 0; number < 11; number += 1) await server.addUser('viewer');
    await peoplePage.goto('/connect/people?q=nobody-of-this-name');
    await expect(peoplePage.filter).toHaveValue('nobody-of-this-name');
});

test('account', async ({ server, peoplePage }) => {
    await peoplePage.openAccount((await server.addUser('publisher')).name);
    await expect(peoplePage.lock).toBeVisible();
});

test('account, locked', async ({ server, peoplePage }) => {
    await peoplePage.openAccount((await server.addUser('publisher')).name);
    await peoplePage.lock.click();
    await expect(peoplePage.unlock).toBeVisible();
    await peoplePage.ready();
});

test('new account', async ({ peoplePage }) => {
    await peoplePage.goto('/connect/people/new');
    await expect(peoplePage.create).toBeVisible();
});

test('new account with mistakes', async ({ peoplePage }) => {
    await peoplePage.goto('/connect/people/new');
    await peoplePage.field('Username').fill('no name!');
    await peoplePage.field('Password').fill('password1');
    await peoplePage.create.click();
    await expect(peoplePage.field('Username')).toHaveAttribute('aria-invalid', 'true');
});

test('groups', async ({ root, groupsPage }) => {
    await groupsPage.makeGroup(`W${'W'.repeat(80)} ${root.name}`);
    await groupsPage.open();
    await expect(groupsPage.make).toBeVisible();
});

test('groups with a mistake', async ({ groupsPage }) => {
    await groupsPage.makeGroup('x');
    await expect(groupsPage.name).toHaveAttribute('aria-invalid', 'true');
});

test('group', async ({ root, server, groupsPage }) => {
    await groupsPage.makeGroup(`group of ${root.name}`);
    await groupsPage.ready();
    for (const [count, { name }] of [root, await server.addUser('viewer')].entries()) {
        await groupsPage.addMember(name);
        await expect(groupsPage.members).toHaveCount(count + 1);
        await groupsPage.ready();
    }
});

test('group, delete question', async ({ root, groupsPage }) => {
    await groupsPage.makeGroup(`to delete ${root.name}`);
    await groupsPage.askToDelete.click();
    await expect(groupsPage.delete).toBeVisible();
});

test('tags', async ({ root, tagsPage }) => {
    await tagsPage.makeTag(`Region of ${root.name}`);
    await tagsPage.makeTag('W'.repeat(120), `Region of ${root.name}`);
    await expect(tagsPage.link('W'.repeat(120)).first()).toBeVisible();
    await tagsPage.ready();
});

test('tags with a mistake', async ({ root, tagsPage }) => {
    for (const _ of [1, 2]) await tagsPage.makeTag(`Twice of ${root.name}`);
    await expect(tagsPage.name).toHaveAttribute('aria-invalid', 'true');
});

test('tag', async ({ root, tagsPage }) => {
    await tagsPage.makeTag(`One of ${root.name}`);
    await tagsPage.link(`One of ${root.name}`).click();
    await expect(tagsPage.save).toBeVisible();
});

test('tag, delete question', async ({ root, tagsPage }) => {
    await tagsPage.makeTag(`Gone of ${root.name}`);
    await tagsPage.link(`Gone of ${root.name}`).click();
    await tagsPage.askToDelete.click();
    await expect(tagsPage.delete).toBeVisible();
});
