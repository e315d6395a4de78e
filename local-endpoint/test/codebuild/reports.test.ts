import {
  BatchGetReportsCommand,
  DescribeTestCasesCommand,
  ListReportsForReportGroupCommand,
  type Report,
  type TestCase,
} from '@aws-sdk/client-codebuild';
import { parseJunit } from '../../services/codebuild/run/junit';
import { ACCOUNT, REGION } from '../../testing';
import { useFixture } from './support/use-fixture';

const fixture = useFixture();
const mayReport = {
  Effect: 'Allow',
  Action: [
    'codebuild:CreateReportGroup',
    'codebuild:CreateReport',
    'codebuild:UpdateReport',
    'codebuild:BatchPutTestCases',
  ],
  Resource: `arn:aws:codebuild:${REGION}:${ACCOUNT}:report-group/shop-*`,
};
const JUNIT = `<?xml version="1.0"?>
<testsuites>
  <testsuite name="cart">
    <testcase name="adds" classname="Cart" time="0.25"/>
    <testcase name="removes" classname="Cart" time="0.5"><failure message="expected 0">at cart.js:7</failure></testcase>
    <testcase name="later" classname="Cart"><skipped/></testcase>
  </testsuite>
</testsuites>`;

/** A build whose tests fail, with their results. */
const spec = (report: string) =>
  JSON.stringify({
    version: 0.2,
    phases: { build: { commands: [`mkdir -p out; echo '${report}' > out/junit.xml; false`] } },
    reports: { unit: { files: ['*.xml'], 'base-directory': 'out' } },
  });

beforeAll(() => fixture().allow(mayReport));

describe('a test report', () => {
  it('comes from a failed build too, in a group that the build makes', async () => {
    const build = await fixture().run(spec(JUNIT));
    const [arn = ''] = build.reportArns ?? [];
    const reportGroupArn = `arn:aws:codebuild:${REGION}:${ACCOUNT}:report-group/${build.projectName}-unit`;
    const { reports } = await fixture().codeBuild.send(
      new ListReportsForReportGroupCommand({ reportGroupArn }),
    );
    expect(reports).toEqual([arn]);
    const told = await fixture().codeBuild.send(new BatchGetReportsCommand({ reportArns: [arn] }));
    expect(told.reports?.[0]).toMatchObject<Partial<Report>>({
      status: 'FAILED',
      executionId: build.arn,
      testSummary: {
        total: 3,
        statusCounts: { SUCCEEDED: 1, FAILED: 1, SKIPPED: 1 },
        durationInNanoSeconds: 750_000_000,
      },
    });
    const { testCases } = await fixture().codeBuild.send(
      new DescribeTestCasesCommand({ reportArn: arn, filter: { status: 'FAILED' } }),
    );
    expect(testCases).toEqual([
      expect.objectContaining<Partial<TestCase>>({
        name: 'removes',
        prefix: 'Cart',
        message: 'expected 0\nat cart.js:7',
      }),
    ]);
    const groups = (await fixture().aws('codebuild', 'list-report-groups')) as { reportGroups: string[] };
    expect(groups.reportGroups).toContain(reportGroupArn);
  });

  it('whose file is missing is a line in the log, and no failure', async () => {
    const build = await fixture().run(
      JSON.stringify({
        version: 0.2,
        phases: { build: { commands: ['true'] } },
        reports: { unit: { files: ['junit.xml'] } },
      }),
    );
    expect(build.buildStatus).toBe('SUCCEEDED');
    expect(await fixture().log(build)).toContain('No matching report paths found for unit: junit.xml');
  });

  it('that is no JUnit file is incomplete', async () => {
    const build = await fixture().run(spec('<coverage/>'));
    const { reports } = await fixture().codeBuild.send(
      new BatchGetReportsCommand({ reportArns: build.reportArns }),
    );
    expect(reports?.[0]?.status).toBe('INCOMPLETE');
    expect(await fixture().log(build)).toContain('expected element type <testsuite> but have <coverage>');
  });

  it('needs a role that may make reports', async () => {
    await fixture().allow();
    const build = await fixture().run(spec(JUNIT));
    await fixture().allow(mayReport);
    expect(build.reportArns).toEqual([]);
    expect(await fixture().log(build)).toMatch(
      /Error processing report unit: AccessDenied.*codebuild:CreateReportGroup/,
    );
  });

  it('reads one test suite, or several within each other', () => {
    const one =
      '<testsuite name="s"><testcase name="a"/><testsuite name="t"><testcase name="b"><error>e</error></testcase></testsuite></testsuite>';
    expect(
      parseJunit(one, 'f').map(({ name, status, testSuiteName }) => [name, status, testSuiteName]),
    ).toEqual([
      ['a', 'SUCCEEDED', 's'],
      ['b', 'ERROR', 't'],
    ]);
    expect(parseJunit('<testsuites/>', 'f')).toEqual([]);
  });
});
