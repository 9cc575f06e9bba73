import type { Locator, Page } from '@playwright/test';
import { BasePage } from './base';

/** The accounts, one account, and the form of a new one. */
export class PeoplePage extends BasePage {
    readonly rows: Locator;
    readonly filter: Locator;
    readonly newAccount: Locator;
    readonly create: Locator;
    readonly saveRole: Locator;
    readonly lock: Locator;
    readonly unlock: Locator;
    readonly facts: Locator;

    constructor(page: Page, scripts: boolean) {
        super(page, scripts);
        this.rows = page.getByRole('table', { name: 'Accounts' }).getByRole('rowgroup').last().getByRole('row');
        this.filter = page.getByLabel('Name contains');
        this.newAccount = page.getByRole('link', { name: 'New account' });
        this.create = page.getByRole('button', { name: 'Create account' });
        this.saveRole = page.getByRole('button', { name: 'Save role' });
        this.lock = page.getByRole('button', { name: 'Lock account', exact: true });
        this.unlock = page.getByRole('button', { name: 'Unlock account' });
        this.facts = page.locator('dl.facts');
    }

    async open(): Promise<void> {
        await this.goto('/connect/people');
    }

    field(label: string): Locator {
        return this.page.getByLabel(label, { exact: true });
    }

    role(name: 'Viewer' | 'Publisher' | 'Administrator'): Locator {
        return this.page.getByRole('radio', { name });
    }

    /** The whole of a choice can be pressed. */
    async chooseRole(name: 'Viewer' | 'Publisher' | 'Administrator'): Promise<void> {
        await this.page.getByRole('radiogroup').getByText(name, { exact: true }).click();
    }

    /** Looks for an account, and opens it. */
    async openAccount(name: string): Promise<void> {
        await this.goto(`/connect/people?q=${encodeURIComponent(name)}`);
        await this.rows.getByRole('link', { name, exact: true }).click();
        await this.ready();
    }
}
