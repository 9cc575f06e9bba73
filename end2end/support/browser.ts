import type { LaunchOptions } from '@playwright/test';

/** Debian's Chromium; nothing is downloaded. */
export const launchOptions: LaunchOptions = {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
    ],
    // With it, as people have it, the back button may bring a page back as it was, a new key on it included.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
};
