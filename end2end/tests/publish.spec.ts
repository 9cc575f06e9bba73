import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from '../support/test';

const plot = resolve(import.meta.dirname, '../samples/plot');
const page = { name: 'index.html', mimeType: 'text/html', buffer: Buffer.from('<title>P</title><h1>One page</h1>') };

test('a folder becomes content by a form, and its deploy leads there', async ({
    ada,
    contentPage,
    uploadForm,
    versionsPage,
    appPage,
}) => {
    await contentPage.open();
    await contentPage.newContent.click();
    await uploadForm.expectPath('/connect/new');
    await uploadForm.title.fill(`Folder of ${ada.name}`);
    await uploadForm.choose('All users - login required');
    await uploadForm.folder.setInputFiles(plot);
    await uploadForm.publish.click();
    await versionsPage.follow(appPage.status('The content is published.'));
    await expect(appPage.heading).toHaveText(`Folder of ${ada.name}`);
    await expect(appPage.content.getByRole('heading')).toHaveText('Plot');
    await expect(appPage.main).toContainText('All users');
});

test('what is wrong stands beside the files, which are chosen still where scripts run', async ({
    ada,
    uploadForm,
    scripts,
    complaints,
}) => {
    complaints.expectStatus(422);
    await uploadForm.goto('/connect/new');
    await uploadForm.title.fill(`Broken of ${ada.name}`);
    await uploadForm.files.setInputFiles({ name: 'a.tar.gz', mimeType: 'application/gzip', buffer: Buffer.from('x') });
    await uploadForm.publish.click();
    await expect(uploadForm.files).toHaveAttribute('aria-invalid', 'true');
    await expect(uploadForm.files).toHaveAccessibleDescription(/The archive cannot be read/);
    await expect(uploadForm.title).toHaveValue(`Broken of ${ada.name}`);
    await expect(uploadForm.files).toHaveValue(scripts ? /a\.tar\.gz$/ : '');
    if (scripts) await expect(uploadForm.files).toBeFocused();
});

test('a new version is published, an older one activated again, and another deleted', async ({
    ada,
    server,
    appPage,
    uploadForm,
    versionsPage,
}) => {
    const item = await server.publish(ada, 'samples/plot', `versions-${ada.name}`);
    await appPage.open(item);
    await (await appPage.link('Versions')).click();
    await expect(versionsPage.rows).toHaveCount(1);
    await expect(versionsPage.rows.getByText('served', { exact: true })).toBeVisible();
    await versionsPage.newVersion.click();
    await uploadForm.expectPath(appPage.path(item, 'versions/new'));
    await uploadForm.files.setInputFiles(page);
    await uploadForm.publishVersion.click();
    await versionsPage.follow(appPage.status('The content is published.'));
    await expect(appPage.content.getByRole('heading')).toHaveText('One page');

    await (await appPage.link('Versions')).click();
    await versionsPage.expectPath(appPage.path(item, 'versions'));
    const [newer, older] = [versionsPage.rows.nth(0), versionsPage.rows.nth(1)];
    await older.getByRole('button', { name: /Activate/ }).click();
    const deployed = versionsPage.outcome.getByText('The deploy went well.');
    await versionsPage.follow(deployed);
    await expect(versionsPage.log).toContainText('It is served now.');
    await versionsPage.page.getByRole('link', { name: 'Show the content' }).click();
    await expect(appPage.content.getByRole('heading')).toHaveText('Plot');

    await versionsPage.goto(appPage.path(item, 'versions'));
    await expect(older.getByText('served', { exact: true })).toBeVisible();
    await newer.getByRole('link', { name: /Delete version/ }).click();
    await versionsPage.delete.click();
    await expect(versionsPage.status(/Version \d+ was deleted\./)).toBeVisible();
    await expect(versionsPage.rows).toHaveCount(1);
});

