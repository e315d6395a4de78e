import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { PutJobSuccessResultCommand, type StageDeclaration } from '@aws-sdk/client-codepipeline';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { REGION, type TestEndpoint } from '@pipeline-factory/local-endpoint/testing';
import {
  approval,
  invoke,
  openShop,
  type Shop,
  source,
} from '../../../../local-endpoint/test/codepipeline/support/shop';
import { startPipelines } from '../../../../local-endpoint/test/codepipeline/support/start';
import type { LocalService } from '../../../../local-endpoint/kit/local-service';
import { releaseClients } from '../../../../bin/releases/clients';
import { type ReleaseTools, withTools } from '../../../../bin/releases/tools';
import { type PipelineIdentity, releaseParameterName } from '../../../../handlers/contract/names';
import { textStream } from '../../support/text-stream';

/** The local endpoint's CodePipeline, with functions that succeed at once, and Parameter Store. */
export interface ReleasingEndpoint {
  readonly endpoint: TestEndpoint;
  readonly shop: Shop;
  /** Replaces the clients, and waits for nothing. */
  readonly tools: ReleaseTools;
  /** Makes a pipeline of a fleet whose first execution has ended, or waits in one of the stages between. */
  readonly newPipeline: (between?: readonly StageDeclaration[]) => Promise<ReleasedPipeline>;
}

/** A pipeline, and where it records releases. */
export interface ReleasedPipeline {
  readonly name: string;
  readonly identity: PipelineIdentity;
  /** Writes the next version of the release record. */
  readonly record: (serving: object) => Promise<void>;
}

/** What a command printed, without colours, and its exit code. */
export interface CommandOutput {
  readonly code: number;
  readonly text: string;
}

/** @param others services beside CodePipeline @default - none */
export async function startReleasing(...others: readonly LocalService[]): Promise<ReleasingEndpoint> {
  const endpoint = await startPipelines(...others);
  const shop = await openShop(endpoint);
  const ssm = new SSMClient(endpoint.client());
  await shop.upload({ 'appspec.yaml': 'version: 0.0' });
  endpoint.answer('lambda:Invoke', ({ Payload: payload }) => {
    const event = JSON.parse(Buffer.from(payload as Uint8Array).toString()) as JobEvent;
    void shop.pipelines.send(new PutJobSuccessResultCommand({ jobId: event['CodePipeline.job'].id }));
    return { StatusCode: 202 };
  });
  return {
    endpoint,
    shop,
    tools: withTools({
      clientsFor: () => releaseClients(endpoint.client()),
      wait: () => nextTurn(),
      now: () => new Date(),
    }),
    async newPipeline(between = []) {
      const identity = { prefix: 'shop', pipeline: 'web', environment: randomUUID().slice(0, 8) };
      const configuration = {
        FunctionName: 'shop-foundation-stg-shift-traffic',
        UserParameters: JSON.stringify(identity),
      };
      const deploy = { name: 'Deploy', actions: [invoke({ name: 'Traffic', configuration })] };
      const name = await shop.create([source(), ...between, deploy]);
      const Name = releaseParameterName(identity);
      const record = async (serving: object) => {
        const Value = JSON.stringify({ serving });
        await ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }));
      };
      return { name, identity, record };
    },
  };
}

interface JobEvent {
  readonly 'CodePipeline.job': { readonly id: string };
}

/** The stage that asks a person, with the question. */
export const askFirst = (CustomData = 'image sha256:abc'): StageDeclaration =>
  approval('Approval', { CustomData });

/** What a command prints for a pipeline in the region of tests, which no config names. */
export async function outputOf(
  run: (query: { readonly region: string }, out: NodeJS.WritableStream) => Promise<number>,
): Promise<CommandOutput> {
  const out = textStream();
  const code = await run({ region: REGION }, out.stream);
  return { code, text: stripVTControlCharacters(out.text()) };
}
