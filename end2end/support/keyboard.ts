import { expect, type Locator, type Page } from '@playwright/test';

/** Presses Tab until something has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
    for (let presses = 0; presses < 40; presses += 1) {
        if ((await target.count()) > 0 && (await target.evaluate((element) => element === document.activeElement)))
            return;
        await page.keyboard.press('Tab');
    }
    await expect(target).toBeFocused();
}
