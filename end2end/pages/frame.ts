import type { Locator, Page } from '@playwright/test';
import { BasePage } from './base';

/** The header with the user menu. */
export class Frame extends BasePage {
    readonly userButton: Locator;
    readonly menu: Locator;

    constructor(page: Page, scripts: boolean) {
        super(page, scripts);
        this.userButton = page.getByRole('button', { name: /^User menu for / });
        this.menu = page.locator('#user-menu');
    }

    item(name: 'Content' | 'Profile' | 'API Keys' | 'Logout'): Locator {
        return this.menu.getByRole(name === 'Logout' ? 'button' : 'link', { name, exact: true });
    }

    async choose(name: 'Content' | 'Profile' | 'API Keys' | 'Logout'): Promise<void> {
        await this.userButton.click();
        await this.item(name).click();
    }
}
