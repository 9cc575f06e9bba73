import type { Locator, Page } from '@playwright/test';
import { BasePage } from './base';

/** The forms with files: "New content", and "New version" of an item. */
export class UploadForm extends BasePage {
    readonly title: Locator;
    readonly folder: Locator;
    readonly files: Locator;
    readonly publish: Locator;
    readonly publishVersion: Locator;

    constructor(page: Page, scripts: boolean) {
        super(page, scripts);
        this.title = page.getByLabel('Title');
        this.folder = page.getByLabel('Folder');
        this.files = page.getByLabel('Archive or files');
        this.publish = page.getByRole('button', { name: 'Publish', exact: true });
        this.publishVersion = page.getByRole('button', { name: 'Publish version' });
    }

    /** The whole of a choice can be pressed. */
    async choose(access: string): Promise<void> {
        await this.page.getByText(access, { exact: true }).click();
    }
}

/** The versions of an item, and how their deploys go. */
export class VersionsPage extends BasePage {
    readonly rows: Locator;
    readonly newVersion: Locator;
    readonly outcome: Locator;
    readonly log: Locator;
    readonly more: Locator;
    readonly delete: Locator;

    constructor(page: Page, scripts: boolean) {
        super(page, scripts);
        this.rows = page
            .getByRole('table', { name: 'Versions' })
            .getByRole('row')
            .filter({ has: page.getByRole('rowheader') });
        this.newVersion = page.getByRole('link', { name: 'New version' });
        this.outcome = page.locator('#outcome');
        this.log = page.locator('#task-log');
        this.more = page.getByRole('link', { name: 'Load new lines' });
        this.delete = page.getByRole('button', { name: 'Delete version' });
    }

    /** Follows a deploy to the page that comes after it: by itself with scripts, and by its link without. */
    async follow(until: Locator): Promise<void> {
        if (!this.scripts) {
            while (!(await until.isVisible())) await this.more.or(until).first().click();
        }
        await until.waitFor();
        await this.ready();
    }
}
