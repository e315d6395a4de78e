import type { RehearsalEvent, RehearsalEventBody } from '../../../../rehearsal/report/events';
import { type Renderer, Report } from '../../../../rehearsal/report/report';

const STG = 'shop-web-stg';
const PRD = 'shop-web-prd';

/** Texts that would be markup, and characters that documents of some formats forbid. */
const HOSTILE = `<script>alert("1")</script> & 'x' \u0000\u0007\u001b[31m\ud800`;

/** The steps of {@link playRehearsal}. */
export const STEPS = {
  met: 'Release 1: a push of web.zip',
  missed: 'Release 2: a test fails',
  skipped: 'Release 3: an alarm fires',
} as const;

/** Plays a small rehearsal: a step as expected, one that is not, one that is skipped; each kind of event comes by. */
export function playRehearsal(renderers: readonly Renderer[]): RehearsalEvent[] {
  const events: RehearsalEvent[] = [];
  let now = 0;
  const report = new Report([{ render: (event) => void events.push(event) }, ...renderers]);
  report.useClock({ now: () => new Date(now) });
  for (const body of bodies()) {
    report.emit(body);
    now += 30_000;
  }
  expect(report.close()).toEqual([]);
  return events;
}

/** An event of a release of production, or of another pipeline. */
const release = (number: number, pipeline = PRD) => ({
  pipeline,
  number,
  executionId: `${pipeline}-${number}`,
});

const action = (number: number, stage: string, status: string, message?: string): RehearsalEventBody => ({
  type: 'action-changed',
  ...release(number),
  ...{ stage, action: stage, status, message },
});

const traffic = (number: number, blue: number): RehearsalEventBody => ({
  type: 'traffic-changed',
  ...release(number),
  shares: [
    { target: 'web-blue', percent: blue },
    { target: 'web-green', percent: 100 - blue },
  ],
});

function bodies(): RehearsalEventBody[] {
  return [
    { type: 'rehearsal-started', config: 'pipelines.yaml', notice: 'Builds run as you.' },
    { type: 'set-up-started' },
    { type: 'command-started', command: 'cdk deploy --all' },
    { type: 'stack-deployed', stack: 'shop-web' },
    { type: 'command-finished', command: 'cdk deploy --all', seconds: 11.5 },
    { type: 'left-out', reason: 'shop-other is recognized by no scenario' },
    {
      type: 'rehearsal-planned',
      applications: [{ pipelines: [STG, PRD], steps: [...Object.values(STEPS), 'four', 'five', 'six'] }],
    },
    { type: 'application-started', pipelines: [STG, PRD] },
    { type: 'pipelines-watched', pipelines: [STG, PRD] },
    { type: 'step-started', title: STEPS.met },
    { type: 'activity', text: 'git push origin main' },
    { type: 'execution-started', ...release(1), cause: 'by a push' },
    action(1, 'Source', 'Succeeded'),
    action(1, 'Deploy', 'InProgress'),
    traffic(1, 100),
    { type: 'deployment-progressed', ...release(1), subject: 'd-1', text: 'Install', status: 'Succeeded' },
    traffic(1, 90),
    traffic(1, 0),
    action(1, 'Deploy', 'Succeeded'),
    { type: 'build-log', build: 'web-build', text: 'a line of a build that succeeds' },
    { type: 'build-finished', build: 'web-build', buildId: 'web-build:1', status: 'SUCCEEDED' },
    { type: 'execution-finished', ...release(1), status: 'Succeeded' },
    { type: 'expectation', text: 'it serves the first', met: true },
    { type: 'expectation', text: 'it is on record', met: true },
    { type: 'expectation', text: 'it is on record', met: true },
    { type: 'step-finished', title: STEPS.met, outcome: 'as expected', seconds: 4.25 },
    { type: 'step-started', title: STEPS.missed },
    { type: 'execution-started', ...release(2), cause: 'by a push' },
    action(2, 'Build', 'InProgress'),
    {
      type: 'fault-injected',
      rule: 'ssm put-parameter --call 2 throttled',
      ...{ fault: 'throttled', service: 'ssm', operation: 'PutParameter', call: 2, attempt: 3 },
      caller: 'arn:aws:sts::111111111111:assumed-role/shop-web-prd/shift-traffic',
    },
    { type: 'build-log', build: 'web-build', text: `not ok 1 ${HOSTILE}` },
    { type: 'build-finished', build: 'web-build', buildId: 'web-build:2', status: 'FAILED' },
    action(2, 'Build', 'Failed', `Build terminated ${HOSTILE}`),
    { type: 'execution-finished', ...release(2), status: 'Failed' },
    {
      type: 'grant-tried',
      ...{ role: 'shop-web-prd', policy: 'work', statement: '0' },
      ...{ pattern: 's3:GetObject', action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/key' },
      refused: [{ action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/key' }],
      refusedAnyway: [],
      ...{ pipeline: PRD, failed: 'Deploy / Deploy', message: 'not authorized to perform: s3:GetObject' },
    },
    { type: 'log', text: 'notification: the pipeline failed' },
    { type: 'expectation', text: 'it names the test', met: true },
    {
      type: 'expectation',
      text: 'it serves what it served',
      met: false,
      found: `${HOSTILE} instead of the first`,
    },
    { type: 'step-finished', title: STEPS.missed, outcome: 'not as expected', seconds: 2 },
    {
      type: 'step-finished',
      title: STEPS.skipped,
      outcome: 'skipped',
      note: `it watches no alarm ${HOSTILE}`,
      seconds: 0,
    },
    {
      type: 'grants-checked',
      unused: [
        { role: 'shop-web-prd', statement: '0', whole: true, actions: ['s3:PutObject', 's3:GetObject'] },
      ],
    },
    {
      type: 'fault-unmatched',
      rule: 'sqs send-message dropped',
      reason: '--fault "sqs send-message dropped" met no call: nobody called sqs:SendMessage',
    },
    { type: 'rehearsal-finished', expectations: 5, met: 4, seconds: 6.25 },
  ];
}
