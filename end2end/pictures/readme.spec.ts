import { expect, test } from '../support/test';

const folder = '../docs/pictures';

/** The sample account of the README, its keys, and the three pictures. */
test('the pictures of the README', async ({ freshServer: server, page, signInPage, keysPage, profilePage, appPage }) => {
    const ada = await server.addUser('publisher', 'ada');
    await page.goto(`${server.url}/__login__`);
    await signInPage.send(ada.name, ada.password);
    await expect(page).toHaveURL(`${server.url}/connect/`);

    await profilePage.goto(`${server.url}/connect/profile`);
    await profilePage.firstName.fill('Ada');
    await profilePage.lastName.fill('Lovelace');
    await profilePage.save.click();
    await expect(profilePage.status(/saved/i)).toBeVisible();

    await server.createKey(ada, 'grafana', { role: 'viewer', expiresIn: '5d' });
    await server.call(await server.createKey(ada, 'nightly-job', { role: 'publisher', expiresIn: '90d' }), 'v1/user');
    await server.call(await server.createKey(ada, 'pins in R', { role: 'publisher' }), 'v1/user');
    await server.createKey(ada, 'my_api_key', { role: 'viewer', expiresIn: '30d' });

    await keysPage.goto(`${server.url}/connect/keys`);
    await expect(keysPage.rows).toHaveCount(4);
    await page.screenshot({ path: `${folder}/keys.png`, clip: { x: 0, y: 0, width: 1100, height: 480 } });

    await keysPage.openDialog();
    await keysPage.form.fill({ name: 'weekly report' });
    await page.screenshot({ path: `${folder}/create-key.png`, caret: 'hide' });

    await keysPage.form.submit.click();
    await keysPage.newKey.value();
    await page.screenshot({ path: `${folder}/new-key.png` });

    const title = ['--title', 'Eruptions of Old Faithful'];
    const item = await server.publish(ada, 'samples/plot/target.html', 'old-faithful', title);
    await appPage.goto(`${server.url}${appPage.path(item)}`);
    await expect(appPage.content.getByRole('img')).toBeVisible();
    await page.screenshot({ path: `${folder}/content.png`, clip: { x: 0, y: 0, width: 1100, height: 560 } });
});
