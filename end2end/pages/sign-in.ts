import { expect, type Locator, type Page } from '@playwright/test';
import type { Server, User } from '../support/server';
import { BasePage } from './base';

export class SignInPage extends BasePage {
    readonly username: Locator;
    readonly password: Locator;
    readonly submit: Locator;
    readonly problem: Locator;

    constructor(
        page: Page,
        scripts: boolean,
        readonly server: Server,
    ) {
        super(page, scripts);
        this.username = page.getByLabel('Username');
        this.password = page.getByLabel('Password');
        this.submit = page.locator('[data-automation=login-panel-submit]');
        this.problem = page.getByRole('alert');
    }

    /** Sends the form as it is now displayed. */
    async send(username: string, password: string): Promise<void> {
        this.server.countSignIn();
        await this.username.fill(username);
        await this.password.fill(password);
        await this.submit.click();
    }

    /** Signs in, and waits for the page that follows. */
    async signIn(user: User, next = '/connect/'): Promise<void> {
        await this.goto(`/__login__?next=${encodeURIComponent(next)}`);
        await this.send(user.name, user.password);
        await this.expectPath(next);
        await expect(this.page.getByRole('button', { name: `User menu for ${user.name}` })).toBeVisible();
    }
}
