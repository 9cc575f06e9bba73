import { expect, test } from '../support/test';

// Everybody here is signed in as a publisher.
test.beforeEach(({ ada }) => void ada);

test('the list shows what I may see, with the address that programs call', async ({
    ada,
    server,
    contentPage,
    elsewhere,
}) => {
    const viewer = await server.addUser('viewer');
    const stranger = await server.addUser('viewer');
    const name = `plot-of-${ada.name}`;
    const content = await server.publish(ada, 'samples/plot', name, [
        '--title',
        `Plot of ${ada.name}`,
        '--access',
        'acl',
        '--allow',
        viewer.name,
    ]);

    await contentPage.open();
    const row = contentPage.row(`Plot of ${ada.name}`);
    await expect(row).toContainText(ada.name);
    await expect(row).toContainText(/static/i);
    await expect(contentPage.targetUrl(`Plot of ${ada.name}`)).toHaveText(content.content_url);
    expect(content.content_url).toContain(`${server.url}/content/${content.guid}`);

    for (const [user, rows] of [
        [viewer, 1],
        [stranger, 0],
    ] as const) {
        const page = await elsewhere(user);
        await expect(page.getByRole('rowheader', { name: `Plot of ${ada.name}` })).toHaveCount(rows);
    }
});

test('the same name again is a new version of the same item', async ({ ada, server, contentPage }) => {
    const name = `again-${ada.name}`;
    const first = await server.publish(ada, 'samples/plot', name);
    const second = await server.publish(ada, 'samples/plot', name, ['--title', `Again ${ada.name}`]);
    expect(second.guid).toBe(first.guid);
    await contentPage.open();
    await expect(contentPage.row(`Again ${ada.name}`)).toHaveCount(1);
    await expect(contentPage.row(name)).toHaveCount(0);
});

test('a browser that opens the target URL sees the content alone, on its own origin', async ({
    ada,
    server,
    page,
    complaints,
}) => {
    // A page that stands alone is asked for its icon.
    complaints.expect(/favicon\.ico/);
    const { guid, content_url } = await server.publish(ada, 'samples/plot', `alone-${ada.name}`);
    await page.goto(`${content_url}target.html`);
    await expect(page.getByRole('img', { name: /eruptions/ })).toBeVisible();
    expect(new URL(page.url()).origin).not.toBe(new URL(server.url).origin);
    expect(new URL(page.url()).pathname).toBe(`/content/${guid}/target.html`);
});

test('what does not exist is a page in words', async ({ frame, complaints }) => {
    complaints.expectStatus(404);
    for (const path of [
        '/connect/nothing',
        '/nothing',
        '/connect/keys/999999',
        '/connect/keys/x',
        '/content/999999/',
    ]) {
        const response = await frame.goto(path);
        expect(response?.status(), path).toBe(404);
        await expect(frame.heading, path).toBeVisible();
    }
});
