import { defineConfig } from '@playwright/test';
import { launchOptions } from './support/browser';

const wide = { width: 1280, height: 800 };
const narrow = { width: 360, height: 740 };

/**
 * Tags: `@js` is about what scripts add, `@once` does not depend on the width of the window.
 * The appearance projects visit every page in every state.
 */
export default defineConfig({
    testDir: 'tests',
    outputDir: 'results/output',
    fullyParallel: true,
    forbidOnly: true,
    workers: 2,
    timeout: 60_000,
    expect: { timeout: 10_000 },
    reporter: [['list'], ['html', { open: 'never', outputFolder: 'results/report' }]],
    use: {
        launchOptions,
        locale: 'en-GB',
        timezoneId: 'UTC',
        contextOptions: { reducedMotion: 'reduce' },
        screenshot: 'only-on-failure',
    },
    projects: [
        { name: 'js-1280', testIgnore: /forced-colors/, use: { viewport: wide } },
        { name: 'js-360', testIgnore: /forced-colors/, grepInvert: /@once/, use: { viewport: narrow } },
        {
            name: 'no-js',
            testIgnore: /forced-colors/,
            grepInvert: /@js|@once/,
            use: { viewport: wide, javaScriptEnabled: false },
        },
        { name: 'dark-1280', testMatch: /states-\w+\.spec\.ts/, use: { viewport: wide, colorScheme: 'dark' } },
        { name: 'dark-360', testMatch: /states-\w+\.spec\.ts/, use: { viewport: narrow, colorScheme: 'dark' } },
        {
            name: 'forced-colors',
            testMatch: /forced-colors\.spec\.ts/,
            use: { viewport: wide, contextOptions: { reducedMotion: 'reduce', forcedColors: 'active' } },
        },
    ],
});
