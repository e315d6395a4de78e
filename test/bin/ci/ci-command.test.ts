import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCi } from '../../../bin/commands/ci';
import { configText } from '../../support/configs';
import { textStream } from '../support/text-stream';

const folder = mkdtempSync(join(tmpdir(), 'ci-command-'));
afterAll(() => rmSync(folder, { recursive: true }));

const entry = (name: string, source: string): string => `
  ${name}:
    kind: ecs-blue-green
    source: ${source}
    environments: { stg: {} }`;

const uploads = (more = '') => `{ image: { ecr: web }, settings: { s3: web-settings }${more} }`;

/** What the command prints for a config with these pipelines. */
function printed(pipelines: string, options: Partial<Parameters<typeof runCi>[0]> = {}): string {
  const file = join(folder, 'pipelines.yaml');
  writeFileSync(file, configText(pipelines));
  const out = textStream();
  runCi({ pipeline: 'web', provider: 'gitlab', config: file, ...options }, out.stream);
  return out.text();
}

const ci = ', ci: { provider: gitlab, repository: acme/web }';
const web = entry('web', uploads(ci));

test('prints the CI file', () => {
  expect(printed(web)).toContain('settings-stg:');
});

test('writes the file and its folders, but overwrites other content only with --force', () => {
  const output = join(folder, 'team', 'ci', '.gitlab-ci.yml');
  expect(printed(web, { output })).toContain(`${output} is written`);
  expect(printed(web, { output })).toContain(`${output} is up to date`);
  writeFileSync(output, 'mine: true\n');
  expect(() => printed(web, { output })).toThrow(
    `${output} exists with other content; --force overwrites it`,
  );
  printed(web, { output, force: true });
  expect(readFileSync(output, 'utf8')).toContain('settings-stg:');
});

test('suggests the entry that was meant', () => {
  expect(() => printed(web, { pipeline: 'wep' })).toThrow(
    'there is no wep under pipelines:. Did you mean web? There is web',
  );
});

test('prints the lines that are missing in the config', () => {
  expect(() => printed(entry('web', uploads()), { provider: 'github' })).toThrow(
    /pipelines\.web\.source\.ci is missing in .+:\n? .*Add, and deploy:\n\n {4}source:\n {6}ci:\n {8}provider: github\n/,
  );
});

test('refuses another provider than that of the config', () => {
  expect(() => printed(web, { provider: 'github' })).toThrow(
    /pipelines\.web\.source\.ci\.provider must be the same as --provider, got: gitlab in .+, github on/,
  );
});

test('refuses an entry that CodeBuild builds', () => {
  const git = '{ git: { codecommit: true, repository: web } }\n    build: docker';
  expect(() => printed(entry('web', git))).toThrow(
    'pipelines.web.source is a git repository, which CodeBuild builds: its CI has nothing to upload',
  );
});
