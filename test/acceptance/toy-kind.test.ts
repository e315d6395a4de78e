import { join } from 'node:path';
import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { type FaultRule, forgetAws } from '@pipeline-factory/local-endpoint';
import { rehearse } from '../../rehearsal/rehearse';
import { SCENARIOS } from '../../rehearsal/scenarios';
import { siteFromUpload } from '../fixtures/toy-kind/rehearsal/scenario';

const TOY_KIND = join(__dirname, '../fixtures/toy-kind');

/** Calls of cdk, and of the AWS CLI in a build; both repeat what is throttled. */
const FAULTS: readonly FaultRule[] = [
  { service: 'cloudformation', operation: 'CreateChangeSet' },
  { service: 's3', operation: 'PutObject', from: 'codebuild' },
].map((rule) => ({
  ...{ ...rule, text: `${rule.service} ${rule.operation}`, effect: 'throttled' },
  ...{ calls: { first: 1, last: 1 }, attempts: 1 },
}));

beforeAll(() => forgetAws());

test('a kind is rehearsed by its folder and one line in the registry of scenarios', async () => {
  let output = '';
  const out = new Writable({
    write(chunk: Buffer, _encoding, done) {
      output += stripVTControlCharacters(chunk.toString()); // a CI may want colours
      done();
    },
  });
  const exitCode = await rehearse({
    config: join(TOY_KIND, 'pipelines.yaml'),
    app: `${process.execPath} --import tsx ${join(TOY_KIND, 'app.ts')}`,
    scenarios: [...SCENARIOS, siteFromUpload],
    applicationsFolder: 'examples',
    account: '111111111111',
    region: 'ap-northeast-1',
    out,
    faults: { rules: FAULTS, describeUnmatched: ({ rule }) => rule.text },
  });
  expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
  expect(output).toMatch(
    /^Builds and functions run on this machine as you, .*: never rehearse code that you do\s+not trust\.\n/,
  );
  for (const pipeline of ['shop-docs-stg', 'shop-docs-prd'])
    expect(output).toContain(`${pipeline} serves the page`);
  expect(output).toMatch(/! throttled: cloudformation:CreateChangeSet, call 1, of \S+/);
  expect(output).toMatch(/! throttled: s3:PutObject, call 1, of \S+\/codebuild/);
}, 600_000);