test('the archive of a version is downloaded, and can be uploaded again', { tag: '@once' }, async ({
    ada,
    server,
    appPage,
    versionsPage,
    uploadForm,
}) => {
    const item = await server.publish(ada, 'samples/plot', `download-${ada.name}`);
    await versionsPage.goto(appPage.path(item, 'versions'));
    const [download] = await Promise.all([
        versionsPage.page.waitForEvent('download'),
        versionsPage.rows.getByRole('link', { name: /Download/ }).click(),
    ]);
    const name = download.suggestedFilename();
    expect(name).toMatch(/^bundle-\d+\.tar\.gz$/);
    const buffer = await readFile(await download.path());
    await uploadForm.goto(appPage.path(item, 'versions/new'));
    await uploadForm.files.setInputFiles({ name, mimeType: 'application/gzip', buffer });
    await uploadForm.publishVersion.click();
    await versionsPage.follow(appPage.status('The content is published.'));
    await expect(appPage.content.getByRole('heading')).toHaveText('Plot');
});

test('the log of a deploy grows while it runs, and the reason of a failure comes on top', { tag: '@js @once' }, async ({
    ada,
    server,
    appPage,
    versionsPage,
    uploadForm,
}) => {
    const item = await server.publish(ada, 'samples/plot', `failing-${ada.name}`);
    await uploadForm.goto(appPage.path(item, 'versions/new'));
    await uploadForm.folder.setInputFiles(resolve(import.meta.dirname, '../samples/broken-api'));
    await uploadForm.publishVersion.click();
    await expect(versionsPage.log).toContainText('This is a Plumber API.');
    await expect(versionsPage.outcome).toContainText('The deploy failed, and what is served did not change.');
    await expect(versionsPage.outcome).toBeFocused();
    await appPage.open(item);
    await expect(appPage.content.getByRole('heading')).toHaveText('Plot');
});

test('a folder that is dropped is sent, and how much of it arrived is shown', { tag: '@js @once' }, async ({
    ada,
    uploadForm,
    versionsPage,
    appPage,
}) => {
    await uploadForm.goto('/connect/new');
    await uploadForm.title.fill(`Dropped by ${ada.name}`);
    const box = await uploadForm.folder.boundingBox();
    if (!box) throw new Error('The field for folders has no place.');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const session = await uploadForm.page.context().newCDPSession(uploadForm.page);
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        const data = { items: [], files: [plot], dragOperationsMask: 1 };
        await session.send('Input.dispatchDragEvent', { type, x, y, data });
    }
    await expect
        .poll(() => uploadForm.folder.evaluate((field: HTMLInputElement) => field.files?.length))
        .toBeGreaterThan(1);
    // The answer waits until the bar was seen.
    let release = (): void => {};
    const seen = new Promise<void>((resolve) => (release = resolve));
    await uploadForm.page.route('**/connect/new', async (route) => {
        await seen;
        await route.continue();
    });
    await uploadForm.publish.click();
    await expect(uploadForm.page.getByRole('progressbar', { name: 'Sending the files' })).toBeVisible();
    release();
    await versionsPage.follow(appPage.status('The content is published.'));
    await expect(appPage.content.getByRole('heading')).toHaveText('Plot');
});

test('viewers see no button, and nothing behind its address', { tag: '@once' }, async ({
    server,
    signInPage,
    contentPage,
    complaints,
}) => {
    complaints.expectStatus(403);
    await signInPage.signIn(await server.addUser('viewer'));
    await contentPage.open();
    await expect(contentPage.newContent).toHaveCount(0);
    await contentPage.goto('/connect/new');
    await expect(contentPage.heading).toHaveText('Not allowed');
});

test('publishing needs no mouse', { tag: '@js @once' }, async ({ ada, uploadForm, versionsPage, appPage }) => {
    await uploadForm.goto('/connect/new');
    const { keyboard } = uploadForm.page;
    await uploadForm.title.focus();
    await keyboard.type(`Typed by ${ada.name}`);
    await keyboard.press('Tab');
    await keyboard.press('ArrowUp');
    await keyboard.press('Tab');
    await expect(uploadForm.folder).toBeFocused();
    await keyboard.press('Tab');
    await expect(uploadForm.files).toBeFocused();
    // What the system's own dialog would give.
    await uploadForm.files.setInputFiles(page);
    await keyboard.press('Tab');
    await expect(uploadForm.publish).toBeFocused();
    await keyboard.press('Enter');
    await versionsPage.follow(appPage.status('The content is published.'));
    await expect(appPage.main).toContainText('All users');
});
