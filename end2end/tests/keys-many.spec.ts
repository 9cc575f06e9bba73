import { expect, test } from '../support/test';

test('a thousand keys stay usable @once', async ({ ada, server, keysPage, page }) => {
    const maker = await server.createKey(ada, 'maker');
    const numbers = Array.from({ length: 999 }, (_, index) => index + 1);
    while (numbers.length > 0) {
        const batch = numbers.splice(0, 25);
        await Promise.all(batch.map((number) => server.createChild(maker, `tool ${String(number).padStart(3, '0')}`)));
    }

    const response = await keysPage.goto('/connect/keys');
    await expect(keysPage.rows).toHaveCount(50);
    await expect(page.getByText('1000 keys')).toBeVisible();
    expect((await response?.body())?.length).toBeLessThan(300_000);

    // Page by page to the end.
    await keysPage.pagination.getByRole('link', { name: 'Next' }).click();
    await keysPage.expectPath('/connect/keys?page=2');
    await expect(keysPage.pagination.getByRole('link', { name: 'Page 2', exact: true })).toHaveAttribute(
        'aria-current',
        'page',
    );
    await keysPage.pagination.getByRole('link', { name: 'Page 20', exact: true }).click();
    await expect(keysPage.row('maker')).toBeVisible();
    await expect(keysPage.rows).toHaveCount(50);

    // By name.
    await keysPage.filter.fill('TOOL 07');
    await keysPage.filter.press('Enter');
    await expect(keysPage.rows).toHaveCount(10);
    await expect(page.getByText('10 of 1000 keys')).toBeVisible();
    await keysPage.ready();
    await keysPage.delete('tool 077');
    await expect(page.getByText('999 keys').or(page.getByText('of 999 keys')).first()).toBeVisible();

    // What is beyond the last page is no error.
    for (const query of ['page=21', 'page=0', 'page=x', 'page=99999999999999999999', 'q=%F0%9F', 'q=%25']) {
        const answer = await keysPage.goto(`/connect/keys?${query}`);
        expect(answer?.status(), query).toBeLessThan(500);
        await expect(page.getByRole('main')).toBeVisible();
    }

    // All at once, with the key they were made with.
    await keysPage.open();
    await keysPage.create({ name: 'spared' });
    await keysPage.finish('spared');
    await keysPage.goto('/connect/keys?q=maker');
    await expect(keysPage.question('maker').root).toBeHidden();
    await keysPage.bin('maker').click();
    await expect(keysPage.question('maker').descendants).toBeChecked();
    await expect(keysPage.question('maker').root).toContainText('998 keys');
    await keysPage.question('maker').confirm.click();
    await keysPage.expectPath(/^\/connect\/keys/);
    await keysPage.open();
    await expect(keysPage.rows).toHaveCount(1);
});

test('a filter finds part of a name, in any case, or says that there is none', async ({
    ada,
    server,
    keysPage,
    page,
}) => {
    const maker = await server.createKey(ada, 'maker');
    const names = ['Zoë', '100%', 'a_b', 'b&c=d', ...Array.from({ length: 8 }, (_, index) => `tool ${index}`)];
    for (const name of names) await server.createChild(maker, name);
    await keysPage.open();
    for (const [text, found] of [
        ['TOOL', 8],
        ['zoë', 1],
        ['%', 1],
        ['_', 1],
        ['&c=', 1],
        ['nothing of the kind', 0],
    ] as const) {
        await keysPage.filter.fill(text);
        await keysPage.filter.press('Enter');
        await expect(page).toHaveURL((url) => url.searchParams.get('q') === text);
        await expect(keysPage.rows, text).toHaveCount(found);
        await expect(keysPage.filter).toHaveValue(text);
    }
    await expect(page.getByText('No key has “nothing of the kind” in its name.')).toBeVisible();
    await page.getByRole('link', { name: 'Show all keys' }).click();
    await expect(keysPage.rows).toHaveCount(13);
});
