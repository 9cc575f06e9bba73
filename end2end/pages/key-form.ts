import type { Locator } from '@playwright/test';

export interface KeyFields {
    name?: string;
    role?: 'Viewer' | 'Publisher' | 'Administrator';
    /** The value of the choice. */
    expiry?: '7' | '30' | '60' | '90' | 'date' | 'never';
    /** `YYYY-MM-DD` */
    date?: string;
}

/** The fields of "Create API Key", in the dialog and on the page. */
export class KeyForm {
    readonly name: Locator;
    readonly roles: Locator;
    readonly expiry: Locator;
    readonly date: Locator;
    readonly submit: Locator;

    constructor(readonly root: Locator) {
        this.name = root.getByLabel('Name', { exact: true });
        this.roles = root.getByRole('radio');
        this.expiry = root.getByLabel('Expires', { exact: true });
        this.date = root.getByLabel('Expiry date', { exact: true });
        this.submit = root.getByRole('button', { name: 'Create key' });
    }

    role(label: string): Locator {
        return this.root.getByRole('radio', { name: label });
    }

    async fill({ name, role, expiry, date }: KeyFields): Promise<void> {
        if (name !== undefined) await this.name.fill(name);
        // As people do: the whole choice can be pressed.
        if (role) await this.root.getByText(role, { exact: true }).click();
        if (expiry) await this.expiry.selectOption(expiry);
        if (date) await this.date.fill(date);
    }

    async send(fields: KeyFields): Promise<void> {
        await this.fill(fields);
        await this.submit.click();
    }
}
