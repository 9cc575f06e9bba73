import { checkEveryState, signedIn } from '../support/states';
import { expect, test } from '../support/test';

checkEveryState();

signedIn();

test('new content', async ({ uploadForm }) => {
    await uploadForm.goto('/connect/new');
    await expect(uploadForm.publish).toBeVisible();
});

test('new content with mistakes', async ({ uploadForm }) => {
    await uploadForm.goto('/connect/new');
    await uploadForm.title.fill('x');
    await uploadForm.publish.click();
    await expect(uploadForm.files).toHaveAttribute('aria-invalid', 'true');
});

test('new version', async ({ ada, server, appPage, uploadForm }) => {
    const item = await server.publish(ada, 'samples/plot', 'new-version');
    await uploadForm.goto(appPage.path(item, 'versions/new'));
    await expect(uploadForm.publishVersion).toBeVisible();
});

test('versions', async ({ ada, server, appPage, versionsPage }) => {
    const item = await server.publish(ada, 'samples/plot', 'versions');
    await server.publish(ada, 'samples/plot', 'versions');
    await versionsPage.goto(appPage.path(item, 'versions'));
    await expect(versionsPage.rows).toHaveCount(2);
});

test('version, delete question', async ({ ada, server, appPage, versionsPage }) => {
    const item = await server.publish(ada, 'samples/plot', 'versions-delete');
    await server.publish(ada, 'samples/plot', 'versions-delete');
    await versionsPage.goto(appPage.path(item, 'versions'));
    await versionsPage.rows.last().getByRole('link', { name: /Delete/ }).click();
    await expect(versionsPage.delete).toBeVisible();
});

test('deploy that went well', async ({ ada, server, appPage, versionsPage }) => {
    const item = await server.publish(ada, 'samples/plot', 'deploy-well');
    await server.publish(ada, 'samples/plot', 'deploy-well');
    await versionsPage.goto(appPage.path(item, 'versions'));
    await versionsPage.rows.last().getByRole('button', { name: /Activate/ }).click();
    await versionsPage.follow(versionsPage.outcome.getByText('The deploy went well.'));
});

test('deploy that failed', async ({ ada, server, appPage, uploadForm, versionsPage }) => {
    const item = await server.publish(ada, 'samples/plot', 'deploy-failed');
    await uploadForm.goto(appPage.path(item, 'versions/new'));
    // A kind that is not run here.
    const [app, manifest] = [Buffer.from('x'), Buffer.from('{"metadata":{"appmode":"shiny"}}')];
    await uploadForm.files.setInputFiles([
        { name: 'app.R', mimeType: 'text/plain', buffer: app },
        { name: 'manifest.json', mimeType: 'application/json', buffer: manifest },
    ]);
    await uploadForm.publishVersion.click();
    await versionsPage.follow(versionsPage.outcome.getByText('The deploy failed'));
});
