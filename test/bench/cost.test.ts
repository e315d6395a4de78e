import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Effect, ManagedPolicy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { PlainEcsPipelineStack } from '../../bench/plain/ecs-pipeline-stack';
import { costOf } from '../../bench/measure/cost';
import { markdownTable } from '../../bench/measure/table';

const folder = mkdtempSync(join(tmpdir(), 'cost-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function stackIn(name: string): { app: App; stack: Stack } {
  const app = new App({ outdir: join(folder, name), builtinCloudFormationValidation: false });
  return { app, stack: new Stack(app, name) };
}

const onEverything = () =>
  new PolicyStatement({ effect: Effect.ALLOW, actions: ['ec2:Describe'], resources: ['*'] });

const trusted = { assumedBy: new ServicePrincipal('lambda.amazonaws.com') };

describe('the cost of a stack', () => {
  it('counts resources by what they are', () => {
    const { app, stack } = stackIn('counted');
    const role = new Role(stack, 'Role', trusted);
    role.addToPolicy(onEverything());
    new ManagedPolicy(stack, 'Managed', { statements: [onEverything()] });
    new Key(stack, 'Key');
    new Bucket(stack, 'Bucket');
    expect(costOf(app, 'counted')).toMatchObject({
      resources: 5,
      roles: 1,
      policies: 2,
      keys: 1,
      buckets: 1,
    });
  });

  it('does not take a key’s own policy for a statement on everything', () => {
    const { app, stack } = stackIn('key');
    new Key(stack, 'Key');
    expect(costOf(app, 'key').wildcards).toBe(0);
  });

  it('tells statements on everything that give a reason from those that do not', () => {
    const { app, stack } = stackIn('reasons');
    new ManagedPolicy(stack, 'Silent', { statements: [onEverything()] });
    const explained = new ManagedPolicy(stack, 'Explained', { statements: [onEverything()] });
    Validations.of(explained).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'it only describes',
    });
    expect(costOf(app, 'reasons')).toMatchObject({ wildcards: 2, unexplained: 1, findings: 1 });
  });

  it('asks for a stack that the app has', () => {
    expect(() => costOf(stackIn('present').app, 'absent')).toThrow('no stack of this name, got: absent');
  });
});

describe('the plain pipeline', () => {
  it('is what the constructs make of it: a key, a bucket and a role for every action', () => {
    const { app } = stackIn('none');
    new PlainEcsPipelineStack(app, 'plain', {
      pipelineName: 'plain',
      env: { account: '111111111111', region: 'ap-northeast-1' },
    });
    expect(costOf(app, 'plain')).toMatchObject({
      keys: 1,
      buckets: 1,
      roles: 7,
      policies: 6,
      unexplained: 2,
    });
  });
});

describe('a table', () => {
  it('is Markdown with figures to the right', () => {
    expect(markdownTable(['what', 'ours'], [['roles', '2']])).toBe(
      '| what | ours |\n| --- | --: |\n| roles | 2 |',
    );
  });
});
