import type { Page } from '@playwright/test';
import { dateIn } from '../support/dates';
import { expect, test } from '../support/test';

// Everybody here is signed in as a publisher.
test.beforeEach(({ ada }) => void ada);

test('without keys the page says what they are for, with a line to try', async ({ server, keysPage }) => {
    await keysPage.open();
    await expect(keysPage.table).toHaveCount(0);
    await expect(keysPage.page.getByRole('heading', { name: 'You have no API keys' })).toBeVisible();
    await expect(keysPage.page.locator('#try-it')).toHaveText(
        `curl -H "Authorization: Key \${CONNECT_API_KEY}" ${server.url}/__api__/v1/user`,
    );
    await expect(keysPage.newButton).toHaveCount(1);
});

test('a key is made, works, and stands in the list', async ({ ada, server, keysPage, scripts, page }) => {
    await keysPage.open();
    const visits: string[] = [];
    page.on('framenavigated', (frame) => visits.push(frame.url()));
    const key = await keysPage.create({ name: '  my_api_key ', role: 'Viewer', expiry: '30' });
    server.keepSecret('a key made in the page', key);

    // With scripts the key appears in the dialog; without, on a page of its own.
    expect(visits).toEqual(scripts ? [] : [`${server.url}/connect/keys/created`]);
    const response = await server.call(key, 'v1/user');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ username: ada.name });

    await keysPage.finish('my_api_key');
    await expect(page).toHaveURL(`${server.url}/connect/keys`);
    const row = keysPage.row('my_api_key');
    await expect(row).toContainText('Viewer');
    await expect(row).toContainText(`clv_…${key.slice(-4)}`);
    await expect(row).toContainText('today');
    await expect(row).toContainText('in 30 days');
    await expect(row).toContainText('127.0.0.1');
});

test('a key that was never used says so', async ({ ada, server, keysPage }) => {
    await server.createKey(ada, 'unused');
    await keysPage.open();
    await expect(keysPage.row('unused')).toContainText('never used');
});

test('the dialog has its title, and typing begins at the name', async ({ keysPage, page }) => {
    await keysPage.open();
    await keysPage.openDialog();
    await expect(page.getByRole('dialog', { name: 'Create API Key' })).toBeVisible();
    await expect(keysPage.form.name).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(keysPage.dialog).toBeHidden();
    await expect(keysPage.newButton).toBeFocused();
});

test('the new key comes with ready-made lines', async ({ server, keysPage }) => {
    await keysPage.open();
    const key = await keysPage.create({ name: 'lines' });
    await expect(keysPage.newKey.root).toContainText('Copy it now. You will not see it again.');
    for (const label of ['curl', 'R', 'Python', '.Renviron']) {
        await expect(keysPage.newKey.snippet(label), label).toContainText(server.url);
    }
    await expect(keysPage.newKey.snippet('.Renviron')).toContainText(`CONNECT_API_KEY=${key}`);
});

for (const name of ['', '   ']) {
    test(`the name "${name}" is refused at the field, and nothing typed is lost`, async ({
        keysPage,
        newKeyPage,
        scripts,
        complaints,
    }) => {
        complaints.expectStatus(422);
        await keysPage.open();
        await keysPage.openDialog();
        await keysPage.form.send({ name, role: 'Publisher', expiry: 'never' });

        // Without scripts the form comes back as a page.
        const form = scripts ? keysPage.form : newKeyPage.form;
        if (!scripts) await expect(newKeyPage.heading).toHaveText('Create API Key');
        await expect(form.name).toHaveAttribute('aria-invalid', 'true');
        await expect(form.name).toHaveAccessibleDescription(/Give the key a name/);
        await expect(form.name).toBeFocused();
        await expect(form.name).toHaveValue(name);
        await expect(form.role('Publisher')).toBeChecked();
        await expect(form.expiry).toHaveValue('never');

        await form.send({ name: 'a better name' });
        const made = scripts ? keysPage.newKey : newKeyPage.newKey;
        await made.value();
        await made.done.click();
        await expect(keysPage.row('a better name')).toContainText('Publisher');
        await expect(keysPage.rows).toHaveCount(1);
    });
}

test('names may be long, strange, and shared', async ({ keysPage }) => {
    const names = ['x'.repeat(255), 'clé de Zoë 🔑 <b>&amp;', 'clé de Zoë 🔑 <b>&amp;'];
    await keysPage.open();
    for (const name of names) {
        await keysPage.create({ name });
        await keysPage.newKey.done.click();
        await expect(keysPage.row(name).first()).toBeVisible();
        await keysPage.ready();
    }
    await expect(keysPage.row(names[1] ?? '')).toHaveCount(2);
});

for (const [expiry, words] of [
    ['7', 'in 7 days'],
    ['30', 'in 30 days'],
    ['60', 'in 60 days'],
    ['90', 'in 90 days'],
    ['never', 'never'],
] as const) {
    test(`a key may last: ${expiry}`, async ({ keysPage }) => {
        await keysPage.open();
        await keysPage.openDialog();
        if (expiry !== 'never') {
            const option = keysPage.form.expiry.locator(`option[value="${expiry}"]`);
            await expect(option).toContainText(dateIn(Number(expiry)).words);
        }
        await keysPage.form.send({ name: 'lasting', expiry });
        await keysPage.newKey.value();
        await keysPage.finish('lasting');
        await expect(keysPage.row('lasting').getByRole('cell').nth(4)).toContainText(words);
    });
}

