import type { GetObjectOutput } from '@aws-sdk/client-s3';
import { unzipSync } from 'fflate';
import { failAction, findRun } from '../stores/codepipeline/flow';
import type { ActionRun } from '../stores/codepipeline/model';
import { ACCOUNT, type SimulatedAccount } from '../simulated-account/simulated-account';
import { type Call, callsAs, explain, type Provider } from './provider';

/** What a step of an action is given. */
export interface ActionStep<Event> {
  readonly simulated: SimulatedAccount;
  readonly run: ActionRun;
  readonly event: Event;
  readonly call: Call;
  readonly configuration: Readonly<Record<string, string>>;
}

/**
 * A provider of actions, with the pipeline's role. An error that outlasts the SDK's attempts fails the action; one that was
 * abandoned does nothing any more. Whether CodePipeline repeats a call more often AWS does not document.
 */
export const actionProvider =
  <Event extends { readonly run: string }>(work: (step: ActionStep<Event>) => Promise<void>): Provider =>
  async ({ simulated, event, send }) => {
    const run = findRun(simulated, (event as Event).run);
    if (run.status !== 'InProgress') return;
    const role = `arn:aws:iam::${ACCOUNT}:role/${simulated.pipeline.name}`;
    const { configuration = {} } = run;
    try {
      await work({ simulated, run, event: event as Event, call: callsAs(send, role), configuration });
    } catch (error) {
      failAction(simulated, run.id, explain(error));
    }
  };

/** Files of an input artifact, as text by path. */
export async function readFiles(
  call: Call,
  { artifacts = [] }: ActionRun,
  name: string,
): Promise<Readonly<Record<string, string>>> {
  const artifact = artifacts.find((one) => one.name === name);
  const { Body } = await call<GetObjectOutput>('s3', 'GetObject', {
    ...{ Bucket: artifact?.bucket, Key: artifact?.key },
  });
  const bytes = await (
    Body as unknown as { transformToByteArray(): Promise<Uint8Array> }
  ).transformToByteArray();
  return Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([path, content]) => [path, Buffer.from(content).toString()]),
  );
}
