import { AppPage } from '../pages/app';
import { GroupsPage } from '../pages/groups';
import { expect, test } from '../support/test';

test('a group is made, lets its members in, and takes that with it when it is deleted', async ({
    ada,
    server,
    appPage,
    groupsPage,
    elsewhere,
    scripts,
    complaints,
}) => {
    for (const status of [404, 422]) complaints.expectStatus(status);
    const [viewer, name] = [await server.addUser('viewer'), `readers of ${ada.name}`];
    const item = await server.publish(ada, 'samples/plot', `for-${ada.name}`, ['--access', 'acl']);
    await groupsPage.makeGroup(name);
    await expect(groupsPage.status(`The group ${name} was made. Add its members.`)).toBeVisible();
    await groupsPage.ready();
    await groupsPage.addMember('nobody-of-this-name');
    await expect(groupsPage.member).toHaveAccessibleDescription(/There is no account named nobody-of-this-name\./);
    await groupsPage.addMember(viewer.name);
    await expect(groupsPage.status(`${viewer.name} was added.`)).toBeVisible();
    await expect(groupsPage.members).toHaveCount(1);

    const theirs = new AppPage(await elsewhere(viewer), scripts);
    await theirs.open(item);
    await expect(theirs.heading).toHaveText('Not found');
    const key = await server.createKey(ada, 'to permit');
    const guid = new URL(groupsPage.page.url()).pathname.split('/').pop();
    const permitted = await server.call(key, `v1/content/${item.guid}/permissions`, {
        method: 'POST',
        body: JSON.stringify({ principal_guid: guid, principal_type: 'group', role: 'viewer' }),
        headers: { 'Content-Type': 'application/json' },
    });
    expect(permitted.ok).toBe(true);
    await theirs.open(item);
    await expect(theirs.content.getByRole('heading')).toHaveText('Plot');
    await appPage.open(item, 'people');
    await expect(appPage.main).toContainText(name);

    await groupsPage.goto(`/connect/groups/${guid}`);
    await groupsPage.askToDelete.click();
    await groupsPage.ready();
    await expect(groupsPage.heading).toHaveText(`Delete the group “${name}”?`);
    await groupsPage.delete.click();
    await expect(groupsPage.status(`The group ${name} was deleted.`)).toBeVisible();
    await theirs.open(item);
    await expect(theirs.heading).toHaveText('Not found');
});

test('a group is renamed, and a name that is taken stays in its field', async ({ ada, groupsPage, complaints }) => {
    complaints.expectStatus(422);
    await groupsPage.makeGroup(`north of ${ada.name}`);
    await groupsPage.makeGroup(`south of ${ada.name}`);
    await groupsPage.ready();
    const name = groupsPage.page.getByLabel('Name of the group');
    await name.fill(`NORTH of ${ada.name}`);
    await groupsPage.rename.click();
    await expect(name).toHaveAttribute('aria-invalid', 'true');
    await expect(name).toHaveValue(`NORTH of ${ada.name}`);
    await name.fill(`east of ${ada.name}`);
    await groupsPage.rename.click();
    await expect(groupsPage.status(`The group is called east of ${ada.name} now.`)).toBeVisible();
    await expect(groupsPage.heading).toHaveText(`east of ${ada.name}`);
});

test('members leave by themselves, and change nothing else', async ({ ada, server, groupsPage, elsewhere, scripts }) => {
    const viewer = await server.addUser('viewer');
    await groupsPage.makeGroup(`left by ${viewer.name}`);
    await groupsPage.ready();
    await groupsPage.addMember(viewer.name);
    await expect(groupsPage.members).toHaveCount(1);
    await groupsPage.ready();
    await groupsPage.addMember(ada.name);
    await expect(groupsPage.members).toHaveCount(2);

    const theirs = new GroupsPage(await elsewhere(viewer), scripts);
    await theirs.open();
    await expect(theirs.make).toHaveCount(0);
    await theirs.page.getByRole('link', { name: `left by ${viewer.name}` }).click();
    await theirs.ready();
    for (const button of [theirs.add, theirs.rename, theirs.askToDelete, theirs.remove(ada.name)]) {
        await expect(button).toHaveCount(0);
    }
    await theirs.leave.click();
    await groupsPage.page.reload();
    await groupsPage.ready();
    await expect(groupsPage.members).toHaveCount(1);
    await groupsPage.leave.click();
    await expect(groupsPage.page.getByText('Nobody is in this group.')).toBeVisible();
});
