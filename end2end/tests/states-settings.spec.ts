import { checkEveryState, signedIn } from '../support/states';
import { expect, test } from '../support/test';

checkEveryState();

signedIn();

test('content settings', async ({ ada, server, appPage }) => {
    const viewer = await server.addUser('viewer');
    const access = ['--access', 'acl', '--allow', viewer.name];
    await appPage.open(await server.publish(ada, 'samples/plot', 'set', access), 'settings');
    await appPage.settings.save.click();
    await expect(appPage.status('The settings were saved.')).toBeVisible();
    await appPage.ready();
});

test('content settings with mistakes', async ({ ada, server, appPage }) => {
    await appPage.open(await server.publish(ada, 'samples/plot', 'set'), 'settings');
    await appPage.settings.title.fill('x');
    await appPage.settings.save.click();
    await expect(appPage.settings.title).toHaveAttribute('aria-invalid', 'true');
    await appPage.ready();
});

test('content people', async ({ ada, server, appPage }) => {
    const item = await server.publish(ada, 'samples/plot', `people-${ada.name}`, ['--access', 'acl']);
    await appPage.open(item, 'people');
    await appPage.settings.addPerson((await server.addUser('viewer')).name);
    await expect(appPage.settings.people).toHaveCount(2);
});

test('content variables', async ({ ada, server, appPage }) => {
    const item = await server.publish(ada, 'samples/api', `variables-${ada.name}`);
    await appPage.open(item, 'variables');
    const { settings } = appPage;
    await settings.variableName.fill('DATABASE_URL');
    await settings.variableValue.fill('x');
    await settings.setVariable.click();
    await expect(appPage.main).toContainText('The variable DATABASE_URL was set.');
});

test('content tags', async ({ ada, server, appPage }) => {
    const key = await server.createKey(await server.addUser('administrator'), 'tags');
    const category = await server.makeTag(key, `Place of ${ada.name}`);
    for (const name of ['North', 'South']) await server.makeTag(key, name, category);
    const item = await server.publish(ada, 'samples/plot', `tags-${ada.name}`);
    await appPage.open(item, 'tags');
    await appPage.settings.putOn.click();
    await expect(appPage.main).toContainText('was put on');
});

test('content address', async ({ ada, server, appPage }) => {
    const item = await server.publish(ada, 'samples/plot', `address-${ada.name}`);
    await appPage.open(item, 'address');
    await appPage.settings.path.fill(`finance/${ada.name}`);
    await appPage.settings.setAddress.click();
    await expect(appPage.main).toContainText('This content is at');
});

test('content settings with an unknown person', async ({ ada, server, appPage }) => {
    await appPage.open(await server.publish(ada, 'samples/plot', 'set'), 'people');
    await appPage.settings.addPerson('nobody-of-this-name');
    await expect(appPage.settings.person).toHaveAttribute('aria-invalid', 'true');
    await appPage.ready();
});

test('delete content question', async ({ ada, server, appPage }) => {
    const title = 'W'.repeat(120);
    await appPage.open(await server.publish(ada, 'samples/plot', 'set', ['--title', title]), 'settings');
    await appPage.settings.delete.click();
    await expect(appPage.settings.question).toBeVisible();
});

test('delete content page', async ({ ada, server, appPage }) => {
    await appPage.open(await server.publish(ada, 'samples/plot', 'set'), 'delete');
    await expect(appPage.main.getByRole('button', { name: 'Delete content' })).toBeVisible();
});
