import { expect, type Locator, type Page } from '@playwright/test';
import { BasePage } from './base';
import { type KeyFields, KeyForm } from './key-form';
import { NewKey } from './new-key';

/** The API Keys page with its dialogs. */
export class KeysPage extends BasePage {
    readonly newButton: Locator;
    readonly table: Locator;
    readonly rows: Locator;
    readonly dialog: Locator;
    readonly form: KeyForm;
    /** Where the new key appears: with scripts in the dialog, without on a page of its own. */
    readonly newKey: NewKey;
    readonly filter: Locator;
    readonly pagination: Locator;

    constructor(page: Page, scripts: boolean) {
        super(page, scripts);
        this.newButton = page.getByRole('button', { name: 'New API Key' });
        this.table = page.getByRole('table', { name: 'API keys' });
        this.rows = this.table.getByRole('row').filter({ has: page.getByRole('rowheader') });
        this.dialog = page.locator('#create-key');
        this.form = new KeyForm(this.dialog);
        this.newKey = new NewKey(scripts ? this.dialog : page.getByRole('main'));
        this.filter = page.getByRole('searchbox', { name: 'Name contains' });
        this.pagination = page.getByRole('navigation', { name: 'Pages' });
    }

    async open(): Promise<void> {
        await this.goto('/connect/keys');
        await expect(this.heading).toHaveText('API Keys');
    }

    async openDialog(): Promise<void> {
        await this.newButton.click();
        await expect(this.form.name).toBeVisible();
    }

    /** Makes a key, gives it, and leaves it displayed. */
    async create(fields: KeyFields): Promise<string> {
        await this.openDialog();
        await this.form.send(fields);
        await expect(this.newKey.title).toBeVisible();
        return this.newKey.value();
    }

    /** Closes the look at the new key, and waits for the list. */
    async finish(name: string): Promise<void> {
        await this.newKey.done.click();
        await expect(this.row(name)).toBeVisible();
        await this.ready();
    }

    row(name: string): Locator {
        return this.rows.filter({ has: this.page.getByRole('link', { name, exact: true }) });
    }

    bin(name: string): Locator {
        return this.page.getByRole('button', { name: `Delete key ${name}`, exact: true });
    }

    question(name: string): DeleteQuestion {
        return new DeleteQuestion(this.page.getByRole('alertdialog', { name: `Delete key “${name}”?` }));
    }

    async delete(name: string): Promise<void> {
        await this.bin(name).click();
        await this.question(name).confirm.click();
        await expect(this.status(name)).toBeVisible();
        await this.ready();
    }
}

/** The dialog behind a bin. */
export class DeleteQuestion {
    readonly cancel: Locator;
    readonly confirm: Locator;
    readonly descendants: Locator;

    constructor(readonly root: Locator) {
        this.cancel = root.getByRole('button', { name: 'Cancel' });
        this.confirm = root.getByRole('button', { name: 'Delete key' });
        this.descendants = root.getByRole('checkbox');
    }
}
