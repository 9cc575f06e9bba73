import { type BrowserContext, expect, type Page, test as base } from '@playwright/test';
import { AppPage } from '../pages/app';
import { ContentPage } from '../pages/content';
import { Frame } from '../pages/frame';
import { GroupsPage } from '../pages/groups';
import { KeyPage } from '../pages/key';
import { KeysPage } from '../pages/keys';
import { NewKeyPage } from '../pages/new-key-form';
import { PeoplePage } from '../pages/people';
import { ProfilePage } from '../pages/profile';
import { UploadForm, VersionsPage } from '../pages/publish';
import { SetupPage } from '../pages/setup';
import { SignInPage } from '../pages/sign-in';
import { TagsPage } from '../pages/tags';
import { expectAccessible } from './axe';
import { Complaints } from './complaints';
import { Server, type User } from './server';

interface WorkerFixtures {
    /** Gives the worker's server, a new one when the old one is worn. */
    serverOfWorker: () => Promise<Server>;
}

interface Fixtures {
    /** Claviger, with other accounts on it than the test's own. */
    server: Server;
    /** Claviger, as it is when nobody has set it up. */
    freshServer: Server;
    /** Whether the browser runs scripts. */
    scripts: boolean;
    /** What the browser complained about; nothing may stay in here. */
    complaints: Complaints;
    /** A publisher of the test's own, signed in. */
    ada: User;
    /** An administrator of the test's own, signed in. */
    root: User;
    /** Signs somebody in in another browser, and gives its page. */
    elsewhere: (user: User) => Promise<Page>;
    /** Fails when axe finds anything on the page. */
    accessible: () => Promise<void>;
    /** Keeps a picture of the page for people to look at. */
    picture: (name: string) => Promise<void>;
    frame: Frame;
    signInPage: SignInPage;
    setupPage: SetupPage;
    keysPage: KeysPage;
    newKeyPage: NewKeyPage;
    keyPage: KeyPage;
    profilePage: ProfilePage;
    contentPage: ContentPage;
    appPage: AppPage;
    uploadForm: UploadForm;
    versionsPage: VersionsPage;
    peoplePage: PeoplePage;
    groupsPage: GroupsPage;
    tagsPage: TagsPage;
}

export { expect };

export const test = base.extend<Fixtures, WorkerFixtures>({
    serverOfWorker: [
        async ({}, use) => {
            let server: Server | undefined;
            await use(async () => {
                if (server?.isWorn) {
                    await server.stop();
                    server = undefined;
                }
                server ??= await Server.start();
                return server;
            });
            await server?.stop();
        },
        { scope: 'worker' },
    ],

    server: async ({ serverOfWorker }, use, testInfo) => {
        const server = await serverOfWorker();
        const before = server.log.length;
        await use(server);
        if (testInfo.status !== testInfo.expectedStatus) {
            await testInfo.attach('server.log', { body: server.log.slice(before), contentType: 'text/plain' });
        }
    },

    freshServer: async ({}, use) => {
        const server = await Server.start();
        await use(server);
        await server.stop();
    },

    baseURL: async ({ server }, use) => use(server.url),

    scripts: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false),

    complaints: [
        async ({ context, scripts }, use) => {
            const complaints = new Complaints();
            // Without scripts Chromium complains about every script that it does not run.
            if (scripts) await complaints.listen(context);
            await use(complaints);
            expect(complaints.unexpected()).toEqual([]);
        },
        { auto: true },
    ],

    ada: async ({ server, signInPage }, use) => {
        const ada = await server.addUser('publisher');
        await signInPage.signIn(ada);
        await use(ada);
    },

    root: async ({ server, signInPage }, use) => {
        const root = await server.addUser('administrator');
        await signInPage.signIn(root);
        await use(root);
    },

    elsewhere: async ({ browser, server, scripts }, use) => {
        const contexts: BrowserContext[] = [];
        await use(async (user) => {
            const context = await browser.newContext({ baseURL: server.url });
            contexts.push(context);
            const page = await context.newPage();
            await new SignInPage(page, scripts, server).signIn(user);
            return page;
        });
        for (const context of contexts) await context.close();
    },

    accessible: async ({ page, browser, scripts }, use) => use(() => expectAccessible(page, browser, scripts)),

    picture: async ({ page }, use, testInfo) => {
        await use(async (name) => {
            const path = `results/screens/${testInfo.project.name}/${name}.png`;
            await page.screenshot({ path, fullPage: true, animations: 'disabled' });
        });
    },

    frame: async ({ page, scripts }, use) => use(new Frame(page, scripts)),
    signInPage: async ({ page, scripts, server }, use) => use(new SignInPage(page, scripts, server)),
    setupPage: async ({ page, scripts }, use) => use(new SetupPage(page, scripts)),
    keysPage: async ({ page, scripts }, use) => use(new KeysPage(page, scripts)),
    newKeyPage: async ({ page, scripts }, use) => use(new NewKeyPage(page, scripts)),
    keyPage: async ({ page, scripts }, use) => use(new KeyPage(page, scripts)),
    profilePage: async ({ page, scripts }, use) => use(new ProfilePage(page, scripts)),
    contentPage: async ({ page, scripts }, use) => use(new ContentPage(page, scripts)),
    appPage: async ({ page, scripts }, use) => use(new AppPage(page, scripts)),
    uploadForm: async ({ page, scripts }, use) => use(new UploadForm(page, scripts)),
    versionsPage: async ({ page, scripts }, use) => use(new VersionsPage(page, scripts)),
    peoplePage: async ({ page, scripts }, use) => use(new PeoplePage(page, scripts)),
    groupsPage: async ({ page, scripts }, use) => use(new GroupsPage(page, scripts)),
    tagsPage: async ({ page, scripts }, use) => use(new TagsPage(page, scripts)),
});
