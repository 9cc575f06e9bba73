import type { Locator, Page } from '@playwright/test';
import { BasePage } from './base';

export class ProfilePage extends BasePage {
    readonly firstName: Locator;
    readonly lastName: Locator;
    readonly email: Locator;
    readonly save: Locator;
    readonly currentPassword: Locator;
    readonly newPassword: Locator;
    readonly changePassword: Locator;
    readonly sessions: Locator;
    readonly endAll: Locator;

    constructor(page: Page, scripts: boolean) {
        super(page, scripts);
        this.firstName = page.getByLabel('First name');
        this.lastName = page.getByLabel('Last name');
        this.email = page.getByLabel('E-mail address');
        this.save = page.getByRole('button', { name: 'Save profile' });
        this.currentPassword = page.getByLabel('Current password');
        this.newPassword = page.getByLabel('New password');
        this.changePassword = page.getByRole('button', { name: 'Change password' });
        this.sessions = page.getByRole('region', { name: 'Where you are signed in' }).getByRole('listitem');
        this.endAll = page.getByRole('button', { name: 'Sign out everywhere' });
    }

    async open(): Promise<void> {
        await this.goto('/connect/profile');
    }

    async sendPasswords(current: string, next: string): Promise<void> {
        await this.currentPassword.fill(current);
        await this.newPassword.fill(next);
        await this.changePassword.click();
    }
}