test('a key may end on a date', async ({ server, keysPage }) => {
    const { iso } = dateIn(45);
    await keysPage.open();
    await keysPage.openDialog();
    await expect(keysPage.form.date).toBeHidden();
    await keysPage.form.expiry.selectOption('date');
    await expect(keysPage.form.date).toBeVisible();
    await keysPage.form.send({ name: 'dated', date: iso });
    const key = await keysPage.newKey.value();

    // Somewhere on that day, its last instant included.
    const end = Date.parse((await server.keysOf(key))[0]?.expires_at ?? '');
    expect(end).toBeGreaterThanOrEqual(Date.parse(iso));
    expect(end).toBeLessThanOrEqual(Date.parse(iso) + 86_400_000);
    await keysPage.finish('dated');
});

for (const [date, words] of [
    ['', /Give the date/],
    ['2020-02-02', /in the future/],
] as const) {
    test(`the date "${date}" is refused at the field`, async ({ keysPage, newKeyPage, complaints }) => {
        complaints.expectStatus(422);
        await newKeyPage.open();
        await newKeyPage.form.send({ name: 'dated', expiry: 'date', date });
        await expect(newKeyPage.form.date).toHaveAttribute('aria-invalid', 'true');
        await expect(newKeyPage.form.date).toHaveAccessibleDescription(words);
        await expect(newKeyPage.form.date).toHaveValue(date);
        await expect(newKeyPage.form.name).toHaveValue('dated');
        await expect(newKeyPage.form.expiry).toHaveValue('date');
        await keysPage.open();
        await expect(keysPage.rows).toHaveCount(0);
    });
}

test('sending the form twice makes one key', async ({ server, keysPage, page, scripts, complaints }) => {
    for (const status of [400, 409, 422]) complaints.expectStatus(status);
    await keysPage.open();
    await keysPage.openDialog();
    await keysPage.form.name.fill('only one');
    if (scripts) {
        // Both in one go, before any button can be disabled.
        await keysPage.form.submit.evaluate((button: HTMLButtonElement) => {
            button.form?.requestSubmit();
            button.form?.requestSubmit();
        });
        await keysPage.newKey.value();
    } else {
        const form = await fieldsOf(page, '#create-key form');
        const headers = { Origin: server.url, 'Sec-Fetch-Site': 'same-origin' };
        await Promise.all([1, 2].map(() => page.request.post('/connect/keys', { form, headers })));
    }
    await keysPage.open();
    await expect(keysPage.row('only one')).toHaveCount(1);
});

test('a double click makes one key', async ({ keysPage }) => {
    await keysPage.open();
    await keysPage.openDialog();
    await keysPage.form.name.fill('only one');
    await keysPage.form.submit.dblclick();
    await keysPage.newKey.value();
    await keysPage.open();
    await expect(keysPage.row('only one')).toHaveCount(1);
});

test('a form sent twice as a page makes one key @once', async ({ server, newKeyPage, keysPage, page }) => {
    await newKeyPage.open();
    await newKeyPage.form.name.fill('only one');
    const form = await fieldsOf(page, 'main form');
    const headers = { Origin: server.url, 'Sec-Fetch-Site': 'same-origin' };
    await Promise.all([1, 2, 3].map(() => page.request.post('/connect/keys', { form, headers })));
    await keysPage.open();
    await expect(keysPage.row('only one')).toHaveCount(1);
});

/** The fields of a form as the browser would send them. */
async function fieldsOf(page: Page, form: string): Promise<Record<string, string>> {
    const fields: Record<string, string> = {};
    for (const field of await page.locator(`${form} :is(input, select)`).all()) {
        const [name, type] = [await field.getAttribute('name'), await field.getAttribute('type')];
        if (name && (type !== 'radio' || (await field.isChecked()))) fields[name] = await field.inputValue();
    }
    return fields;
}

test('the islands start before and after typing: nothing typed is lost @js', async ({ keysPage, page }) => {
    // The browser's half is held back until somebody has typed.
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route(/\.wasm$/, async (route) => {
        await held;
        await route.continue();
    });
    await page.goto('/connect/keys');
    await keysPage.newButton.click();
    await keysPage.form.fill({ name: 'typed early', role: 'Publisher', expiry: '7' });
    release();
    await keysPage.ready();
    await expect(keysPage.form.name).toHaveValue('typed early');
    await expect(keysPage.form.role('Publisher')).toBeChecked();
    await keysPage.form.submit.click();
    await keysPage.newKey.value();
    await keysPage.finish('typed early');
    await expect(keysPage.row('typed early')).toContainText('in 7 days');
});

test('without the browser half the same form makes the key @js', async ({ keysPage, newKeyPage, page, complaints }) => {
    complaints.expect(/wasm|net::ERR_FAILED|Failed to fetch/);
    await page.route(/\.wasm$/, (route) => route.abort());
    await page.goto('/connect/keys');
    await keysPage.openDialog();
    await keysPage.form.send({ name: 'without wasm' });
    await expect(newKeyPage.newKey.title).toBeVisible();
    await newKeyPage.newKey.value();
});

test('when the session has ended, what was typed stays in the dialog @js @once', async ({ keysPage, page }) => {
    await keysPage.open();
    await keysPage.openDialog();
    await page.context().clearCookies();
    await keysPage.form.send({ name: 'typed with care', expiry: 'never' });
    await expect(page.getByText('Your session has ended, and no key was made.')).toBeVisible();
    await expect(keysPage.form.name).toHaveValue('typed with care');
    await expect(keysPage.form.expiry).toHaveValue('never');
});
