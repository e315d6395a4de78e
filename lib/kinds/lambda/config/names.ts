import { deployRoleName, type PipelineIdentity, pipelineName } from '../../../../handlers/contract/names';
import { buildNames, verifyNames } from '../../../build/config/names';
import { identityOf } from '../../../config/identity';
import type { ComposedName } from '../../../config/kind';
import { serviceStackName } from '../../../load-balancing/config/names';
import { uploadNames } from '../../../source/config/names';
import type { LambdaFunction, LambdaPipeline } from './model';

/** A function: one that is there already, or one that the factory makes, `<name>-<function>`. At most 64 characters. */
export const functionName = (
  identity: PipelineIdentity,
  { name, existing }: Pick<LambdaFunction, 'name' | 'existing'>,
): string => existing ?? ownName(identity, { name });

/** What is made for a function begins with it. */
const ownName = (identity: PipelineIdentity, { name }: Pick<LambdaFunction, 'name'>): string =>
  `${pipelineName(identity)}-${name}`;

/** The role of a function that the factory makes: `<name>-<function>-function`. */
export const functionRoleName = (identity: PipelineIdentity, one: Pick<LambdaFunction, 'name'>): string =>
  `${ownName(identity, one)}-function`;

/** The last word of that name. */
export const FUNCTION_ROLE_ENDING = 'function';

/** The alarm on the errors of a function's alias: `<name>-<function>-errors`. */
export const errorAlarmName = (identity: PipelineIdentity, one: Pick<LambdaFunction, 'name'>): string =>
  `${ownName(identity, one)}-errors`;

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
    { what: 'stack', name: serviceStackName(identity), limit: 128 },
    ...(pipeline.deploy.hooks ? [{ what: 'IAM role', name: deployRoleName(identity), limit: 64 }] : []),
    ...pipeline.functions.flatMap((one) => [
      ...(one.existing === undefined
        ? [{ what: 'Lambda function', name: functionName(identity, one), limit: 64 }]
        : []),
      ...(one.role?.owned ? [{ what: 'IAM role', name: functionRoleName(identity, one), limit: 64 }] : []),
    ]),
  ];
}
