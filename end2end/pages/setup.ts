import type { Locator, Page } from '@playwright/test';
import { BasePage } from './base';

export class SetupPage extends BasePage {
    readonly username: Locator;
    readonly email: Locator;
    readonly password: Locator;
    readonly submit: Locator;

    constructor(page: Page, scripts: boolean) {
        super(page, scripts);
        this.username = page.getByLabel('Username');
        this.email = page.getByLabel('E-mail address');
        this.password = page.getByLabel('Password');
        this.submit = page.getByRole('button', { name: 'Create account' });
    }

    async send(username: string, email: string, password: string): Promise<void> {
        await this.username.fill(username);
        await this.email.fill(email);
        await this.password.fill(password);
        await this.submit.click();
    }
}
