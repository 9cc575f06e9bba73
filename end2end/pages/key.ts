import type { Locator, Page } from '@playwright/test';
import { BasePage } from './base';

/** The page of one key. */
export class KeyPage extends BasePage {
    readonly facts: Locator;
    readonly descendants: Locator;
    readonly confirm: Locator;

    constructor(page: Page, scripts: boolean) {
        super(page, scripts);
        this.facts = page.locator('.facts');
        this.descendants = page.getByRole('checkbox', { name: /made with it/ });
        this.confirm = page.getByRole('button', { name: 'Delete key' });
    }
}
