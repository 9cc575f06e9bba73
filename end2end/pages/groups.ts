import type { Locator, Page } from '@playwright/test';
import { BasePage } from './base';

/** The groups, and one group. */
export class GroupsPage extends BasePage {
    readonly name: Locator;
    readonly make: Locator;
    readonly members: Locator;
    readonly member: Locator;
    readonly add: Locator;
    readonly rename: Locator;
    readonly leave: Locator;
    readonly askToDelete: Locator;
    readonly delete: Locator;

    constructor(page: Page, scripts: boolean) {
        super(page, scripts);
        this.name = page.getByLabel('Name', { exact: true });
        this.make = page.getByRole('button', { name: 'Make group' });
        this.members = page.getByRole('region', { name: 'Members' }).getByRole('listitem');
        this.member = page.getByLabel('Username');
        this.add = page.getByRole('button', { name: 'Add member' });
        this.rename = page.getByRole('button', { name: 'Rename group' });
        this.leave = page.getByRole('button', { name: 'Leave this group' });
        this.askToDelete = page.getByRole('link', { name: 'Delete group…' });
        this.delete = page.getByRole('button', { name: 'Delete group' });
    }

    async open(): Promise<void> {
        await this.goto('/connect/groups');
    }

    /** Makes a group, and lands on its page. */
    async makeGroup(name: string): Promise<void> {
        await this.open();
        await this.name.fill(name);
        await this.make.click();
    }

    async addMember(name: string): Promise<void> {
        await this.member.fill(name);
        await this.add.click();
    }

    remove(name: string): Locator {
        return this.page.getByRole('button', { name: `Remove ${name}`, exact: true });
    }
}
