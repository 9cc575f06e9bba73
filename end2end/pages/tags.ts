import type { Locator, Page } from '@playwright/test';
import { BasePage } from './base';

/** The tree of tags, and one tag. */
export class TagsPage extends BasePage {
    readonly tree: Locator;
    readonly name: Locator;
    readonly place: Locator;
    readonly make: Locator;
    readonly save: Locator;
    readonly askToDelete: Locator;
    readonly delete: Locator;

    constructor(page: Page, scripts: boolean) {
        super(page, scripts);
        this.tree = page.locator('.tag-tree');
        this.name = page.getByLabel('Name', { exact: true });
        this.place = page.getByLabel('Stands under');
        this.make = page.getByRole('button', { name: 'Make tag' });
        this.save = page.getByRole('button', { name: 'Save tag' });
        this.askToDelete = page.getByRole('link', { name: 'Delete tag…' });
        this.delete = page.getByRole('button', { name: 'Delete tag' });
    }

    async open(): Promise<void> {
        await this.goto('/connect/tags');
    }

    /** Makes a tag at this place, a category without one. */
    async makeTag(name: string, under?: string): Promise<void> {
        await this.open();
        await this.name.fill(name);
        if (under) await this.place.selectOption({ label: under });
        await this.make.click();
    }

    /** The way to a tag, among those directly below another one or everywhere. */
    link(name: string): Locator {
        return this.tree.getByRole('link', { name, exact: true });
    }
}
