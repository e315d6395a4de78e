import {
  type FunctionConfiguration,
  type LambdaClient,
  type Runtime,
  UpdateFunctionCodeCommand,
  type UpdateFunctionCodeCommandInput,
  UpdateFunctionConfigurationCommand,
  type UpdateFunctionConfigurationCommandInput,
} from '@aws-sdk/client-lambda';
import { ReleaseError } from '../errors';
import { changedVariables } from './describe-change';
import type { FunctionLook } from './look';
import type { PackedCode } from './pack';
import type { WantedFunction } from './wanted';

/** A function after one invocation: as it is to be, or not yet. `isChanged` where this action has begun to change it. */
export type Converged =
  | { readonly kind: 'ready'; readonly latest: FunctionConfiguration; readonly isChanged: boolean }
  | { readonly kind: 'waiting'; readonly waitingFor: string; readonly isChanged: boolean };

/**
 * Brings `$LATEST` one or two changes nearer to what is wanted: configuration first, then code. Lambda takes one change at a
 * time, so that it goes on when that is done. What is there already is not changed.
 * https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
 * @param code what to upload. @default - the code is known to be there
 * @throws ReleaseError where Lambda failed to change the function to what is wanted
 */
export async function converge(
  client: LambdaClient,
  look: FunctionLook,
  wanted: { readonly sha256: string; readonly code?: PackedCode },
): Promise<Converged> {
  let { latest } = look;
  let isChanged = look.before?.isChanged ?? false;
  requireNoFailure(latest, isChanged || isWanted(look.settings, latest, wanted.sha256));
  const changes = [
    {
      isNeeded: () => hasOtherConfiguration(look.settings, latest),
      make: () => client.send(new UpdateFunctionConfigurationCommand(configurationOf(look.settings, latest))),
    },
    {
      isNeeded: () => hasOtherCode(look.settings, latest, wanted.sha256),
      make: () => client.send(new UpdateFunctionCodeCommand(codeOf(look.settings, wanted.code))),
    },
  ];
  for (const change of changes) {
    if (isBusy(latest)) break;
    if (!change.isNeeded()) continue;
    try {
      latest = await change.make();
    } catch (error) {
      if ((error as Error).name !== 'ResourceConflictException') throw error;
      return {
        kind: 'waiting',
        waitingFor: `another change of ${look.settings.functionName} to end`,
        isChanged,
      };
    }
    isChanged = true;
    requireNoFailure(latest, true);
  }
  if (!isBusy(latest)) return { kind: 'ready', latest, isChanged };
  return { kind: 'waiting', waitingFor: describeBusy(look.settings.functionName, latest), isChanged };
}

/** Whether Lambda takes no change yet. A function that was idle for weeks is `Inactive`, and can be changed. */
const isBusy = ({ State, LastUpdateStatus }: FunctionConfiguration): boolean =>
  State === 'Pending' || LastUpdateStatus === 'InProgress';

const describeBusy = (name: string, latest: FunctionConfiguration): string => {
  const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason } = latest;
  const state = State === 'Pending' ? ['State', State, StateReason] : ['LastUpdateStatus', LastUpdateStatus];
  const reason = State === 'Pending' ? undefined : LastUpdateStatusReason;
  return `function ${name} to be ready: ${[...state, reason].filter(Boolean).join(' ')}`;
};

/**
 * An update that failed before this release is overcome by another one; one of this release, or one that brought just what
 * is wanted, would fail again.
 */
function requireNoFailure(latest: FunctionConfiguration, isOurs: boolean): void {
  const { FunctionName: name, LastUpdateStatus, LastUpdateStatusReason } = latest;
  if (LastUpdateStatus === 'Failed' && isOurs)
    throw new ReleaseError(
      `Function ${name} must be updated, got: LastUpdateStatus Failed, ${LastUpdateStatusReason ?? 'no reason'}`,
    );
}

const isWanted = (settings: WantedFunction, latest: FunctionConfiguration, sha256: string): boolean =>
  !hasOtherConfiguration(settings, latest) && !hasOtherCode(settings, latest, sha256);

const hasOtherConfiguration = (settings: WantedFunction, latest: FunctionConfiguration): boolean =>
  Object.keys(differing(settings, latest)).length > 0;

/** The order of the ids means nothing. */
const hasOtherNetwork = ({ network }: WantedFunction, { VpcConfig }: FunctionConfiguration): boolean =>
  !isSameSet(network?.subnets, VpcConfig?.SubnetIds) ||
  !isSameSet(network?.securityGroups, VpcConfig?.SecurityGroupIds);

const isSameSet = (one: readonly string[] = [], other: readonly string[] = []): boolean =>
  one.length === other.length && one.every((id) => other.includes(id));

/** Lambda takes a function's architecture with its code. */
export const hasOtherCode = (
  { architecture }: WantedFunction,
  { CodeSha256, Architectures = ['x86_64'] }: FunctionConfiguration,
  sha256: string,
): boolean => CodeSha256 !== sha256 || !Architectures.includes(architecture);

/**
 * What differs, and nothing else: Lambda keeps what is not given, which may be somebody else's to change. Naming a network
 * needs rights of EC2.
 */
function differing(
  settings: WantedFunction,
  latest: FunctionConfiguration,
): Omit<UpdateFunctionConfigurationCommandInput, 'FunctionName'> {
  const { handler, runtime, memory, timeout, environment, network } = settings;
  const applyOn = settings.snapStart ? 'PublishedVersions' : 'None';
  return {
    ...(latest.Handler !== handler && { Handler: handler }),
    ...(latest.Runtime !== runtime && { Runtime: runtime as Runtime }),
    ...(latest.MemorySize !== memory && { MemorySize: memory }),
    ...(latest.Timeout !== timeout && { Timeout: timeout }),
    ...(changedVariables(latest.Environment?.Variables, environment).length > 0 && {
      Environment: { Variables: { ...environment } },
    }),
    ...((latest.SnapStart?.ApplyOn ?? 'None') !== applyOn && { SnapStart: { ApplyOn: applyOn } }),
    ...(hasOtherNetwork(settings, latest) && {
      VpcConfig: {
        SubnetIds: [...(network?.subnets ?? [])],
        SecurityGroupIds: [...(network?.securityGroups ?? [])],
      },
    }),
  };
}

const configurationOf = (
  settings: WantedFunction,
  latest: FunctionConfiguration,
): UpdateFunctionConfigurationCommandInput => ({
  FunctionName: settings.functionName,
  ...differing(settings, latest),
});

function codeOf(
  { functionName, architecture }: WantedFunction,
  code: PackedCode | undefined,
): UpdateFunctionCodeCommandInput {
  if (!code) throw new Error(`The code of ${functionName} must be read before it is uploaded`);
  return { FunctionName: functionName, ZipFile: code.zip, Architectures: [architecture] };
}
