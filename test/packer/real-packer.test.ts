import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { StopBuildCommand } from '@aws-sdk/client-codebuild';
import { until } from '@pipeline-factory/local-endpoint/testing';
import { type BakeHarness, startBakeHarness } from './support/bake-harness';

/** Debian's packages of what this test runs, by program or file. */
const PACKAGES = {
  packer: 'packer',
  'ansible-playbook': 'ansible-core',
  '/usr/sbin/sshd': 'openssh-server',
  '/usr/lib/python3/dist-packages/apt': 'python3-apt', // with which Ansible reads what is installed
};

/**
 * The real Packer and Ansible, over ssh to a server of this test: the stand-in never takes their place here. Left out by
 * name where one of them is missing; `npm run test:packer` installs it first, which a test run must not do unasked.
 */
const missing = process.env.INSTALL_PACKER ? install() : whatIsMissing();
const realTest = missing ? it.skip : it;

let harness: BakeHarness;
let server: SshServer;
let folder: string;

beforeAll(async () => {
  if (missing) return console.warn(`Packer and Ansible are not tested for real: ${missing}`);
  folder = mkdtempSync(join(tmpdir(), 'real-packer-'));
  [harness, server] = await Promise.all([startBakeHarness(), startSsh(folder)]);
  await harness.configure({ user: userInfo().username });
});

afterAll(async () => {
  server?.process.kill();
  await harness?.close();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

const playbook = (...tasks: readonly object[]) =>
  JSON.stringify([{ name: 'Test', hosts: 'all', gather_facts: false, tasks }]);

/** Nothing but a file in this test's folder is changed on the host. */
const write = (content: string) => ({
  name: 'Write',
  'ansible.builtin.copy': { content, dest: join(folder, 'written'), mode: '0600' },
});

realTest('runs the playbook on what stands for the instance, and makes the image', async () => {
  const run = await harness.bake({ 'playbook.yml': playbook(write('by ansible')) }, server.variables);
  expect(run.log).toMatch(/Provisioning with Ansible/);
  expect(run.log).toMatch(/runs the real packer on a copy/);
  expect(run.status).toBe('SUCCEEDED');
  expect(readFileSync(join(folder, 'written'), 'utf8')).toBe('by ansible');
  const [image] = await harness.images();
  expect(image).toMatchObject({ ImageId: run.variables.AMI_ID, ImdsSupport: 'v2.0' });
  expect(await harness.instances()).toEqual([]);
});

realTest('fails with a playbook that fails, and leaves nothing', async () => {
  const before = await harness.images();
  const tasks = [{ name: 'Fail', 'ansible.builtin.fail': { msg: 'no luck' } }];
  const run = await harness.bake({ 'playbook.yml': playbook(...tasks) }, server.variables);
  expect(run.log).toContain('no luck');
  expect(run.log).toContain('bake: packer build failed: exit status 1');
  expect(run.status).toBe('FAILED');
  expect(await harness.images()).toEqual(before);
  expect(await harness.instances()).toEqual([]);
});

realTest('leaves nothing when it is stopped while Ansible runs, and Ansible ends too', async () => {
  const started = join(folder, 'started');
  const tasks = [
    { name: 'Begin', 'ansible.builtin.copy': { content: '', dest: started, mode: '0600' } },
    { name: 'Wait', 'ansible.builtin.wait_for': { timeout: 600 } },
  ];
  const id = await harness.start({ 'playbook.yml': playbook(...tasks) }, server.variables);
  await harness.endpoint.clock.outside('the playbook', () => until(() => existsSync(started)));
  expect(await harness.instances()).toHaveLength(1);
  await harness.codeBuild.send(new StopBuildCommand({ id }));
  const run = await harness.end(id);
  expect(run.status).toBe('STOPPED');
  expect(await harness.instances()).toEqual([]);
  const { stdout } = spawnSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' });
  expect(
    stdout.split('\n').filter((line) => line.includes('ansible-playbook') && line.includes('packer')),
  ).toEqual([]);
});

interface SshServer {
  readonly process: ChildProcess;
  /** Of a build that connects to it. */
  readonly variables: Readonly<Record<string, string>>;
}

/** An sshd of this test's own that lets in whoever has a key, on the loopback interface alone. */
async function startSsh(inside: string): Promise<SshServer> {
  const key = join(inside, 'host-key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const port = await freePort();
  const config = join(inside, 'sshd_config');
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${key}`,
    `PidFile ${join(inside, 'sshd.pid')}`,
    'PasswordAuthentication no',
    'PermitRootLogin prohibit-password',
    'StrictModes no',
    'UsePAM no',
    'AuthorizedKeysFile none',
    'AuthorizedKeysCommand /bin/echo %t %k',
    `AuthorizedKeysCommandUser ${userInfo().username}`,
    'Subsystem sftp internal-sftp',
    `SetEnv HOME=${inside}`, // what the user's shell would load takes longer than the bake
  ];
  writeFileSync(config, `${lines.join('\n')}\n`);
  const process = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', config], { stdio: 'ignore' });
  return { process, variables: { LOCAL_PACKER_INSTANCE: `127.0.0.1:${port}` } };
}

function freePort(): Promise<number> {
  const probe = createServer();
  return new Promise((resolve) =>
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    }),
  );
}

function absent(): [program: string, name: string][] {
  return Object.entries(PACKAGES).filter(([program]) => !isThere(program));
}

/** @returns why the test cannot run */
function whatIsMissing(): string | undefined {
  const [first] = absent();
  return first && `there is no ${first[0]}, which npm run test:packer installs on Debian`;
}

/** Installs what is missing where this is Debian and root. @returns why the test cannot run */
function install(): string | undefined {
  if (absent().length === 0 || process.getuid?.() !== 0 || !isThere('apt-get')) return whatIsMissing();
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const packages = absent().map(([, name]) => name);
  spawnSync('apt-get', ['update', '-qq'], { env, stdio: 'ignore' });
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    env,
    stdio: 'ignore',
  });
  const [still] = absent();
  return still && `apt-get cannot install ${still[1]}`;
}

function isThere(program: string): boolean {
  if (program === 'packer')
    return /^Packer v/.test(spawnSync('packer', ['version'], { encoding: 'utf8', input: '' }).stdout ?? '');
  return program.startsWith('/') ? existsSync(program) : spawnSync('which', [program]).status === 0;
}
