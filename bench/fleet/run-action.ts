import { randomUUID } from 'node:crypto';
import type { FunctionContext } from '../../handlers/function-owner';
import type { CountedCall, CountingProxy } from './counting-proxy';

/** An action function. */
export type Handler = (event: unknown, context: FunctionContext) => Promise<void>;

/** What CodePipeline received for a job. */
export interface ReceivedResult {
  readonly continuationToken?: string;
  readonly outputVariables?: Readonly<Record<string, string>>;
  readonly failureDetails?: { readonly message?: string };
}

/** One invocation. */
export interface Look {
  readonly calls: readonly CountedCall[];
  /** Whether every target of the group that comes up was healthy when it began. */
  readonly allHealthy: boolean;
}

/** All invocations of an action, and what it handed on. */
export interface ActionRun {
  readonly looks: readonly Look[];
  readonly variables: Readonly<Record<string, string>>;
}

/** What an action is run with. */
export interface ActionSurroundings {
  readonly proxy: CountingProxy;
  /** Results by job, which the proxy receives in CodePipeline's place. */
  readonly results: Map<string, ReceivedResult>;
  /** The action in progress, as the proxy lists it in CodePipeline's place. */
  readonly listed: object[];
  readonly account: string;
  readonly region: string;
  /** Lets the time pass until CodePipeline invokes the function again. */
  readonly betweenLooks: () => Promise<void>;
}

/** The name under which every function is measured. */
const FUNCTION = 'bench';

/** Invokes a function until it is done, as CodePipeline does. @throws Error where it fails the job */
export async function runAction(
  { proxy, results, listed, account, region, betweenLooks }: ActionSurroundings,
  handler: Handler,
  parameters: object,
  isHealthy: () => Promise<boolean> = async () => false,
): Promise<ActionRun> {
  const looks: Look[] = [];
  const invokedFunctionArn = `arn:aws:lambda:${region}:${account}:function:${FUNCTION}`;
  const configuration = { UserParameters: JSON.stringify(parameters) };
  const resolvedConfiguration = { FunctionName: FUNCTION, ...configuration };
  const actionTypeId = { category: 'Invoke', owner: 'AWS', provider: 'Lambda', version: '1' };
  listed.splice(0, 1, { status: 'InProgress', input: { actionTypeId, resolvedConfiguration } });
  let continuationToken: string | undefined;
  for (;;) {
    const id = randomUUID();
    const allHealthy = await isHealthy();
    const before = proxy.calls.length;
    const data = { actionConfiguration: { configuration }, inputArtifacts: [], continuationToken };
    await handler({ 'CodePipeline.job': { id, accountId: account, data } }, { invokedFunctionArn });
    looks.push({ calls: proxy.calls.slice(before), allHealthy });
    const result = results.get(id);
    if (!result || result.failureDetails)
      throw new Error(result?.failureDetails?.message ?? 'an action must have a result, got: none');
    if (result.continuationToken === undefined) return { looks, variables: result.outputVariables ?? {} };
    continuationToken = result.continuationToken;
    await betweenLooks();
  }
}
