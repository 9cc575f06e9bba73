import { type Locator, type Page } from '@playwright/test';
import { expect, test } from '../support/test';

/*
 * Every page in every state: axe finds nothing, nothing lies beyond the right edge, and a picture is kept for people.
 * The projects show them wide and narrow, light and dark, with and without scripts.
 */

/** Fails when the window, or an open dialog, would have to be scrolled sideways. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
    const excess = (element: Element): number => element.scrollWidth - element.clientWidth;
    expect(await page.locator('html').evaluate(excess)).toBeLessThanOrEqual(0);
    for (const dialog of await page.locator('dialog[open]').all()) {
        expect(await dialog.evaluate(excess)).toBeLessThanOrEqual(0);
        const [box, width] = [await dialog.boundingBox(), page.viewportSize()?.width ?? 0];
        expect(box?.x).toBeGreaterThanOrEqual(0);
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
    }
}

/** Fails when something to click is smaller than 32 pixels. */
async function expectLargeTargets(page: Page): Promise<void> {
    const targets: Locator = page.locator(
        'button:visible, a.button:visible, input:not([type=radio], [type=checkbox]):visible, select:visible',
    );
    for (const target of await targets.all()) {
        const box = await target.boundingBox();
        if (!box || box.width <= 1) continue;
        const what = await target.evaluate((element) => element.outerHTML.slice(0, 100));
        expect(Math.min(box.width, box.height), what).toBeGreaterThanOrEqual(32);
    }
}

test.afterEach(async ({ page, accessible, picture }, testInfo) => {
    if (testInfo.status !== testInfo.expectedStatus) return;
    await picture(testInfo.title.replaceAll(/[^a-z0-9]+/gi, '-'));
    await expectNoSidewaysScroll(page);
    await expectLargeTargets(page);
    await accessible();
});

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

