import { expect, type Locator, type Page, type Response } from '@playwright/test';

/** What all pages have. */
export class BasePage {
    readonly heading: Locator;

    constructor(
        readonly page: Page,
        /** Whether the browser runs scripts. */
        readonly scripts: boolean,
    ) {
        this.heading = page.getByRole('heading', { level: 1 });
    }

    /** Goes to an address, and waits until the islands have taken over. */
    async goto(path: string): Promise<Response | null> {
        const response = await this.page.goto(path);
        await this.ready();
        return response;
    }

    /** Presses the back button; a page that the browser kept as it was does not load. */
    async back(): Promise<void> {
        await this.page.goBack({ waitUntil: 'commit' });
    }

    /** Waits until the islands, where there are any, have taken over. */
    async ready(): Promise<void> {
        if (this.scripts) {
            await expect(this.page.locator('html[data-islands], html:not(:has(leptos-island))')).toBeAttached();
        }
    }

    /** The message at the top, about what was done. */
    status(text: string | RegExp): Locator {
        return this.page.getByRole('status').filter({ hasText: text });
    }

    /** Waits for a page by its address. */
    async expectPath(path: string | RegExp): Promise<void> {
        await expect(this.page).toHaveURL((url) => {
            const here = url.pathname + url.search;
            return typeof path === 'string' ? here === path : path.test(here);
        });
        await this.ready();
    }
}
