import { expect, test } from '../support/test';

test('visits by browsers and by keys are counted, with who and by which key', async ({ ada, server, appPage, page }) => {
    const viewer = await server.addUser('viewer');
    const key = await server.createKey(viewer, 'nightly-job');
    const item = await server.publish(ada, 'samples/plot', `usage-${ada.name}`, ['--access', 'logged_in']);
    await appPage.open(item, 'usage');
    await expect(appPage.main).toContainText('Nobody opened this content in the last 30 days.');

    const answer = await fetch(`${item.content_url}target.html`, { headers: { Authorization: `Key ${key}` } });
    expect(answer.status).toBe(200);
    await appPage.open(item);
    await expect(appPage.content.getByRole('heading')).toHaveText('Plot');

    await appPage.open(item, 'usage');
    const latest = page.getByRole('table', { name: 'Latest visits' });
    await expect(latest.getByRole('row').filter({ hasText: 'target.html' })).toContainText(viewer.name);
    await expect(latest.getByRole('row').filter({ hasText: 'target.html' })).toContainText('nightly-job');
    await expect(latest.getByRole('row').filter({ hasText: ada.name }).first()).toBeVisible();
    const visitors = page.getByRole('table', { name: 'Visitors' });
    await expect(visitors.getByRole('row').filter({ hasText: 'nightly-job' })).toContainText('1');
    await expect(page.getByRole('group', { name: /^Visits by day\. \d+ visits in 30 days\./ })).toBeVisible();
    await page.getByText('Figures by day').click();
    await expect(page.getByRole('table', { name: 'Visits by day' })).toBeVisible();

    await appPage.main.getByRole('link', { name: '90 days' }).click();
    await appPage.expectPath(`${appPage.path(item, 'usage')}?days=90`);
    await expect(appPage.main).toContainText('in the last 90 days');
});
