import { AppPage } from '../pages/app';
import { expect, test } from '../support/test';

// Everybody here is signed in as a publisher.
test.beforeEach(({ ada }) => void ada);

test('a title in the list leads to the content, in a frame from another origin', async ({
    ada,
    server,
    contentPage,
    appPage,
}) => {
    const title = `Plot of ${ada.name}`;
    const item = await server.publish(ada, 'samples/plot', `view-${ada.name}`, ['--title', title]);
    await contentPage.open();
    await contentPage.row(title).getByRole('link').click();
    await appPage.expectPath(appPage.path(item));
    await expect(appPage.heading).toHaveText(title);
    await expect(appPage.main).toContainText(`Static site by ${ada.name}`);
    await expect(appPage.content.getByRole('heading')).toHaveText('Plot');
    const framed = await appPage.content.getByRole('heading').evaluate(() => location.origin);
    expect(framed).not.toBe(new URL(server.url).origin);

    // Its own links stay inside the frame.
    await appPage.content.getByRole('link', { name: 'The plot' }).click();
    await expect(appPage.content.getByRole('img', { name: /eruptions/ })).toBeVisible();
    await appPage.expectPath(appPage.path(item));
});

test('"Open Solo" is at the upper right, and on narrow screens the first entry of the "…" menu', async ({
    ada,
    server,
    appPage,
    page,
    complaints,
}) => {
    // A page that stands alone is asked for its icon.
    complaints.expect(/favicon\.ico/);
    const item = await server.publish(ada, 'samples/plot', `solo-${ada.name}`);
    await appPage.open(item);
    const link = await appPage.link('Open Solo');
    await expect(appPage.links.first()).toHaveText(/^Open Solo/);
    await expect(link).toHaveAttribute('href', item.content_url);
    const button = appPage.narrow ? appPage.more : link;
    const box = await button.boundingBox();
    const width = page.viewportSize()?.width ?? 0;
    expect(box?.x).toBeGreaterThan(width / 2);
    expect(box?.y).toBeLessThan(250);

    const solo = await appPage.openSolo();
    await expect(solo.getByRole('heading')).toHaveText('Plot');
    expect(new URL(solo.url()).origin).not.toBe(new URL(server.url).origin);
    expect(await solo.evaluate(() => window.opener)).toBeNull();
});

test('the target URL is there to copy @js', async ({ ada, server, appPage, context, page }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const item = await server.publish(ada, 'samples/plot', `copy-${ada.name}`);
    await appPage.open(item);
    await expect(appPage.targetUrl).toHaveText(item.content_url);
    await appPage.copy.click();
    await expect(appPage.copy).toContainText('Copied');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(item.content_url);
});

test('who manages an item has tabs, who only sees it has none, and to others it does not exist', async ({
    ada,
    server,
    appPage,
    elsewhere,
    scripts,
}) => {
    const viewer = await server.addUser('viewer');
    const stranger = await server.addUser('publisher');
    const access = ['--access', 'acl', '--allow', viewer.name];
    const item = await server.publish(ada, 'samples/plot', `tabs-${ada.name}`, access);
    await appPage.open(item);
    for (const tab of ['Settings', 'Usage', 'Content'] as const) {
        await (await appPage.link(tab)).click();
        await appPage.expectPath(appPage.path(item, tab === 'Content' ? '' : tab.toLowerCase()));
        await expect(await appPage.link(tab)).toHaveAttribute('aria-current', 'page');
    }

    const seen = new AppPage(await elsewhere(viewer), scripts);
    await seen.open(item);
    await expect(seen.content.getByRole('heading')).toHaveText('Plot');
    await seen.link('Open Solo');
    await expect(seen.links).toHaveText([/^Open Solo/]);

    const unseen = new AppPage(await elsewhere(stranger), scripts);
    await unseen.open(item);
    await expect(unseen.heading).toHaveText('Not found');
});

test('an administrator without access is told how to get it', async ({ ada, server, appPage, elsewhere, scripts }) => {
    void appPage;
    const boss = await server.addUser('administrator');
    const item = await server.publish(ada, 'samples/plot', `boss-${ada.name}`, ['--access', 'acl']);
    const page = new AppPage(await elsewhere(boss), scripts);
    await page.open(item);
    await expect(page.main).toContainText('You may manage this content, but not see it');
    await expect(page.iframe).toHaveCount(0);
    await page.main.getByRole('link', { name: 'People' }).click();
    await page.settings.addPerson(boss.name);
    await expect(page.status(`${boss.name} was added as a viewer.`)).toBeVisible();
    await page.open(item);
    await expect(page.content.getByRole('heading')).toHaveText('Plot');
});

test('the "…" menu opens, closes and is walked like the user menu @js @once', async ({ ada, server, appPage, page }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    const item = await server.publish(ada, 'samples/plot', `menu-${ada.name}`);
    await appPage.open(item);
    await appPage.more.focus();
    await page.keyboard.press('ArrowDown');
    await expect(appPage.links.first()).toBeFocused();
    await page.keyboard.press('End');
    await expect(appPage.links.last()).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(appPage.menu).toBeHidden();
    await expect(appPage.more).toBeFocused();
});

test('older links behind the hash lead to the pages @js @once', async ({ ada, server, appPage, page }) => {
    const item = await server.publish(ada, 'samples/plot', `hash-${ada.name}`);
    for (const [old, tab] of [
        [`${item.guid}`, ''],
        [`${item.guid}/access`, 'settings'],
        [`${item.guid}/usage/x`, 'usage'],
        [`${item.id}`, ''],
    ]) {
        await page.goto('about:blank');
        await page.goto(`/connect/#/apps/${old}`);
        await appPage.expectPath(appPage.path(item, tab));
    }
});

test('who is signed out gets to an older link by signing in @js @once', async ({
    ada,
    server,
    appPage,
    frame,
    signInPage,
    page,
}) => {
    const item = await server.publish(ada, 'samples/plot', `later-${ada.name}`);
    await frame.choose('Logout');
    await page.goto(`/connect/#/apps/${item.guid}`);
    await signInPage.ready();
    await signInPage.send(ada.name, ada.password);
    await appPage.expectPath(appPage.path(item));
});
