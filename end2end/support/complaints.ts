import type { BrowserContext } from '@playwright/test';

/** What the browser complains about: errors and warnings on its console, broken policies, scripts that stopped. */
export class Complaints {
    private readonly heard: string[] = [];
    private readonly expected: RegExp[] = [];

    async listen(context: BrowserContext): Promise<void> {
        context.on('console', (message) => {
            if (message.type() === 'error' || message.type() === 'warning') {
                this.heard.push(`${message.type()}: ${message.text()} (${message.location().url})`);
            }
        });
        context.on('weberror', (error) => this.heard.push(`stopped: ${error.error().stack}`));
        await context.addInitScript(() => {
            addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
                console.error(`Policy ${violatedDirective} broken by ${blockedURI}`);
            });
        });
    }

    /** Announces a complaint that belongs to the test, such as the one about a page that is not found. */
    expect(pattern: RegExp): void {
        this.expected.push(pattern);
    }

    /** Chromium reports each answer of this status. */
    expectStatus(status: number): void {
        this.expect(new RegExp(`responded with a status of ${status}\\b`));
    }

    unexpected(): string[] {
        return this.heard.filter((text) => !this.expected.some((pattern) => pattern.test(text)));
    }
}
