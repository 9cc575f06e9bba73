import { expect, type Locator } from '@playwright/test';

/** The one look at a new key, in the dialog or on its page. */
export class NewKey {
    readonly title: Locator;
    readonly key: Locator;
    readonly copy: Locator;
    readonly done: Locator;

    constructor(readonly root: Locator) {
        this.title = root.getByRole('heading', { name: 'Your new API key' });
        this.key = root.getByRole('textbox', { name: 'API key' });
        this.copy = root.getByRole('button', { name: /the API key$/ });
        this.done = root.getByRole('button', { name: 'Done' }).or(root.getByRole('link', { name: 'Done' }));
    }

    /** The lines for `curl`, `R`, `Python` or `.Renviron`. */
    snippet(label: string): Locator {
        return this.root.locator('.snippet').filter({ has: this.root.page().getByText(label, { exact: true }) });
    }

    async value(): Promise<string> {
        await expect(this.key).toHaveValue(/^clv_[0-9A-Za-z]{49}$/);
        return this.key.inputValue();
    }
}
