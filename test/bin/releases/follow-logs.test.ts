import { setImmediate as nextTurn } from 'node:timers/promises';
import { PutJobFailureResultCommand, PutJobSuccessResultCommand } from '@aws-sdk/client-codepipeline';
import { runLogs } from '../../../bin/commands/logs';
import { newestExecution } from '../../../bin/releases/executions';
import { invoke, source } from '../../../local-endpoint/test/codepipeline/support/shop';
import { logStream, type WriteLog } from './support/log-stream';
import {
  askFirst,
  type CommandOutput,
  outputOf,
  type ReleasingEndpoint,
  startReleasing,
} from './support/released-pipeline';

const FUNCTION = 'shop-run';

let releasing: ReleasingEndpoint;
let log: WriteLog;
/** The jobs that wait for a result, by the UserParameters of their actions. */
const jobs = new Map<string, string>();

beforeAll(async () => {
  releasing = await startReleasing();
  releasing.endpoint.answer('lambda:Invoke', ({ Payload: payload }) => {
    const { 'CodePipeline.job': job } = JSON.parse(Buffer.from(payload as Uint8Array).toString()) as JobEvent;
    jobs.set(job.data.actionConfiguration.configuration.UserParameters, job.id);
    return { StatusCode: 202 };
  });
  log = await logStream(releasing.endpoint, `/aws/lambda/${FUNCTION}`);
});
afterAll(() => releasing.endpoint.close());

interface JobEvent {
  readonly 'CodePipeline.job': {
    readonly id: string;
    readonly data: {
      readonly actionConfiguration: { readonly configuration: { readonly UserParameters: string } };
    };
  };
}

const runs = (name: string) =>
  invoke({ name, configuration: { FunctionName: FUNCTION, UserParameters: name } });

/** Follows a pipeline's newest execution, and does one thing at each pause. */
function follow(name: string, ...steps: readonly (() => Promise<unknown>)[]): Promise<CommandOutput> {
  const left = [...steps];
  const wait = async () => {
    await left.shift()?.();
    await nextTurn();
  };
  return outputOf((query, out) =>
    runLogs({ ...query, follow: true, pipeline: name }, out, { ...releasing.tools, wait }),
  );
}

/** A pipeline whose actions wait for their results. */
async function running(...actions: readonly string[]): Promise<string> {
  jobs.clear();
  const name = await releasing.shop.create([source(), { name: 'Deploy', actions: actions.map(runs) }]);
  while (jobs.size < actions.length) await nextTurn();
  const { pipelineExecutionId: executionId } =
    (await newestExecution({ name, clients: releasing.tools.clientsFor({}) })) ?? {};
  await log(JSON.stringify({ level: 'INFO', message: 'at work', executionId }));
  return name;
}

const succeed = (action: string) =>
  releasing.shop.pipelines.send(
    new PutJobSuccessResultCommand({
      jobId: jobs.get(action),
      executionDetails: { externalExecutionId: 'group-1', summary: 'Group serves' },
    }),
  );

const fail = (action: string) =>
  releasing.shop.pipelines.send(
    new PutJobFailureResultCommand({
      jobId: jobs.get(action),
      failureDetails: { type: 'JobFailed', message: `${action} broke` },
    }),
  );

test('shows each line once, also of an action that names what it made only at its end', async () => {
  const { code, text } = await follow(await running('Traffic'), nextTurn, () => succeed('Traffic'));
  expect(code).toBe(0);
  expect(text.match(/at work/g)).toHaveLength(1);
  expect(text).toContain('Succeeded: Group serves');
});

test('shows actions that run side by side one behind the other, with how each ends', async () => {
  const name = await running('First', 'Second');
  const { text } = await follow(
    name,
    () => succeed('Second'),
    nextTurn,
    () => fail('First'),
  );
  expect(text.indexOf('Deploy / First')).toBeGreaterThanOrEqual(0);
  expect(text.indexOf('Failed: First broke')).toBeGreaterThan(text.indexOf('Deploy / First'));
  expect(text.indexOf('Deploy / Second')).toBeGreaterThan(text.indexOf('Failed: First broke'));
});

test('tells that an approval was rejected, and that no action had a log', async () => {
  const name = await releasing.shop.create([source(), askFirst()]);
  await releasing.shop.token(name, 'Approval');
  const { code, text } = await follow(name, () => releasing.shop.answer(name, 'Approval', 'Rejected'));
  expect(code).toBe(1);
  expect(text).toMatch(
    /It waits for approval.*\nApproval \/ Ask: Failed.*\nno action of execution \S+ has a log\n$/,
  );
  expect(await follow(name)).toMatchObject({ code: 1, text: expect.stringMatching(/^no action/) as string });
});
