import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { runCi } from '../../bin/commands/ci';
import { runCompose } from '../../bin/commands/compose';
import { configText } from '../support/configs';

const ROOT = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'commands-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A stream that keeps what is written to it. */
function sink(): { stream: Writable; text: () => string } {
  let text = '';
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      text += chunk.toString();
      done();
    },
  });
  return { stream, text: () => text };
}

const entry = (name: string, source: string): string => `
  ${name}:
    kind: ecs-blue-green
    source: ${source}
    environments: { stg: {} }`;

const uploads = (more = '') => `{ image: { ecr: web }, settings: { s3: web-settings }${more} }`;

/** Asks for the CI file of an entry in a spec of these. */
function asked(pipelines: string, options: Partial<Parameters<typeof runCi>[0]> = {}): string {
  const file = join(folder, 'pipelines.yaml');
  writeFileSync(file, configText(pipelines));
  const out = sink();
  runCi({ pipeline: 'web', provider: 'gitlab', spec: file, ...options }, out.stream);
  return out.text();
}

describe('pipeline-factory ci', () => {
  const ci = ', ci: { provider: gitlab, repository: acme/web }';
  const web = entry('web', uploads(ci));

  it('prints the file', () => {
    expect(asked(web)).toContain('settings-stg:');
  });

  it('writes it, in folders that need not be there, but over nothing else unless it is told to', () => {
    const output = join(folder, 'team', 'ci', '.gitlab-ci.yml');
    expect(asked(web, { output })).toContain(`${output} is written`);
    expect(asked(web, { output })).toContain(`${output} is as it should be`);
    writeFileSync(output, 'mine: true\n');
    expect(() => asked(web, { output })).toThrow(
      `${output} is there already and says something else; --force writes over it`,
    );
    asked(web, { output, force: true });
    expect(readFileSync(output, 'utf8')).toContain('settings-stg:');
  });

  it('asks which entry was meant', () => {
    expect(() => asked(web, { pipeline: 'wep' })).toThrow(
      'there is no wep under pipelines:. Did you mean web? There is web',
    );
  });

  it('says which lines a spec lacks', () => {
    expect(() => asked(entry('web', uploads()), { provider: 'github' })).toThrow(
      /pipelines\.web\.source\.ci is missing in .+:\n? .*Add, and deploy:\n\n {4}source:\n {6}ci:\n {8}provider: github\n/,
    );
  });

  it('takes no other provider than the spec’s', () => {
    expect(() => asked(web, { provider: 'github' })).toThrow(
      /pipelines\.web\.source\.ci\.provider must be what --provider says, got: gitlab in .+, github on/,
    );
  });

  it('has nothing to write for what CodeBuild builds', () => {
    const git = '{ git: { codecommit: true, repository: web } }\n    build: docker';
    expect(() => asked(entry('web', git))).toThrow(
      'pipelines.web.source is a git repository, which CodeBuild builds: its CI has nothing to upload',
    );
  });
});

describe('pipeline-factory compose', () => {
  const file = join(ROOT, 'examples/storefront/stg/taskdef.json');

  it('prints the file, and apart from it what that lacks', () => {
    const [out, remarks] = [sink(), sink()];
    expect(runCompose({ file }, out.stream, remarks.stream)).toBe(0);
    expect(out.text()).toContain('services:');
    expect(remarks.text()).toContain('taskRoleArn: nobody gives the containers its credentials here');
  });

  it('says where a task definition is wrong', () => {
    const wrong = join(folder, 'taskdef.json');
    writeFileSync(wrong, '{\n  "family": web\n}');
    expect(() => runCompose({ file: wrong }, sink().stream)).toThrow(
      `${wrong}: line 2, column 13: is not JSON`,
    );
    writeFileSync(wrong, '{ "containerDefinitions": [{ "cpu": "1" }] }');
    expect(() => runCompose({ file: wrong }, sink().stream)).toThrow(
      [
        `${wrong}: containerDefinitions[0].name: is required`,
        `${wrong}: containerDefinitions[0].image: is required`,
        `${wrong}: containerDefinitions[0].cpu: must be a number  got: "1"`,
      ].join('\n'),
    );
    expect(() => runCompose({ file: '/nowhere/taskdef.json' }, sink().stream)).toThrow(
      '/nowhere/taskdef.json: there is no such file',
    );
  });
});
