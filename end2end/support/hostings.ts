import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { type Origins, Server } from './server';
import { test as base } from './test';

/**
 * The ways to keep content apart from the dashboard: on another name of this machine, which is another site; on one host
 * of the same site; on a host for each item.
 */
export const hostings = ['two names', 'one content host', 'a host for each item'] as const;
export type Hosting = (typeof hostings)[number];

/** Whether all items have one origin. */
export function shares(hosting: Hosting): boolean {
    return hosting !== 'a host for each item';
}

async function origins(hosting: Hosting): Promise<Origins | undefined> {
    if (hosting === 'two names') return undefined;
    const port = await freePort();
    const content = shares(hosting) ? 'content' : '*.content';
    // Chromium takes every name below localhost for this machine.
    return {
        url: `http://app.claviger.localhost:${port}`,
        contentUrl: `http://${content}.claviger.localhost:${port}`,
        port,
    };
}

async function freePort(): Promise<number> {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    await once(probe, 'close');
    return port;
}

interface Options {
    /** How the test's server keeps content apart. */
    hosting: Hosting;
}

interface WorkerFixtures {
    serverOf: (hosting: Hosting) => Promise<Server>;
}

export { expect } from './test';

/** Tests on a server that keeps content apart in one of the ways. */
export const test = base.extend<Options, WorkerFixtures>({
    hosting: ['two names', { option: true }],

    serverOf: [
        async ({}, use) => {
            const servers = new Map<Hosting, Server>();
            await use(async (hosting) => {
                const server = servers.get(hosting);
                if (server && !server.isWorn) return server;
                await server?.stop();
                const fresh = await Server.start(await origins(hosting));
                servers.set(hosting, fresh);
                return fresh;
            });
            for (const server of servers.values()) await server.stop();
        },
        { scope: 'worker' },
    ],

    server: async ({ serverOf, hosting }, use, testInfo) => {
        const server = await serverOf(hosting);
        const before = server.log.length;
        await use(server);
        if (testInfo.status !== testInfo.expectedStatus) {
            await testInfo.attach('server.log', { body: server.log.slice(before), contentType: 'text/plain' });
        }
    },
});
