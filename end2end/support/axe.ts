import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page } from '@playwright/test';

/** Fails when axe finds anything on the page, best practices included. */
export async function expectAccessible(page: Page, browser: Browser, scripts: boolean): Promise<void> {
    if (scripts) return expectNoViolations(page);
    const context = await browser.newContext({ javaScriptEnabled: true });
    try {
        await expectNoViolations(await copyOf(page, await context.newPage()));
    } finally {
        await context.close();
    }
}

async function expectNoViolations(page: Page): Promise<void> {
    // The legacy mode looks at one document, and what is in frames is not ours; the other one opens a window for each look.
    const builder = new AxeBuilder({ page }).setLegacyMode().options({ rules: { 'target-size': { enabled: true } } });
    const { violations } = await builder.analyze();
    expect(
        violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target).join(', ')}`),
    ).toEqual([]);
}

/** axe needs scripts, so a page without them is looked at as a copy of its HTML, whose own scripts do not run. */
async function copyOf(page: Page, copy: Page): Promise<Page> {
    const html = (await page.content()).replaceAll(/<\/?noscript>/g, '');
    await copy.route('**/*', (route) => {
        const request = route.request();
        if (request.isNavigationRequest())
            return route.fulfill({ contentType: 'text/html; charset=utf-8', body: html });
        return request.resourceType() === 'script' ? route.abort() : route.continue();
    });
    await copy.goto(page.url());
    return copy;
}
