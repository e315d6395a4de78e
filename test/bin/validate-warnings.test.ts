import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { runValidate } from '../../bin/commands/validate';
import { workTreeOf } from '../../bin/commands/validate/work-tree';
import { COMMITS, commits } from '../config/diagnostics-of';

const folder = mkdtempSync(join(tmpdir(), 'work-tree-'));
const top = join(folder, 'checkout');
const file = join(top, 'deploy', 'pipelines.yaml');

beforeAll(() => {
  mkdirSync(join(top, 'deploy'), { recursive: true });
  mkdirSync(join(top, 'web'));
  writeFileSync(join(top, 'web', 'index.html'), '');
  writeFileSync(join(top, 'untracked.html'), '');
  git('init', '--quiet', '--initial-branch=main');
  git('add', 'web');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message=first');
  git('branch', 'release/1');
  git('remote', 'add', 'origin', 'git@github.com:acme/Web.git');
});

afterAll(() => rmSync(folder, { recursive: true }));

function git(...args: string[]): void {
  const { status, stderr } = spawnSync('git', ['-C', top, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}

/** What validate writes of a config in the work tree. */
function validated(text: string): { code: number; out: string; errors: string } {
  writeFileSync(file, text);
  const output = { out: '', errors: '' };
  const sink = (to: keyof typeof output) =>
    new Writable({
      write(chunk: Buffer, _, done) {
        output[to] += chunk.toString();
        done();
      },
    });
  return { code: runValidate(file, sink('out'), sink('errors')), ...output };
}

describe('a repository is known where the config is in it', () => {
  test('by the name of origin: its tracked files and its branches', () => {
    expect(workTreeOf(file)('acme/web')).toEqual({
      files: ['web/index.html'],
      branches: ['main', 'release/1'],
    });
  });

  test('by the name of its folder', () => {
    expect(workTreeOf(file)('acme/checkout')).toBeDefined();
  });

  test('and no other one is', () => {
    expect(workTreeOf(file)('acme/api')).toBeUndefined();
  });

  test('without its branches where only one of them was fetched', () => {
    git('config', 'remote.origin.fetch', '+refs/heads/main:refs/remotes/origin/main');
    expect(workTreeOf(file)('acme/web')).toEqual({ files: ['web/index.html'], branches: undefined });
    git('config', 'remote.origin.fetch', '+refs/heads/*:refs/remotes/origin/*');
  });

  test('which a folder outside of any is not', () => {
    expect(workTreeOf(join(folder, 'pipelines.yaml'))('acme/web')).toBeUndefined();
  });
});

test('validate warns of a pattern that matches nothing, with its position, and succeeds', () => {
  const push = 'push: { branches: [main], files: [wbe/**] }';
  const { code, out, errors } = validated(commits(['push: { branches: [main] }', push]));
  expect(code).toBe(0);
  expect(out).toContain('is right');
  expect(errors.split('\n')).toEqual([
    `${file}:11:90  warning  pipelines.web.source.git.push.files[0]: matches no file of the repository as it is here  got: wbe/**`,
    expect.stringContaining('acme/web, push: { branches: [main], files: [wbe/**] }') as string,
    expect.stringMatching(/\^{6}$/) as string,
    '',
    '1 warning',
    '',
  ]);
});

test('validate shows pipelines that start from commits: what starts them, what gates them, how they deploy', () => {
  const { out, errors } = validated(
    commits(
      ['prd: {}', 'prd: { approval: true, source: { git: { push: { tags: ["v*"] } } } }'],
      ['deploy: {}', 'scan: high'],
    ),
  );
  expect(errors).toBe('');
  expect(out).toMatch(
    /shop-web-stg +ecs-rolling +acme\/web main +unit-tests scan high +no +rolling, 100-200%/,
  );
  expect(out).toMatch(/shop-web-prd +ecs-rolling +acme\/web tags v\* +unit-tests scan high +yes/);
  expect(out).toMatch(
    /shop-api-stg +ecs-blue-green +api main +- +no +all-at-once, blue stays 5m +made with it/,
  );
});

test('what only a person starts reads so', () => {
  expect(validated(COMMITS.replace('push: { branches: [main] }', 'push: []')).out).toContain(
    'acme/web by hand only',
  );
});

test('the pipeline of pull requests has a row of its own, with where its code runs', () => {
  const asked = 'push: { branches: [main] }, pullRequest: { branches: [main] }, pullRequestEnvironment: prd';
  const { code, out } = validated(commits(['push: { branches: [main] }', asked]));
  expect(code).toBe(0);
  expect(out).toContain('2 environments, 3 pipelines, 1 of pull requests');
  expect(out).toMatch(
    /shop-pr-web +ecs-rolling +acme\/web pull requests to main +unit-tests build +no +none: it pushes and deploys nothing +runs in prd \(222222222222 eu-west-1\)/,
  );
  expect(out).toMatch(/shop-web-stg +ecs-rolling +acme\/web main +unit-tests/);
});
