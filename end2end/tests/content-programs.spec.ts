import { expect, test } from '../support/test';

// Everybody here is signed in as a publisher.
test.beforeEach(({ ada }) => void ada);

test('a Plumber API runs in the frame, and its owner reads what it wrote', async ({ ada, server, appPage, page }) => {
    const item = await server.publish(ada, 'samples/api', `api-${ada.name}`);
    await appPage.open(item);
    await expect(appPage.main).toContainText('Plumber API by');
    await expect(appPage.content.getByRole('heading')).toHaveText('Means of random numbers');
    await appPage.open(item, 'logs');
    await expect(appPage.log).toContainText('Somebody looks at the front page.');
    await expect(appPage.main).toContainText('Running.');
    await appPage.log.focus();
    await expect(appPage.log).toBeFocused();

    await appPage.startAgain.click();
    await expect(appPage.status('starts again when somebody opens it')).toBeVisible();
    await expect(appPage.content.getByRole('heading')).toHaveText('Means of random numbers');
    expect(page.url()).toContain(appPage.path(item));
});

test('a program that does not start tells its owner why', async ({ ada, server, appPage, complaints }) => {
    for (const status of [500, 502, 503]) complaints.expectStatus(status);
    const item = await server.publishFailing(ada, `failing-${ada.name}`);
    await appPage.open(item);
    await expect(appPage.failure).toContainText('exit status 1');
    await appPage.failure.getByRole('link', { name: 'Read the logs' }).click();
    await expect(appPage.log).toContainText('the lake is frozen');
});
