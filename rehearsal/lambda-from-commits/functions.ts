import { GetAliasCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import type { LambdaPipeline, ReleasedFunction } from './pipeline';

/** Where an alias sends its calls, as Lambda shows it. */
export interface AliasState {
  readonly version: string;
  /** Another version, and the percent of the calls that it gets. @default - all calls go to one version */
  readonly further?: { readonly version: string; readonly percent: number };
}

/** The alias of a function. */
export async function readAlias(
  { clients, alias }: LambdaPipeline,
  { functionName }: ReleasedFunction,
): Promise<AliasState> {
  const { FunctionVersion: version = '', RoutingConfig } = await clients.lambda.send(
    new GetAliasCommand({ FunctionName: functionName, Name: alias }),
  );
  const [further] = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {});
  if (!further) return { version };
  return { version, further: { version: further[0], percent: Math.round(100 * further[1]) } };
}

/** `version 2`, or `version 2, and version 3 with 10 % of the calls` */
export const describeAlias = ({ version, further }: AliasState): string =>
  further === undefined
    ? `version ${version}`
    : `version ${version}, and version ${further.version} with ${further.percent} % of the calls`;

/** What a caller of the alias got. */
export interface Answer {
  /** The version that ran. */
  readonly version: string;
  /** JSON text: what the function returned, or its error. */
  readonly payload: string;
}

/** Calls the alias of a function as its callers do, one call after the other. */
export async function callAlias(
  { clients, alias }: LambdaPipeline,
  { functionName }: ReleasedFunction,
  calls: number,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let call = 0; call < calls; call++) {
    const { ExecutedVersion = '', Payload } = await clients.lambda.send(
      new InvokeCommand({ FunctionName: functionName, Qualifier: alias }),
    );
    answers.push({ version: ExecutedVersion, payload: Buffer.from(Payload ?? []).toString() });
  }
  return answers;
}
