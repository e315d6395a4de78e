import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FAULT_EFFECTS, type FaultRule, type UnmatchedFault } from '@pipeline-factory/local-endpoint';
import { describeUnmatched, readFaults } from '../../../bin/commands/faults';
import { ConfigError } from '../../../lib/config/config-error';
import { loadConfig } from '../../../lib/load-config';
import { FAMILIES } from '../../../prove/families';

const CONFIG = loadConfig(join(__dirname, '../../../pipelines.yaml'));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'faults-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(text: string): string {
  const path = join(folder, 'faults.yaml');
  writeFileSync(path, text);
  return path;
}

/** The headlines of what is wrong, without the folder. */
async function problemsOf(...values: string[]): Promise<string[]> {
  const error: unknown = await readFaults(values, CONFIG).catch((thrown: unknown) => thrown);
  if (!(error instanceof ConfigError)) throw new Error('nothing is wrong');
  return error.message.replaceAll(`${folder}/`, '').split('\n');
}

describe('a rule in one line', () => {
  it('names service, operation, caller, call and fault, as the AWS CLI names them', async () => {
    const line = 'ssm put-parameter --from shift-traffic --call 2 throttled';
    expect(await readFaults([line], CONFIG)).toEqual([
      {
        ...{
          text: line,
          service: 'ssm',
          operation: 'PutParameter',
          from: 'shift-traffic',
          effect: 'throttled',
        },
        calls: { first: 2, last: 2 },
      },
    ]);
  });

  it('takes options anywhere, API names, and the names of services in the AWS CLI', async () => {
    const [delayed, dropped, again] = await readFaults(
      [
        'elbv2 --by=1m30s ModifyRule delayed --call 2-4',
        's3api put-object dropped --attempts all',
        'deploy create-deployment 500',
      ],
      CONFIG,
    );
    expect(delayed).toMatchObject({
      ...{ service: 'elasticloadbalancing', operation: 'ModifyRule', delaySeconds: 90 },
      calls: { first: 2, last: 4 },
    });
    expect(dropped).toMatchObject({ service: 's3', attempts: Number.POSITIVE_INFINITY });
    expect(again).toMatchObject({ service: 'codedeploy', effect: '500' });
  });

  it.each([
    {
      line: 'smm x 500',
      problem: /:1:1 .*service: must be one of autoscaling, .*got: smm {2}did you mean ssm\?/,
    },
    {
      line: 'ssm put-paramter 500',
      problem:
        /:1:5 .*operation: must be an operation of ssm {2}got: put-paramter {2}did you mean put-parameter\?/,
    },
    { line: 'ecs RunTusk 500', problem: /did you mean RunTask\?/ },
    {
      line: 'ssm put-parameter throtled',
      problem: /:1:19 .*fault: must be one of .*did you mean throttled\?/,
    },
    {
      line: 'ssm put-parameter --from shift-trafic 500',
      problem: /:1:26 .*from: must be a function or pipeline of the config.*did you mean shift-traffic\?/,
    },
    { line: 'ssm put-parameter --call 0 500', problem: /:1:26 .*call: must be the number of a call from 1/ },
    { line: 'ssm put-parameter --call 4-2 500', problem: /call: must be .*got: 4-2/ },
    {
      line: 'ssm put-parameter --attempts none 500',
      problem: /attempts: must be a whole number from 1, or all/,
    },
    { line: 'ssm put-parameter delayed', problem: /:1:26 .*by: is missing/ },
    { line: 'ssm put-parameter delayed --by long', problem: /by: must be a duration/ },
    { line: 'ssm put-parameter 500 --by 5m', problem: /by: must be left out: only delayed has it/ },
    { line: 'ssm put-parameter', problem: /:1:18 .*fault: is missing/ },
    {
      line: 'ssm put-parameter stale',
      problem: /:1:19 .*fault: must not be stale: PutParameter is no read/,
    },
    { line: 'ssm put-parameter 500 now', problem: /:1:23 .*is one word too many/ },
    {
      line: 'ssm put-parameter --form a 500',
      problem: /:1:19 .*must be one of --from.*did you mean --from\?/,
    },
    { line: 'ssm put-parameter 500 --from', problem: /:1:23 .*must have a value after it/ },
    { line: 'ssm put-parameter --call 1 --call 2 500', problem: /:1:35 .*call: is given twice/ },
    { line: 'nothing', problem: /^--fault .*or a file of rules {2}got: nothing, which cannot be read/ },
  ])('$line is refused', async ({ line, problem }) => {
    expect(await problemsOf(line)).toEqual([expect.stringMatching(problem)]);
  });

  it.each(['root', 'codebuild', 'shop-fleet-prd', 'shop-fleet-prd-build', 'any-role/any-session'])(
    'a caller may be %s',
    async (from) => {
      expect(await readFaults([`ssm put-parameter --from ${from} 500`], CONFIG)).toMatchObject([{ from }]);
    },
  );

  it('a caller may have any name where there is no config', async () => {
    expect(await readFaults(['ssm put-parameter --from mine 500'], undefined)).toMatchObject([
      { from: 'mine' },
    ]);
  });
});