test.describe('signed in', () => {
    test.beforeEach(({ ada, complaints }) => {
        void ada;
        for (const status of [400, 403, 404, 410, 422]) complaints.expectStatus(status);
    });

    test('user menu', async ({ frame }) => {
        await frame.userButton.click();
        await expect(frame.menu).toBeVisible();
    });

    test('not found', async ({ frame }) => {
        await frame.goto('/connect/nothing-here');
        await expect(frame.heading).toBeVisible();
    });

    test('content list', async ({ ada, server, contentPage }) => {
        await server.publish(ada, 'samples/plot', 'quarterly-plot', [
            '--title',
            'Quarterly plot',
            '--access',
            'logged_in',
        ]);
        await server.publish(ada, 'samples/plot', 'long', [
            '--title',
            `A title without an end ${'and on '.repeat(30)}`,
        ]);
        await server.publish(ada, 'samples/plot', 'wide', ['--title', 'W'.repeat(120), '--access', 'acl']);
        await contentPage.open();
        await expect(contentPage.row('Quarterly plot').first()).toBeVisible();
    });

    test('content view', async ({ ada, server, appPage }) => {
        const title = `The plot of ${ada.name}, with a title that needs more than one line`;
        const item = await server.publish(ada, 'samples/plot', 'viewed', ['--title', title]);
        await appPage.open(item);
        await expect(appPage.content.getByRole('heading')).toHaveText('Plot');
    });

    test('content view with its menu', async ({ ada, server, appPage }) => {
        await appPage.open(await server.publish(ada, 'samples/plot', 'viewed'));
        await expect(await appPage.link('Open Solo')).toBeVisible();
    });

    test('content view of somebody else', async ({ ada, server, appPage, signInPage }) => {
        const item = await server.publish(ada, 'samples/plot', 'viewed', ['--title', 'W'.repeat(120), '--access', 'all']);
        await signInPage.page.context().clearCookies();
        await signInPage.signIn(await server.addUser('viewer'));
        await appPage.open(item);
        await expect(appPage.content.getByRole('heading')).toHaveText('Plot');
    });

    test('content view without access', async ({ ada, server, appPage, signInPage }) => {
        const item = await server.publish(ada, 'samples/plot', 'viewed', ['--access', 'acl']);
        await signInPage.page.context().clearCookies();
        await signInPage.signIn(await server.addUser('administrator'));
        await appPage.open(item);
        await expect(appPage.main).toContainText('You may manage this content, but not see it');
    });

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

    test('content usage', async ({ ada, server, appPage, page }) => {
        const key = await server.createKey(ada, 'a key with a name that needs more than one line');
        const item = await server.publish(ada, 'samples/plot', 'used');
        for (const path of ['', 'target.html', 'W'.repeat(300)]) {
            await fetch(item.content_url + path, { headers: { Authorization: `Key ${key}` } });
        }
        await appPage.open(item, 'usage');
        await page.getByText('Figures by day').click();
        await expect(page.getByRole('table', { name: 'Visits by day' })).toBeVisible();
    });

    test('content usage, none', async ({ ada, server, appPage }) => {
        await appPage.open(await server.publish(ada, 'samples/plot', 'used'), 'usage');
        await expect(appPage.main).toContainText('Nobody opened this content');
    });

    test('content logs', async ({ ada, server, appPage }) => {
        const item = await server.publish(ada, 'samples/api', 'logged');
        await appPage.open(item);
        await expect(appPage.content.getByRole('heading')).toBeVisible();
        await appPage.open(item, 'logs');
        await expect(appPage.log).toContainText('Somebody looks at the front page.');
    });

    test('content logs, none', async ({ ada, server, appPage }) => {
        await appPage.open(await server.publish(ada, 'samples/api', 'logged'), 'logs');
        await expect(appPage.main).toContainText('The program has written nothing yet.');
    });

    test('content with a program that fails', async ({ ada, server, appPage, complaints }) => {
        for (const status of [500, 502, 503]) complaints.expectStatus(status);
        await appPage.open(await server.publishFailing(ada, 'failing'));
        await expect(appPage.failure).toBeVisible();
    });

    test('content logs of a program that fails', async ({ ada, server, appPage }) => {
        await appPage.open(await server.publishFailing(ada, 'failing'), 'logs');
        await expect(appPage.failure).toBeVisible();
    });

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

    test('keys, none', async ({ keysPage }) => {
        await keysPage.open();
        await expect(keysPage.newButton).toBeVisible();
    });

    test('keys, some', async ({ ada, server, keysPage }) => {
        await server.createKey(ada, 'W'.repeat(255), { role: 'viewer' });
        await server.createKey(ada, 'nightly-job', { expiresIn: '90d' });
        await server.call(await server.createKey(ada, 'my_api_key', { role: 'viewer', expiresIn: '3d' }), 'v1/user');
        await keysPage.open();
        await expect(keysPage.rows).toHaveCount(3);
    });

    test('keys, many', async ({ ada, server, keysPage }) => {
        const maker = await server.createKey(ada, 'maker');
        await Promise.all(Array.from({ length: 60 }, (_, index) => server.createChild(maker, `tool ${index + 1}`)));
        await keysPage.open();
        await expect(keysPage.pagination).toBeVisible();
    });

    test('keys, filtered to none', async ({ ada, server, keysPage }) => {
        const maker = await server.createKey(ada, 'maker');
        for (let number = 1; number <= 11; number += 1) await server.createChild(maker, `tool ${number}`);
        await keysPage.goto('/connect/keys?q=nothing');
        await expect(keysPage.filter).toHaveValue('nothing');
    });

    test('create dialog', async ({ keysPage }) => {
        await keysPage.open();
        await keysPage.openDialog();
    });

    test('create dialog with a date', async ({ keysPage }) => {
        await keysPage.open();
        await keysPage.openDialog();
        await keysPage.form.fill({ name: 'my_api_key', expiry: 'date' });
        await expect(keysPage.form.date).toBeVisible();
    });

    test('create dialog with a mistake', async ({ keysPage, newKeyPage, scripts }) => {
        await keysPage.open();
        await keysPage.openDialog();
        await keysPage.form.send({ name: '   ' });
        await expect((scripts ? keysPage : newKeyPage).form.name).toHaveAttribute('aria-invalid', 'true');
    });

    test('new key in the dialog', async ({ keysPage }) => {
        await keysPage.open();
        await keysPage.create({ name: 'my_api_key' });
    });

    test('create page', async ({ newKeyPage }) => {
        await newKeyPage.open();
        await expect(newKeyPage.form.submit).toBeVisible();
    });

    test('create page with a mistake', async ({ newKeyPage }) => {
        await newKeyPage.open();
        await newKeyPage.form.send({ name: '   ', expiry: 'date' });
        for (const field of [newKeyPage.form.name, newKeyPage.form.date]) {
            await expect(field).toHaveAttribute('aria-invalid', 'true');
        }
    });

    test('new key on its page', async ({ newKeyPage }) => {
        await newKeyPage.open();
        await newKeyPage.form.send({ name: 'my_api_key' });
        await newKeyPage.newKey.value();
    });

    test('new key that was shown before', async ({ newKeyPage, page }) => {
        await newKeyPage.open();
        await newKeyPage.form.send({ name: 'my_api_key' });
        await newKeyPage.newKey.value();
        await page.reload();
        await expect(newKeyPage.newKey.key).toHaveCount(0);
        await expect(newKeyPage.heading).toBeVisible();
    });

    test('delete question', async ({ ada, server, keysPage }) => {
        await server.createChild(await server.createKey(ada, 'my_api_key'), 'made with it');
        await keysPage.open();
        await keysPage.bin('my_api_key').click();
        await expect(keysPage.question('my_api_key').cancel).toBeVisible();
    });

    test('delete question with a long name', async ({ ada, server, keysPage }) => {
        const name = 'W'.repeat(255);
        await server.createKey(ada, name);
        await keysPage.open();
        await keysPage.bin(name).click();
        await expect(keysPage.question(name).cancel).toBeVisible();
    });

    test('key deleted', async ({ ada, server, keysPage }) => {
        await server.createKey(ada, 'nightly-job');
        await server.createKey(ada, 'my_api_key');
        await keysPage.open();
        await keysPage.delete('my_api_key');
    });

    test('one key', async ({ ada, server, keysPage }) => {
        const maker = await server.createKey(ada, 'my_api_key', { expiresIn: '3d' });
        for (const name of ['first child', 'second child']) await server.createChild(maker, name);
        await keysPage.open();
        await keysPage.row('my_api_key').getByRole('link').click();
        await expect(keysPage.heading).toHaveText('my_api_key');
    });

    test('one key that is not there', async ({ frame }) => {
        await frame.goto('/connect/keys/999999');
        await expect(frame.heading).toBeVisible();
    });

    test('profile', async ({ profilePage }) => {
        await profilePage.open();
        await expect(profilePage.save).toBeVisible();
    });

    test('profile saved', async ({ profilePage }) => {
        await profilePage.open();
        await profilePage.firstName.fill('Ada');
        await profilePage.save.click();
        await expect(profilePage.status(/saved/i)).toBeVisible();
    });

    test('profile with mistakes', async ({ profilePage }) => {
        await profilePage.open();
        await profilePage.sendPasswords('not the password', 'short');
        await expect(profilePage.page.locator('[aria-invalid=true]').first()).toBeVisible();
    });
});

test('content list, none', async ({ freshServer, page, signInPage, contentPage }) => {
    const user = await freshServer.addUser('publisher');
    await page.goto(`${freshServer.url}/__login__`);
    await signInPage.send(user.name, user.password);
    await expect(contentPage.heading).toHaveText('Content');
    await contentPage.ready();
});

test('content list, none for a viewer', async ({ freshServer, page, signInPage, contentPage }) => {
    const user = await freshServer.addUser('viewer');
    await page.goto(`${freshServer.url}/__login__`);
    await signInPage.send(user.name, user.password);
    await expect(contentPage.heading).toHaveText('Content');
    await contentPage.ready();
});
