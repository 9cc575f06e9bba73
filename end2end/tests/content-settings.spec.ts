import { AppPage } from '../pages/app';
import { expect, test } from '../support/test';

// Everybody here is signed in as a publisher.
test.beforeEach(({ ada }) => void ada);

test('title, description and access are changed, and a green message says so', async ({ ada, server, appPage }) => {
    const item = await server.publish(ada, 'samples/plot', `change-${ada.name}`, ['--access', 'acl']);
    await appPage.open(item, 'settings');
    const { settings } = appPage;
    await expect(settings.access('Specific users')).toBeChecked();
    await settings.title.fill('Eruptions');
    await settings.description.fill('First line.\nSecond line.');
    await settings.choose('All users - login required');
    await settings.save.click();
    await expect(appPage.status('The settings were saved.')).toBeVisible();
    await appPage.ready();
    await expect(appPage.heading).toHaveText('Eruptions');
    await expect(settings.description).toHaveValue('First line.\nSecond line.');
    await expect(settings.access('All users - login required')).toBeChecked();
    await (await appPage.link('Content')).click();
    await expect(appPage.main).toContainText('Second line.');
    await expect(appPage.main).toContainText('All users');
});

test('a mistake stands beside its field, and nothing typed is lost', async ({ ada, server, appPage, complaints }) => {
    complaints.expectStatus(422);
    const item = await server.publish(ada, 'samples/plot', `wrong-${ada.name}`);
    await appPage.open(item, 'settings');
    const { settings } = appPage;
    await settings.title.fill('x');
    await settings.description.fill('Kept.');
    await settings.choose('Anyone - no login required');
    await settings.save.click();
    await expect(settings.title).toHaveAttribute('aria-invalid', 'true');
    await expect(settings.title).toHaveAccessibleDescription(/3 to 1024 characters/);
    await expect(settings.title).toHaveValue('x');
    await expect(settings.description).toHaveValue('Kept.');
    await expect(settings.access('Anyone - no login required')).toBeChecked();
    await expect(appPage.page).toHaveTitle(/^Error: /);
});

test('people are added and removed, and an unknown name is told', async ({
    ada,
    server,
    appPage,
    complaints,
    elsewhere,
    scripts,
}) => {
    complaints.expectStatus(422);
    const viewer = await server.addUser('viewer');
    const item = await server.publish(ada, 'samples/plot', `people-${ada.name}`, ['--access', 'acl']);
    const other = new AppPage(await elsewhere(viewer), scripts);
    await other.open(item);
    await expect(other.heading).toHaveText('Not found');

    await appPage.open(item, 'people');
    const { settings } = appPage;
    await settings.addPerson('nobody-of-this-name');
    await expect(settings.person).toHaveAccessibleDescription(/There is no account named nobody-of-this-name\./);
    await expect(settings.person).toHaveValue('nobody-of-this-name');
    await settings.addPerson(viewer.name);
    await expect(appPage.status(`${viewer.name} was added as a viewer.`)).toBeVisible();
    await expect(settings.people).toHaveCount(2);
    await other.open(item);
    await expect(other.content.getByRole('heading')).toHaveText('Plot');

    await appPage.ready();
    await settings.remove(viewer.name).click();
    await expect(appPage.status(`${viewer.name} was removed.`)).toBeVisible();
    await expect(settings.people).toHaveCount(1);
    await other.open(item);
    await expect(other.heading).toHaveText('Not found');
});

test('variables, tags and an address are set and removed', async ({ ada, server, appPage, complaints }) => {
    complaints.expectStatus(422);
    // The content that is opened has no icon.
    complaints.expect(/favicon\.ico/);
    const key = await server.createKey(await server.addUser('administrator'), 'tags');
    const category = await server.makeTag(key, `Place of ${ada.name}`);
    await server.makeTag(key, 'North', category);
    const item = await server.publish(ada, 'samples/plot', `parts-${ada.name}`);
    await appPage.open(item, 'settings');
    const { settings, page } = appPage;
    await settings.part('Variables').click();
    await settings.variableName.fill('LD_PRELOAD');
    await settings.variableValue.fill('x');
    await settings.setVariable.click();
    await expect(settings.variableName).toHaveAccessibleDescription(/It cannot be set\./);
    await expect(settings.variableValue).toHaveValue('');
    await settings.variableName.fill('TOKEN');
    await settings.variableValue.fill('s3cret');
    await settings.setVariable.click();
    await expect(appPage.status('The variable TOKEN was set.')).toBeVisible();
    expect(await page.content()).not.toContain('s3cret');
    await page.getByRole('link', { name: 'Remove TOKEN…' }).click();
    await page.getByRole('button', { name: 'Remove variable' }).click();
    await expect(appPage.status('The variable TOKEN was removed.')).toBeVisible();

    await settings.part('Tags').click();
    await settings.tag.selectOption({ label: 'North' });
    await settings.putOn.click();
    await expect(appPage.status('The tag North was put on.')).toBeVisible();
    await page.getByRole('button', { name: `Take off Place of ${ada.name} / North` }).click();
    await expect(appPage.status('The tag North was taken off.')).toBeVisible();

    await settings.part('Address').click();
    await settings.path.fill('connect');
    await settings.setAddress.click();
    await expect(settings.path).toHaveAccessibleDescription(/belongs to the server itself/);
    await settings.path.fill(`trips/${ada.name}`);
    await settings.setAddress.click();
    const address = page.getByRole('link', { name: `/trips/${ada.name}/` });
    await address.click();
    await expect(page.getByRole('heading', { name: 'Plot' })).toBeVisible();
    await appPage.open(item, 'address');
    await page.getByRole('button', { name: 'Remove address' }).click();
    await expect(address).toHaveCount(0);
});

test('information names what the item is', async ({ ada, server, appPage }) => {
    const item = await server.publish(ada, 'samples/plot', `facts-${ada.name}`);
    await appPage.open(item, 'settings');
    for (const fact of ['Static site', item.guid, item.id, item.content_url, `facts-${ada.name}`]) {
        await expect(appPage.settings.information).toContainText(fact);
    }
});

test('deleting asks first, and cancel and Escape keep the item', async ({ ada, server, appPage, contentPage, page }) => {
    const name = `deleted-${ada.name}`;
    const item = await server.publish(ada, 'samples/plot', name);
    await appPage.open(item, 'settings');
    const { settings } = appPage;
    await settings.delete.click();
    await expect(settings.question).toHaveAccessibleName(`Delete “${name}”?`);
    await expect(settings.question.getByRole('button', { name: 'Cancel' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(settings.question).toBeHidden();
    await expect(settings.delete).toBeFocused();
    await settings.delete.click();
    await settings.question.getByRole('button', { name: 'Cancel' }).click();
    await expect(settings.question).toBeHidden();

    await settings.delete.click();
    await settings.question.getByRole('button', { name: 'Delete content' }).click();
    await contentPage.expectPath('/connect/');
    await expect(contentPage.status(`The content "${name}" was deleted.`)).toBeVisible();
    await expect(contentPage.row(name)).toHaveCount(0);
});

test('the question has a page of its own', async ({ ada, server, appPage, contentPage }) => {
    const name = `asked-${ada.name}`;
    const item = await server.publish(ada, 'samples/plot', name);
    await appPage.open(item, 'delete');
    await appPage.main.getByRole('link', { name: 'Cancel' }).click();
    await appPage.expectPath(appPage.path(item, 'settings'));
    await appPage.open(item, 'delete');
    await appPage.main.getByRole('button', { name: 'Delete content' }).click();
    await expect(contentPage.status(`The content "${name}" was deleted.`)).toBeVisible();
});
