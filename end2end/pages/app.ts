import type { FrameLocator, Locator, Page } from '@playwright/test';
import type { Content } from '../support/server';
import { BasePage } from './base';

type Tab = '' | 'settings' | 'people' | 'variables' | 'tags' | 'address' | 'usage' | 'logs' | 'delete';

/** The pages of one content item, with the head that they share. */
export class AppPage extends BasePage {
    readonly main: Locator;
    readonly more: Locator;
    readonly menu: Locator;
    readonly targetUrl: Locator;
    readonly copy: Locator;
    readonly iframe: Locator;
    /** The content inside the page. */
    readonly content: FrameLocator;
    readonly failure: Locator;
    readonly startAgain: Locator;
    readonly log: Locator;
    readonly settings: AppSettings;

    constructor(page: Page, scripts: boolean) {
        super(page, scripts);
        this.main = page.getByRole('main');
        this.more = this.main.getByRole('button', { name: 'More', exact: true });
        this.menu = page.locator('#app-menu');
        this.targetUrl = page.locator('#target-url');
        this.copy = page.getByRole('button', { name: 'the target URL' });
        this.iframe = page.locator('iframe');
        this.content = page.frameLocator('iframe');
        this.failure = page.getByRole('region', { name: 'The program does not run' });
        this.startAgain = page.getByRole('button', { name: 'Start again' });
        this.log = page.getByRole('region', { name: 'Log' });
        this.settings = new AppSettings(page);
    }

    async open(item: Content, tab: Tab = ''): Promise<void> {
        await this.goto(this.path(item, tab));
    }

    path(item: Content, tab = ''): string {
        return `/connect/apps/${item.guid}${tab && `/${tab}`}`;
    }

    /** Whether the window has no room for what then is in the "More" menu. */
    get narrow(): boolean {
        return (this.page.viewportSize()?.width ?? 0) < 640;
    }

    /** The links of the head; on narrow screens the menu has to be open. */
    get links(): Locator {
        return (this.narrow ? this.menu : this.main.locator('.app-head, .tabs')).getByRole('link');
    }

    /** A link of the head, wherever the window has room for it. */
    async link(name: 'Open Solo' | 'Content' | 'Settings' | 'Versions' | 'Usage' | 'Logs'): Promise<Locator> {
        if (this.narrow && !(await this.menu.isVisible())) await this.more.click();
        return this.links.filter({ hasText: name });
    }

    /** Opens the content alone, in the window that then appears. */
    async openSolo(): Promise<Page> {
        const link = await this.link('Open Solo');
        const [solo] = await Promise.all([this.page.context().waitForEvent('page'), link.click()]);
        await solo.waitForLoadState();
        return solo;
    }
}

type Access = 'Anyone - no login required' | 'All users - login required' | 'Specific users';

/** The settings of an item. */
export class AppSettings {
    readonly title: Locator;
    readonly description: Locator;
    readonly save: Locator;
    readonly people: Locator;
    readonly person: Locator;
    readonly add: Locator;
    readonly variableName: Locator;
    readonly variableValue: Locator;
    readonly setVariable: Locator;
    readonly tag: Locator;
    readonly putOn: Locator;
    readonly path: Locator;
    readonly setAddress: Locator;
    readonly information: Locator;
    readonly delete: Locator;
    readonly question: Locator;

    constructor(private readonly page: Page) {
        this.title = page.getByLabel('Title');
        this.description = page.getByLabel('Description');
        this.save = page.getByRole('button', { name: 'Save settings' });
        const people = page.getByRole('region', { name: 'People' });
        this.people = people.getByRole('listitem');
        this.person = people.getByLabel('Name');
        this.add = people.getByRole('button', { name: 'Add', exact: true });
        this.variableName = page.getByLabel('Name', { exact: true });
        this.variableValue = page.getByLabel('Value', { exact: true });
        this.setVariable = page.getByRole('button', { name: 'Set variable' });
        this.tag = page.getByLabel('Tag', { exact: true });
        this.putOn = page.getByRole('button', { name: 'Put on' });
        this.path = page.getByLabel('Path', { exact: true });
        this.setAddress = page.getByRole('button', { name: /^(Set|Change) address$/ });
        this.information = page.getByRole('region', { name: 'Information' });
        this.delete = page.getByRole('button', { name: 'Delete content…' });
        this.question = page.getByRole('alertdialog');
    }

    access(name: Access): Locator {
        return this.page.getByRole('radio', { name, exact: true });
    }

    /** The whole of a choice can be pressed. */
    async choose(name: Access): Promise<void> {
        await this.page.getByText(name, { exact: true }).click();
    }

    async addPerson(name: string): Promise<void> {
        await this.person.fill(name);
        await this.add.click();
    }

    /** Another page of the settings. */
    part(name: 'General' | 'People' | 'Variables' | 'Tags' | 'Address'): Locator {
        return this.page.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name });
    }

    remove(name: string): Locator {
        return this.page.getByRole('button', { name: `Remove ${name}`, exact: true });
    }
}
