import type {
  AliasConfiguration,
  FunctionConfiguration,
  ListAliasesResponse,
  ListVersionsByFunctionResponse,
} from '@aws-sdk/client-lambda';
import type { GetParametersResult } from '@aws-sdk/client-ssm';
import type { LambdaRelease } from '../../../handlers/contract/release-record';
import { see } from '../../run/call';
import type { SimulatedAccount } from '../../simulated-account/simulated-account';
import { functionOf, versionOf } from '../../stores/lambda/find';
import { ALIAS, functionName } from './names';
import { RECORD } from './start';

/** A function of the pipeline, as anybody sees it. */
export interface SeenFunction {
  /** In the config. */
  readonly name: string;
  /** The one that releases move. */
  readonly alias: AliasConfiguration;
  readonly aliases: readonly AliasConfiguration[];
  /** Published ones, by their numbers. */
  readonly versions: ReadonlyMap<string, FunctionConfiguration>;
}

export function seeFunction(simulated: SimulatedAccount, name: string): SeenFunction {
  const of = { FunctionName: functionName(name) };
  const { Versions = [] } = see<ListVersionsByFunctionResponse>(
    ...([simulated, 'lambda', 'ListVersionsByFunction', of] as const),
  );
  return {
    name,
    alias: see<AliasConfiguration>(simulated, 'lambda', 'GetAlias', { ...of, Name: ALIAS }),
    aliases: see<ListAliasesResponse>(simulated, 'lambda', 'ListAliases', of).Aliases ?? [],
    versions: new Map(
      Versions.filter(({ Version }) => Version !== '$LATEST').map((one) => [one.Version ?? '', one]),
    ),
  };
}

/** Shares of an alias's calls by version; they sum to 1. */
export function sharesOf({ FunctionVersion = '', RoutingConfig }: AliasConfiguration): Map<string, number> {
  const weights = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {});
  const others = weights.reduce((sum, [, weight]) => sum + weight, 0);
  return new Map([[FunctionVersion, 1 - others], ...weights]);
}

/** The code of a version, which Lambda hands out as an archive. */
export function seeCode(simulated: SimulatedAccount, name: string, version: string): string {
  const { content } = versionOf(functionOf(simulated, functionName(name)), version);
  return Object.values(content.files).join('\n');
}

/** What is recorded. */
export interface SeenRecord {
  readonly serving: LambdaRelease;
  readonly previous?: LambdaRelease;
}

/** @returns nothing before the first release */
export function seeRecord(simulated: SimulatedAccount): SeenRecord | undefined {
  const { Parameters = [] } = see<GetParametersResult>(simulated, 'ssm', 'GetParameters', {
    Names: [RECORD],
  });
  const text = Parameters[0]?.Value;
  return text === undefined ? undefined : (JSON.parse(text) as SeenRecord);
}
