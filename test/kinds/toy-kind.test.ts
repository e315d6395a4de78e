import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { App } from 'aws-cdk-lib';
import { runValidate } from '../../bin/commands/validate';
import { ConfigError } from '../../lib/config/config-error';
import { jsonSchemaText } from '../../lib/config/json-schema';
import { factory } from '../../lib/factory';
import { parseConfig } from '../../lib/load-config';
import { WITH_STATIC_SITE } from '../fixtures/toy-kind/registries';
import { EXISTING_PIPELINE } from '../support/configs';
import { stackOf, templateOf } from '../support/synthesized';
import { actionNames, statementsOf } from '../support/templates';

/*
 * A kind that the factory does not have, without images, without a service and without action functions, is added by its
 * folder and one line in each registry alone.
 */

const FOLDER = join(__dirname, '../fixtures/toy-kind');
const FILE = join(FOLDER, 'pipelines.yaml');
const TEXT = readFileSync(FILE, 'utf8');

const folder = mkdtempSync(join(tmpdir(), 'toy-kind-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The stacks of a config with the toy kind. */
function appOfToy(yaml: string): App {
  const app = new App({ outdir: mkdtempSync(join(folder, 'out-')), analyticsReporting: false });
  factory(app, parseConfig(yaml, 'pipelines.yaml', WITH_STATIC_SITE), WITH_STATIC_SITE);
  return app;
}

/** What is wrong with a config, as it is printed. */
function errorsOf(yaml: string): string {
  try {
    parseConfig(yaml, 'pipelines.yaml', WITH_STATIC_SITE);
    return '';
  } catch (error) {
    if (error instanceof ConfigError) return error.format();
    throw error;
  }
}

describe('a kind that is added to the registries', () => {
  const app = appOfToy(TEXT);

  it('is synthesized: foundations, sources, targets and pipelines', () => {
    expect(
      app
        .synth()
        .stacks.map(({ id }) => id)
        .sort(),
    ).toEqual([
      'shop-docs-prd',
      'shop-docs-prd-site',
      'shop-docs-stg',
      'shop-docs-stg-site',
      'shop-foundation-prd',
      'shop-foundation-stg',
      'shop-sources',
    ]);
    expect(actionNames(templateOf(app, 'shop-docs-prd'))).toEqual([
      'Source/Site',
      'Approval/Approve',
      'Deploy/Publish',
    ]);
    expect(actionNames(templateOf(app, 'shop-docs-stg'))).toEqual(['Source/Site', 'Deploy/Publish']);
  });

  it('is deployed after everything that it refers to', () => {
    const before = stackOf(app, 'shop-docs-stg').dependencies.map(({ node }) => node.id);
    expect(before.sort()).toEqual(['shop-docs-stg-site', 'shop-foundation-stg', 'shop-sources']);
  });

  it('has its bucket of releases made, and is started by uploads to it', () => {
    templateOf(app, 'shop-sources').hasResourceProperties('AWS::S3::Bucket', { BucketName: 'shop-docs-stg' });
    templateOf(app, 'shop-docs-stg').resourceCountIs('AWS::Events::Rule', 1);
  });

  it('gives its environment no action function, and its role trust in none', () => {
    expect(functionNames(app, 'shop-foundation-stg')).toEqual(['shop-foundation-stg-empty-bucket']);
    templateOf(app, 'shop-docs-stg').hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'shop-docs-stg',
      AssumeRolePolicyDocument: {
        Statement: [{ Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' } }],
      },
    });
    expect(statementsOf(templateOf(app, 'shop-docs-stg'), 'shop-docs-stg', 'lambda:InvokeFunction')).toEqual(
      [],
    );
  });

  it('leaves the action functions of pipelines of other kinds in the same environment', () => {
    const both = appOfToy(TEXT.replace('pipelines:\n', `pipelines:\n${EXISTING_PIPELINE}\n`));
    expect(functionNames(both, 'shop-foundation-stg')).toEqual([
      'shop-foundation-stg-empty-bucket',
      'shop-foundation-stg-record-release',
    ]);
    expect(functionNames(both, 'shop-foundation-prd')).toEqual(['shop-foundation-prd-empty-bucket']);
  });

  it('is synthesized by an app that registers it', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [require.resolve('tsx/cli'), join(FOLDER, 'app.ts')],
      {
        env: { ...process.env, PIPELINE_FACTORY_CONFIG: FILE, CDK_OUTDIR: join(folder, 'cdk.out') },
        encoding: 'utf8',
      },
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(readdirSync(join(folder, 'cdk.out'))).toContain('shop-docs-stg.template.json');
  }, 120_000);
});

describe('a mistake in an entry of the kind', () => {
  it('that breaks its schema is found with line and column', () => {
    expect(errorsOf(TEXT.replace('key: docs.zip', 'keys: docs.zip'))).toContain(
      'pipelines.yaml:8:46  error  pipelines.docs.source.keys: is no key here; keys are s3, key, existing, trigger  got: keys  did you mean key?',
    );
  });

  it('that breaks a rule of its own is found with line and column', () => {
    expect(errorsOf(TEXT.replace('docs.zip', 'docs.tar'))).toContain(
      'pipelines.yaml:8:51  error  pipelines.docs.source.key: must end in .zip, whose folder public has the site  got: docs.tar',
    );
  });

  it('that only one environment makes is found there', () => {
    expect(errorsOf(TEXT.replace('approval: true', 'source: { key: docs.tar }'))).toContain(
      'pipelines.yaml:11:29  error  pipelines.docs.environments.prd.source.key: must end in .zip',
    );
  });

  it('that contradicts a pipeline of another kind is found', () => {
    const other = EXISTING_PIPELINE.replace('s3: web-settings', 's3: shop-docs-stg, existing: true');
    expect(errorsOf(TEXT.replace('pipelines:\n', `pipelines:\n${other}\n`))).toContain(
      'S3 bucket shop-docs-stg is made by the factory here, but existing at pipelines.web.source.settings.s3',
    );
  });

  it('that misspells the kind is answered with all kinds', () => {
    expect(errorsOf(TEXT.replace('kind: static-site', 'kind: static-sitte'))).toContain(
      'unknown kind; there is ecs-blue-green, ecs-rolling, asg-blue-green, lambda, static-site  got: static-sitte  did you mean static-site?',
    );
  });
});

it('validate shows its pipelines', () => {
  const written = { out: '', errors: '' };
  const sink = (to: keyof typeof written) =>
    new Writable({
      write(chunk: Buffer, _, done) {
        written[to] += chunk.toString();
        done();
      },
    });
  expect(runValidate(FILE, sink('out'), sink('errors'), WITH_STATIC_SITE.kinds)).toBe(0);
  expect(written.errors).toBe('');
  expect(written.out).toMatch(
    /shop-docs-prd +static-site +s3:\/\/shop-docs-prd\/docs\.zip +- +yes +copies public +s3:\/\/shop-docs-prd-site-111111111111/,
  );
});

it('the JSON schema has the kind, with help for its keys', () => {
  const text = jsonSchemaText(WITH_STATIC_SITE.kinds);
  expect(text).toContain('"const": "static-site"');
  expect(text).toContain('The folder in the zip that has the site.');
});

/** The functions of a stack, by name. */
function functionNames(app: App, id: string): string[] {
  const functions = templateOf(app, id).findResources('AWS::Lambda::Function') as Readonly<
    Record<string, { readonly Properties: { readonly FunctionName: string } }>
  >;
  return Object.values(functions)
    .map(({ Properties }) => Properties.FunctionName)
    .sort();
}
