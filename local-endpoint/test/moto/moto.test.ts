import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeShims } from '../../kit/shims';
import { startMoto } from '../../moto/moto';
import { findPythonTool } from '../../moto/python';
import { ACCOUNT, motoUrl, REGION } from '../../testing';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'moto-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/moto-api/data.json`).then(
    () => true,
    () => false,
  );

/** Connects to the server. @returns a promise that resolves when it ends, which closes its connections */
async function connected(url: string): Promise<{ readonly end: Promise<unknown> }> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined); // it may be reset
  await once(socket, 'connect');
  return { end: new Promise((resolve) => socket.once('close', resolve)) };
}

/** An executable script in place of a tool of this machine. */
async function script(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${text}\n`);
  await chmod(file, 0o755);
  return file;
}

describe('moto', () => {
  it('answers who knows its secret, and ends when the endpoint does', async () => {
    const closing = new AbortController();
    const { url } = await startMoto({ folder, closing: closing.signal });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[\da-f]{48}$/);
    expect((await fetch(`${url}/moto-api/data.json`)).status).toBe(200);
    const reset = (path: string) => fetch(new URL(path, url), { method: 'POST' });
    for (const path of ['/moto-api/reset', `/${'0'.repeat(48)}/moto-api/reset`, '/'])
      expect((await reset(path)).status).toBe(403);
    const { end } = await connected(url);
    closing.abort();
    await end;
  });

  it('takes no header for another one that has a hyphen where this one has an underscore', async () => {
    const answer = await fetch(`${await motoUrl()}/`, {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/${REGION}/ssm/aws4_request, SignedHeaders=host, Signature=0`,
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AmazonSSM.DescribeParameters',
        x_amz_target: 'AmazonSSM.DeleteParameter',
      },
      body: JSON.stringify({ Name: 'x' }),
    });
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('"Parameters"')]);
  });

  it.each(['ap-northeast-1', 'eu-west-1'])('knows the instance types of a zone in %s', async (region) => {
    const form = {
      ...{
        Action: 'DescribeInstanceTypeOfferings',
        Version: '2016-11-15',
        LocationType: 'availability-zone',
      },
      ...{ 'Filter.1.Name': 'location', 'Filter.1.Value.1': `${region}a` },
      ...{ 'Filter.2.Name': 'instance-type', 'Filter.2.Value.1': 't3.micro' },
    };
    const answer = await fetch(`${await motoUrl()}/`, {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/${region}/ec2/aws4_request, SignedHeaders=host, Signature=0`,
      },
      body: new URLSearchParams(form),
    });
    const offering = `<item><instanceType>t3.micro</instanceType><locationType>availability-zone</locationType><location>${region}a</location></item>`;
    expect((await answer.text()).replace(/\s*\n\s*/g, '')).toContain(offering);
  });

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('ends with a parent that ends by %s', async (signal) => {
    const program = `
      const { startMoto } = require(${JSON.stringify(resolve(__dirname, '../../moto/moto.ts'))});
      startMoto({ folder: ${JSON.stringify(folder)}, closing: new AbortController().signal }).then(({ url }) => console.log(url));`;
    const parent = spawn(process.execPath, ['--require', 'tsx/cjs', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [url = ''] = await new Promise<string[]>((resolve) => {
      createInterface(parent.stdout).once('line', (line) => resolve([line]));
    });
    expect(await isReady(url)).toBe(true);
    const { end } = await connected(url);
    parent.kill(signal);
    await end;
  });

  it('is not started on a disk that is full', async () => {
    const options = { folder, closing: new AbortController().signal, freeBytes: async () => 4_096 };
    await expect(startMoto(options)).rejects.toMatchObject({
      name: 'ExpectedError',
      message: `there is no space left on the disk: ${folder}; the environment variable TMPDIR names another folder`,
    });
  });

  it('throws its last line of output where it cannot start', async () => {
    await script('moto_server', 'echo "no such option" >&2; exit 3');
    const options = { folder, closing: new AbortController().signal, path: `${folder}:${process.env.PATH}` };
    await expect(startMoto(options)).rejects.toMatchObject({
      name: 'ExpectedError',
      message: 'moto_server did not start: no such option',
    });
  });
});

describe('a Python tool', () => {
  it('is taken from PATH, else from the virtual environment', async () => {
    const first = await script('bin/aws', '');
    expect(await findPythonTool('aws', { path: join(folder, 'bin') })).toBe(first);
    const second = await script('venv/bin/aws', '');
    expect(await findPythonTool('aws', { path: '', venv: join(folder, 'venv') })).toBe(second);
  });

  it('is taken from beside the interpreter that a version manager chooses, before the shim that looks it up', async () => {
    const chosen = await script('versions/3.12/bin/aws', '');
    const shim = await script('shims/aws', 'exit 1');
    await script('shims/python3', `echo ${join(dirname(chosen), 'python3')}`);
    expect(await findPythonTool('aws', { path: dirname(shim) })).toBe(chosen);
    expect(beforeShims(`/bin:${dirname(shim)}`)).toBe(`/bin:${dirname(chosen)}:${dirname(shim)}`);
  });

  it('is taken from the shims themselves where they find no version', async () => {
    const shim = await script('shims/aws', '');
    await script('shims/python3', 'echo "version 3.12 is not installed" >&2; exit 1');
    expect(await findPythonTool('aws', { path: dirname(shim) })).toBe(shim);
  });

  it('is installed where it is missing, in the pinned versions', async () => {
    const fake =
      'mkdir -p $3/bin; cp "$0" $3/bin/python; echo "$@" >> $(dirname "$0")/../calls; [ "$2" = pip ] && cp "$0" $(dirname "$0")/moto_server; exit 0';
    await script(
      'bin/python3',
      fake.replace(
        'mkdir -p $3/bin; cp "$0" $3/bin/python;',
        'if [ "$2" = venv ]; then mkdir -p $3/bin; cp "$0" $3/bin/python; fi;',
      ),
    );
    const logged: string[] = [];
    const venv = join(folder, 'venv');
    const path = `${join(folder, 'bin')}:/bin:/usr/bin`;
    const tool = await findPythonTool('moto_server', { path, venv, log: (line) => logged.push(line) });
    expect(tool).toBe(join(venv, 'bin/moto_server'));
    expect(logged).toEqual([expect.stringContaining(`Installing moto[server]==5.2.1 and awscli==`)]);
    expect(await readFile(join(venv, 'calls'), 'utf8')).toContain(
      '-m pip install --quiet moto[server]==5.2.1 awscli==',
    );
  });

  it('is installed once where two commands miss it at the same time', async () => {
    const venv = join(folder, 'venv');
    const install = 'mkdir -p $3/bin; cp "$0" $3/bin/python; echo venv >> $3/../calls';
    const packages = 'sleep 0.2; cp "$0" $(dirname "$0")/aws';
    await script('bin/python3', `if [ "$2" = venv ]; then ${install}; else ${packages}; fi`);
    const path = `${join(folder, 'bin')}:/bin:/usr/bin`;
    const logged: string[] = [];
    const find = () => findPythonTool('aws', { path, venv, log: (line) => logged.push(line) });
    await writeFile(`${venv}.installing`, '4194305'); // left by a process that was killed: no process has such an id
    expect(await Promise.all([find(), find()])).toEqual([join(venv, 'bin/aws'), join(venv, 'bin/aws')]);
    expect(await readFile(join(folder, 'calls'), 'utf8')).toBe('venv\n');
    expect(logged).toContain(`Waiting for another command that installs into ${venv}`);
    await expect(stat(`${venv}.installing`)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('fails in one sentence where it cannot be installed, and leaves no incomplete environment', async () => {
    const venv = join(folder, 'venv');
    await expect(findPythonTool('aws', { path: folder, venv })).rejects.toMatchObject({
      name: 'ExpectedError',
      message: expect.stringMatching(/^python3 is not on PATH.*apt install python3 python3-venv/) as string,
    });
    await script('bin/python3', 'mkdir -p $3/bin; echo "ERROR: No matching distribution found" >&2; exit 1');
    const path = `${join(folder, 'bin')}:/bin:/usr/bin`;
    await expect(findPythonTool('aws', { path, venv, log: () => undefined })).rejects.toMatchObject({
      name: 'ExpectedError',
      message: `aws is missing and could not be installed into ${venv}: ERROR: No matching distribution found`,
    });
    await expect(stat(venv)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
