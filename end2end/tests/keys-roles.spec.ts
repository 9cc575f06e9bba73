import { expect, test } from '../support/test';

for (const [role, roles] of [
    ['viewer', ['Viewer']],
    ['publisher', ['Viewer', 'Publisher']],
    ['administrator', ['Viewer', 'Publisher', 'Administrator']],
] as const) {
    test(`roles on offer to a ${role}`, async ({ server, signInPage, keysPage }) => {
        await signInPage.signIn(await server.addUser(role), '/connect/keys');
        await keysPage.openDialog();
        await expect(keysPage.form.roles).toHaveCount(roles.length);
        for (const label of roles) await expect(keysPage.form.role(label)).toBeVisible();
        await expect(keysPage.form.role('Viewer')).toBeChecked();

        const top = roles.at(-1) ?? 'Viewer';
        await keysPage.form.send({ name: 'of my role', role: top });
        await keysPage.newKey.value();
        await keysPage.finish('of my role');
        await expect(keysPage.row('of my role')).toContainText(top);
    });
}
