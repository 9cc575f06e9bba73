import { checkEveryState, signedIn } from '../support/states';
import { expect, test } from '../support/test';

checkEveryState();

signedIn();

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
