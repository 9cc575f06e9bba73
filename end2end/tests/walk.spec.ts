import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment, run } from '../support/server';
import { expect, test } from '../support/test';

const digest = async (path: string): Promise<string> =>
    createHash('sha256')
        .update(await readFile(path))
        .digest('hex');

test('the guide, step by step: a key from the page downloads a plot, until it is deleted', async ({
    ada,
    server,
    frame,
    keysPage,
    contentPage,
}) => {
    const folder = await mkdtemp(join(tmpdir(), 'claviger-walk-'));
    const name = `walk-${ada.name}`;
    const { id } = await server.publish(ada, 'samples/plot', name);

    // Click on the circular picture, on "API Keys", on "New API Key".
    await frame.choose('API Keys');
    await keysPage.expectPath('/connect/keys');
    const key = await keysPage.create({ name: 'my_api_key' });
    server.keepSecret('the key of the walk', key);
    await keysPage.finish('my_api_key');
    await contentPage.open();
    const target = `${await contentPage.targetUrl(name).textContent()}`.replace(/\/?$/, '/target.html');

    const shell = (line: string): Promise<string> =>
        run('bash', ['-c', line], { cwd: folder, env: { ...environment(), CONNECT_API_KEY: key } });
    const curl = 'curl -sS -w "%{http_code}" -H "Authorization: Key ${CONNECT_API_KEY}"';

    // The two lines of the guide, by the target URL and by the number.
    expect(await shell(`${curl} -O "${target}"`)).toBe('200');
    expect(await shell(`${curl} -o output.html "${server.url}/content/${id}/target.html"`)).toBe('200');
    const published = await digest('samples/plot/target.html');
    expect(await digest(join(folder, 'target.html'))).toBe(published);
    expect(await digest(join(folder, 'output.html'))).toBe(published);

    // Without a key, and with a wrong one.
    expect(await shell(`curl -sS -w "%{http_code}" -o /dev/null "${target}"`)).toBe('401');
    expect(await shell(`CONNECT_API_KEY=q9R4ylb3K3RPB7AB46il8mxjjcYsaClW; ${curl} -o /dev/null "${target}"`)).toBe(
        '401',
    );

    // The list knows of the use.
    await keysPage.open();
    await expect(keysPage.row('my_api_key')).toContainText('just now');

    // The bin, the question, the green message; and the key is dead.
    await keysPage.delete('my_api_key');
    expect(await shell(`${curl} -o refused.html "${target}"`)).toBe('401');
    expect(await digest(join(folder, 'refused.html'))).not.toBe(published);
    await rm(folder, { recursive: true });
});
