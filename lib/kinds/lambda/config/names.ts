import { deployRoleName, type PipelineIdentity, pipelineName } from '../../../../handlers/contract/names';
import { buildNames, verifyNames } from '../../../build/config/names';
import { identityOf } from '../../../config/identity';
import type { ComposedName } from '../../../config/kind';
import { serviceStackName } from '../../../load-balancing/config/names';
import { uploadNames } from '../../../source/config/names';
import { isOwned, type LambdaFunction, type LambdaPipeline } from './model';

/** What a function is named by: the pipeline that releases it, and whether others do, too. */
export type ReleasingPipeline = Pick<LambdaPipeline, 'prefix' | 'name' | 'environment' | 'shared'>;

/** `<name>`, or without the environment where the functions are of all environments. */
export const functionsName = (pipeline: ReleasingPipeline): string =>
  pipeline.shared ? `${pipeline.prefix}-${pipeline.name}` : pipelineName(identityOf(pipeline));

/** The stack of the functions: `<name>-service`, or of all environments `<prefix>-<pipeline>-functions`. */
export const functionsStackName = (pipeline: ReleasingPipeline): string =>
  pipeline.shared ? `${functionsName(pipeline)}-functions` : serviceStackName(identityOf(pipeline));

/** A function: one that is there already, or one that the factory makes, `<name>-<function>`. At most 64 characters. */
export const functionName = (
  pipeline: ReleasingPipeline,
  { name, existing }: Pick<LambdaFunction, 'name' | 'existing'>,
): string => existing ?? `${functionsName(pipeline)}-${name}`;

/** The role of a function that the factory makes: `<name>-<function>-function`. */
export const functionRoleName = (pipeline: ReleasingPipeline, one: Pick<LambdaFunction, 'name'>): string =>
  `${functionsName(pipeline)}-${one.name}-function`;

/** The last word of that name. */
export const FUNCTION_ROLE_ENDING = 'function';

/** The alarm on the errors of a function's alias: `<name>-<function>-errors`, of each environment. */
export const errorAlarmName = (identity: PipelineIdentity, one: Pick<LambdaFunction, 'name'>): string =>
  `${pipelineName(identity)}-${one.name}-errors`;

/** The log group of a function, which is the one that Lambda writes to by itself. */
export const functionLogGroupName = (name: string): string => `/aws/lambda/${name}`;

/** The names of the alarms that put the traffic of a function back: the factory's own, and those of the config. */
export function watchedAlarms(
  { deploy, ...pipeline }: LambdaPipeline,
  one: Pick<LambdaFunction, 'name'>,
): string[] {
  if (deploy.latest || !deploy.rollbackOn.includes('alarm')) return [];
  return [...new Set([errorAlarmName(identityOf(pipeline), one), ...deploy.alarms])];
}

/** The name of a function that the config names, or gives the ARN of. */
export const hookName = (nameOrArn: string): string => nameOrArn.split(':').at(-1) ?? nameOrArn;

/** The names of the functions that CodeDeploy invokes around the move of the traffic. */
export const hookNames = ({ deploy: { hooks = {} } }: Pick<LambdaPipeline, 'deploy'>): string[] => [
  ...new Set(Object.values(hooks).map((one: string) => hookName(one))),
];

/** The names that are composed for a pipeline. */
export function lambdaNames(pipeline: LambdaPipeline): ComposedName[] {
  const identity = identityOf(pipeline);
  return [
    ...(pipeline.source.from === 'git'
      ? buildNames(pipeline.checks, identity)
      : uploadNames(pipeline.source, identity)),
    ...verifyNames(pipeline, identity),
    ...(pipeline.deploy.hooks ? [{ what: 'IAM role', name: deployRoleName(identity), limit: 64 }] : []),
    ...(isFirst(pipeline) ? functionNames(pipeline) : []),
  ];
}

/** Whether it names what several environments share, of which the first does so, or is alone. */
export const isFirst = ({ shared: [first] = [], environment }: ReleasingPipeline): boolean =>
  first === undefined || first.name === environment.name;

const functionNames = (pipeline: LambdaPipeline): ComposedName[] => [
  { what: 'stack', name: functionsStackName(pipeline), limit: 128 },
  ...pipeline.functions
    .filter(isOwned)
    .flatMap((one) => [
      { what: 'Lambda function', name: functionName(pipeline, one), limit: 64 },
      ...(one.role.owned ? [{ what: 'IAM role', name: functionRoleName(pipeline, one), limit: 64 }] : []),
    ]),
];
