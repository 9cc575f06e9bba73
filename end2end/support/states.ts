import { type Locator, type Page } from '@playwright/test';
import { expect, test } from './test';

/** Fails when the window, or an open dialog, would have to be scrolled sideways. */
async function expectNoSidewaysScroll(page: Page): Promise<void> {
    const excess = (element: Element): number => element.scrollWidth - element.clientWidth;
    expect(await page.locator('html').evaluate(excess)).toBeLessThanOrEqual(0);
    for (const dialog of await page.locator('dialog[open]').all()) {
        expect(await dialog.evaluate(excess)).toBeLessThanOrEqual(0);
        const [box, width] = [await dialog.boundingBox(), page.viewportSize()?.width ?? 0];
        expect(box?.x).toBeGreaterThanOrEqual(0);
        expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
    }
}

/** Fails when something to click is smaller than 32 pixels. */
async function expectLargeTargets(page: Page): Promise<void> {
    const targets: Locator = page.locator(
        'button:visible, a.button:visible, input:not([type=radio], [type=checkbox]):visible, select:visible',
    );
    for (const target of await targets.all()) {
        const box = await target.boundingBox();
        if (!box || box.width <= 1) continue;
        const what = await target.evaluate((element) => element.outerHTML.slice(0, 100));
        expect(Math.min(box.width, box.height), what).toBeGreaterThanOrEqual(32);
    }
}

/**
 * For every page in every state: axe finds nothing, nothing lies beyond the right edge, what is to be clicked is large
 * enough, and a picture is kept for people. The projects show them wide and narrow, light and dark, with and without
 * scripts.
 */
export function checkEveryState(): void {
    test.afterEach(async ({ page, accessible, picture }, testInfo) => {
        if (testInfo.status !== testInfo.expectedStatus) return;
        await picture(testInfo.title.replaceAll(/[^a-z0-9]+/gi, '-'));
        await expectNoSidewaysScroll(page);
        await expectLargeTargets(page);
        await accessible();
    });
}

/** Everybody is signed in as a publisher, and may meet pages that refuse. */
export function signedIn(): void {
    test.beforeEach(({ ada, complaints }) => {
        void ada;
        for (const status of [400, 403, 404, 410, 422]) complaints.expectStatus(status);
    });
}
