import { defineConfig } from '@playwright/test';
import { launchOptions } from './support/browser';

/** Run by scripts/readme-pictures. */
export default defineConfig({
    testDir: 'pictures',
    outputDir: 'results/pictures',
    reporter: 'list',
    use: {
        launchOptions,
        locale: 'en-GB',
        timezoneId: 'UTC',
        viewport: { width: 1100, height: 680 },
        deviceScaleFactor: 2,
        contextOptions: { reducedMotion: 'reduce' },
    },
});