describe('a file of rules', () => {
  it('has the same fields', async () => {
    const rules = `- { service: ssm, operation: put-parameter, from: shift-traffic, call: 2, fault: throttled }
- service: ec2
  operation: DescribeImages
  fault: 500
`;
    expect(await readFaults([file(rules), 'sts assume-role denied'], CONFIG)).toMatchObject([
      { service: 'ssm', operation: 'PutParameter', calls: { first: 2, last: 2 }, effect: 'throttled' },
      {
        ...{ service: 'ec2', operation: 'DescribeImages', effect: '500' },
        text: expect.stringMatching(/^ec2 DescribeImages 500 \(.*faults\.yaml, rule 2\)$/) as string,
      },
      { service: 'sts', effect: 'denied' },
    ]);
  });

  it('is refused with line and column of everything that is wrong', async () => {
    const rules = `- service: ssm
  operation: put-paramter
  fault: throttled
- service: ssm
  operation: put-parameter
- { service: ssm, operation: put-parameter, fault: 500, caller: x }
- throttled
`;
    expect(await problemsOf(file(rules))).toEqual([
      expect.stringMatching(/^faults\.yaml:6:57 .*\[2\]\.caller: is not a field of a rule/),
      expect.stringMatching(/^faults\.yaml:7:3 .*\[3\]: must be a mapping/),
      expect.stringMatching(
        /^faults\.yaml:2:14 .*\[0\]\.operation: must be an operation of ssm.*put-parameter\?/,
      ),
      expect.stringMatching(/^faults\.yaml:4:3 .*\[1\]\.fault: is missing/),
    ]);
  });

  it.each([
    { text: '', problem: /must be a list of rules/ },
    { text: 'service: ssm', problem: /must be a list of rules/ },
    { text: '- {', problem: /is not YAML/ },
    { text: '- { service: [ssm], operation: x, fault: 500 }', problem: /must be a word or a number/ },
  ])('$text is refused', async ({ text, problem }) => {
    expect(await problemsOf(file(text))).toEqual([expect.stringMatching(problem)]);
  });
});

test('faults that npm run prove tries have its names', () => {
  const families = FAMILIES.map(({ name }) => name);
  expect(families.filter((name) => name in FAULT_EFFECTS).sort()).toEqual([
    ...['500', 'dropped', 'stale', 'throttled'],
  ]);
});

describe('a rule that no call has met', () => {
  const rule: FaultRule = {
    ...{ text: 'ssm put-parameter --call 5 500', service: 'ssm', operation: 'PutParameter', effect: '500' },
    calls: { first: 5, last: 5 },
  };
  const describe_ = (counts: Omit<UnmatchedFault, 'rule'>, more: Partial<FaultRule> = {}) =>
    describeUnmatched({ rule: { ...rule, ...more }, ...counts });

  it('is described with how near calls came', () => {
    expect(describe_({ ofOperation: 0, ofCaller: 0, first: 0, otherCallers: [] })).toBe(
      '--fault "ssm put-parameter --call 5 500" met no call: nobody called ssm:PutParameter',
    );
    expect(describe_({ ofOperation: 7, ofCaller: 3, first: 0, otherCallers: ['root'] })).toMatch(
      /: there were 3 calls of ssm:PutParameter, and the rule is for call 5$/,
    );
    expect(
      describe_({ ofOperation: 1, ofCaller: 0, first: 0, otherCallers: ['root'] }, { from: 'shift-traffic' }),
    ).toMatch(/: none of 1 call of ssm:PutParameter was made by shift-traffic; callers were root$/);
    expect(
      describe_(
        { ofOperation: 2, ofCaller: 2, first: 2, otherCallers: [] },
        { operation: 'GetParameter', effect: 'stale', calls: undefined },
      ),
    ).toMatch(
      /: there is no earlier answer to give, because no two calls of ssm:GetParameter had the same input$/,
    );
  });
});
