import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const binary = resolve(process.env.CLAVIGER_BIN ?? join(import.meta.dirname, '../../target/debug/claviger'));

/** After so many sign-ins a server is replaced: it admits 50 in ten minutes from one address. */
const MOST_SIGN_INS = 30;

export type Role = 'viewer' | 'publisher' | 'administrator';

export interface User {
    name: string;
    password: string;
    role: Role;
}

export interface Content {
    id: string;
    guid: string;
    content_url: string;
}

/** Where a server is reached. */
export interface Origins {
    url: string;
    contentUrl: string;
    port: number;
}

export interface KeyWish {
    role?: Role;
    /** Such as `90d`. */
    expiresIn?: string;
}

export interface ListedKey {
    id: string;
    name: string;
    /** All of it in the answer that made it, the last four characters afterwards. */
    key: string;
    expires_at?: string;
}

/** A password that nobody else has, so that it can be looked for. */
export function newPassword(): string {
    return `quiet harbour ${randomBytes(8).toString('hex')}`;
}

/** The environment of what we start: nothing of ours configures it. */
export function environment(): NodeJS.ProcessEnv {
    return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('CLAVIGER_')));
}

/** Runs a program to its end; anything but success is an error that says what the program said. */
export async function run(
    program: string,
    args: string[],
    options: { input?: string; cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
    const child = spawn(program, args, { cwd: options.cwd, env: options.env ?? environment() });
    const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
    // A program that reads nothing may be gone before its input is closed.
    child.stdin.on('error', () => {}).end(options.input);
    const [status] = await once(child, 'close');
    if (status !== 0) {
        throw new Error(`${program} ${args.join(' ')} ended with ${status}.\n${stdout()}\n${stderr()}`);
    }
    return stdout();
}

function collect(stream: NodeJS.ReadableStream): () => string {
    let text = '';
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    return () => text;
}

/** A Claviger of our own, on a free port, with a data folder that goes with it. */
export class Server {
    private output = '';
    private readonly secrets = new Map<string, string>();
    private readonly guids = new Map<string, string>();
    private signIns = 0;
    private users = 0;
    url = '';
    /** The content origin, with `*` for the item where each has its own. */
    contentUrl = '';

    private constructor(
        private readonly child: ChildProcess,
        readonly folder: string,
    ) {
        for (const stream of [child.stdout, child.stderr]) {
            stream?.setEncoding('utf8').on('data', (chunk: string) => {
                this.output += chunk;
                child.emit('output');
            });
        }
        child.on('exit', () => child.emit('output'));
    }

    /** Starts one with the origins that it has by default, or with these. */
    static async start(origins?: Origins): Promise<Server> {
        if (!existsSync(binary)) {
            throw new Error(
                `${binary} is missing. Run \`make e2e\`, or \`cargo build -p server\` after \`make site\`.`,
            );
        }
        const folder = await mkdtemp(join(tmpdir(), 'claviger-e2e-'));
        const serve = [
            binary,
            'serve',
            '--listen',
            `127.0.0.1:${origins?.port ?? 0}`,
            ...(origins ? ['--url', origins.url, '--content-url', origins.contentUrl] : []),
            '--data-dir',
            join(folder, 'data'),
            '--show-setup-link',
        ];
        // It goes with us, even when we are killed.
        const child = spawn('setpriv', ['--pdeathsig', 'TERM', ...serve], { cwd: folder, env: environment() });
        const server = new Server(child, folder);
        server.url = await server.said(/http:\/\/[\w.]*localhost:\d+/);
        server.contentUrl = origins?.contentUrl ?? server.url.replace('localhost', '127.0.0.1');
        return server;
    }

    get log(): string {
        return this.output;
    }

    get setupLink(): Promise<string> {
        return this.said(/http:\/\/localhost:\d+\/connect\/setup\?token=[\w~.-]+/);
    }

    /** Waits until a whole line of the output holds this. */
    private async said(pattern: RegExp): Promise<string> {
        const signal = AbortSignal.timeout(20_000);
        for (;;) {
            const found = this.output.match(new RegExp(`${pattern.source}(?=[^\\n]*\\n)`));
            if (found) return found[0];
            if (this.child.exitCode !== null) throw new Error(`The server ended.\n${this.output}`);
            await once(this.child, 'output', { signal }).catch(() => {
                throw new Error(`The server never said ${pattern}.\n${this.output}`);
            });
        }
    }

    /** Notes a secret, which must then be found nowhere. */
    keepSecret(what: string, secret: string): void {
        this.secrets.set(secret, what);
    }

    countSignIn(): void {
        this.signIns += 1;
    }

    get isWorn(): boolean {
        return this.signIns >= MOST_SIGN_INS;
    }

    /** Runs one of our commands on this server's data. */
    claviger(args: string[], input?: string): Promise<string> {
        return run(binary, [...args, '--data-dir', join(this.folder, 'data')], { input });
    }

    async addUser(role: Role, name?: string): Promise<User> {
        this.users += 1;
        const user = { name: name ?? `${role}-${this.users}`, password: newPassword(), role };
        this.keepSecret(`the password of ${user.name}`, user.password);
        await this.claviger(['user', 'add', user.name, '--role', role, '--password-stdin'], `${user.password}\n`);
        return user;
    }

    async createKey(user: User, name: string, wish: KeyWish = {}): Promise<string> {
        const args = ['key', 'create', '--user', user.name, '--name', name];
        if (wish.role) args.push('--role', wish.role);
        if (wish.expiresIn) args.push('--expires-in', wish.expiresIn);
        const key = (await this.claviger(args)).trim();
        this.keepSecret(`the key ${name}`, key);
        return key;
    }

    async publish(user: User, path: string, name: string, args: string[] = []): Promise<Content> {
        const answer = await this.claviger(['publish', path, '--name', name, '--user', user.name, ...args]);
        return JSON.parse(answer) as Content;
    }

    /** A Plumber API that answered when it was published, and does not start any more since. */
    async publishFailing(user: User, name: string): Promise<Content> {
        const item = await this.publish(user, 'samples/failing-api', name);
        const key = await this.createKey(user, `for ${name}`);
        const set = await this.call(key, `v1/content/${item.guid}/environment`, {
            method: 'PATCH',
            body: JSON.stringify([{ name: 'FROZEN', value: 'yes' }]),
            headers: { 'Content-Type': 'application/json' },
        });
        if (set.status !== 200) throw new Error(`${set.status}: ${await set.text()}`);
        const answer = await fetch(item.content_url, { headers: { Authorization: `Key ${key}` } });
        if (answer.status < 500) throw new Error(`It answers ${answer.status}.`);
        return item;
    }

    /** The address that browsers see an item at. */
    shownAt({ guid }: Content): string {
        return `${this.contentUrl.replace('*', guid)}/content/${guid}/`;
    }

    /** Calls the API with a key. */
    call(key: string, path: string, init: RequestInit = {}): Promise<Response> {
        return fetch(`${this.url}/__api__/${path}`, {
            ...init,
            headers: { Authorization: `Key ${key}`, ...init.headers },
        });
    }

    /** The keys of the account that a key belongs to. */
    async keysOf(key: string): Promise<ListedKey[]> {
        const response = await this.call(key, `v1/users/${await this.guidOf(key)}/keys`);
        return (await response.json()) as ListedKey[];
    }

    /** Makes a key with a key. */
    async createChild(parent: string, name: string): Promise<string> {
        const response = await this.call(parent, `v1/users/${await this.guidOf(parent)}/keys`, {
            method: 'POST',
            body: JSON.stringify({ name }),
            headers: { 'Content-Type': 'application/json' },
        });
        if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
        return ((await response.json()) as ListedKey).key;
    }

    async deleteKey(key: string, id: string): Promise<void> {
        const response = await this.call(key, `v1/users/${await this.guidOf(key)}/keys/${id}`, { method: 'DELETE' });
        if (response.status !== 204) throw new Error(`${response.status}: ${await response.text()}`);
    }

    /** Makes a tag with the key of an administrator, and gives its number; without a place, a category. */
    async makeTag(key: string, name: string, under?: string): Promise<string> {
        const response = await this.call(key, 'v1/tags', {
            method: 'POST',
            body: JSON.stringify({ name, parent_id: under ?? null }),
            headers: { 'Content-Type': 'application/json' },
        });
        if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
        return ((await response.json()) as { id: string }).id;
    }

    private async guidOf(key: string): Promise<string> {
        let guid = this.guids.get(key);
        if (!guid) {
            const response = await this.call(key, 'v1/user');
            guid = ((await response.json()) as { guid: string }).guid;
            this.guids.set(key, guid);
        }
        return guid;
    }

    /** Stops the server, and fails when a secret lies in its folder or was printed. */
    async stop(): Promise<void> {
        // While it runs, its journal holds what the database may have forgotten since.
        const leaks = await this.leaks();
        const ended = this.child.exitCode === null ? once(this.child, 'exit') : undefined;
        this.child.kill('SIGTERM');
        const killer = setTimeout(() => this.child.kill('SIGKILL'), 15_000);
        await ended;
        clearTimeout(killer);
        leaks.push(...(await this.leaks()));
        await rm(this.folder, { recursive: true, force: true });
        const problems = [...new Set(leaks)];
        // A server that has to be killed has no exit code.
        if (this.child.exitCode !== 0) problems.push(`After SIGTERM the server ended with ${this.child.exitCode}.`);
        if (problems.length > 0) throw new Error(`${problems.join('\n')}\n${this.output.slice(-2000)}`);
    }

    private async leaks(): Promise<string[]> {
        const places: [string, Buffer][] = [['what the server printed', Buffer.from(this.output)]];
        for (const entry of await readdir(this.folder, { recursive: true, withFileTypes: true })) {
            if (!entry.isFile()) continue;
            const path = join(entry.parentPath, entry.name);
            places.push([path, await readFile(path)]);
        }
        return places.flatMap(([place, bytes]) =>
            [...this.secrets].filter(([secret]) => bytes.includes(secret)).map(([, what]) => `${what} is in ${place}.`),
        );
    }
}
