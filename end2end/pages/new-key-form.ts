import type { Page } from '@playwright/test';
import { BasePage } from './base';
import { KeyForm } from './key-form';
import { NewKey } from './new-key';

/** "Create API Key" as a page of its own, and the page that shows the key made there. */
export class NewKeyPage extends BasePage {
    readonly form: KeyForm;
    readonly newKey: NewKey;

    constructor(page: Page, scripts: boolean) {
        super(page, scripts);
        this.form = new KeyForm(page.getByRole('main'));
        this.newKey = new NewKey(page.getByRole('main'));
    }

    async open(): Promise<void> {
        await this.goto('/connect/keys/new');
    }
}
