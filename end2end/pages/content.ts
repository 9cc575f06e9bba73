import type { Locator, Page } from '@playwright/test';
import { BasePage } from './base';

/** The content that I may see. */
export class ContentPage extends BasePage {
    readonly rows: Locator;
    readonly newContent: Locator;

    constructor(page: Page, scripts: boolean) {
        super(page, scripts);
        this.newContent = page.getByRole('link', { name: 'New content' });
        this.rows = page
            .getByRole('table', { name: 'Content' })
            .getByRole('row')
            .filter({ has: page.getByRole('rowheader') });
    }

    async open(): Promise<void> {
        await this.goto('/connect/');
    }

    row(title: string): Locator {
        return this.rows.filter({ has: this.page.getByRole('rowheader', { name: title, exact: true }) });
    }

    targetUrl(title: string): Locator {
        return this.row(title).locator('code');
    }
}
