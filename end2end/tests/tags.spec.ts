import { expect, test } from '../support/test';

test('an administrator tends the tree of tags', async ({ root, tagsPage, complaints }) => {
    complaints.expectStatus(422);
    const [region, topic] = [`Region of ${root.name}`, `Topic of ${root.name}`];
    await tagsPage.makeTag(region);
    await expect(tagsPage.status(`The tag ${region} was made.`)).toBeVisible();
    await tagsPage.makeTag(topic);
    await tagsPage.makeTag('North', region);
    await expect(tagsPage.tree.getByRole('listitem').filter({ hasText: region }).first()).toContainText('North');

    // The same again is refused, and what was typed and chosen stays.
    await tagsPage.ready();
    await tagsPage.makeTag('NORTH', region);
    await expect(tagsPage.name).toHaveAttribute('aria-invalid', 'true');
    await expect(tagsPage.name).toHaveValue('NORTH');
    await expect(tagsPage.place.locator('option:checked')).toHaveText(region);

    // Moved elsewhere, under another name.
    await tagsPage.open();
    const of = (category: string) => tagsPage.tree.getByRole('listitem').filter({ hasText: category }).first();
    await of(region).getByRole('link', { name: 'North' }).click();
    await tagsPage.ready();
    await tagsPage.name.fill('Northern');
    await tagsPage.place.selectOption({ label: topic });
    await tagsPage.save.click();
    await expect(tagsPage.status('The tag Northern was saved.')).toBeVisible();
    await expect(of(topic)).toContainText('Northern');
    await expect(of(region)).not.toContainText('North');

    // With all that stands under it.
    await tagsPage.ready();
    await tagsPage.link(topic).click();
    await expect(tagsPage.page.getByText('It and 1 tag under it are deleted')).toBeVisible();
    await tagsPage.askToDelete.click();
    await expect(tagsPage.heading).toHaveText(`Delete the tag “${topic}”?`);
    await tagsPage.delete.click();
    await expect(tagsPage.status(`The tag ${topic} was deleted.`)).toBeVisible();
    await expect(tagsPage.tree).not.toContainText('Northern');
    await expect(tagsPage.tree).toContainText(region);
});

test('others see the tags, and change none', async ({ ada, server, tagsPage, complaints }) => {
    complaints.expectStatus(403);
    const key = await server.createKey(await server.addUser('administrator'), 'tags');
    const name = `Seen by ${ada.name}`;
    const id = await server.makeTag(key, name);
    await tagsPage.open();
    await expect(tagsPage.tree).toContainText(name);
    await expect(tagsPage.link(name)).toHaveCount(0);
    await expect(tagsPage.make).toHaveCount(0);
    await tagsPage.goto(`/connect/tags/${id}`);
    await expect(tagsPage.save).toHaveCount(0);
});
