import { CfnParameter } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { listenerParameterName, type PipelineIdentity } from '../../../../handlers/contract/names';
import type { Arns } from '../../../pipeline/arns';
import {
  clusterName,
  executionRoleName,
  serviceName,
  TARGET_GROUP_COLORS,
  targetGroupName,
  taskFamily,
  taskRoleName,
} from '../../../ecs-service/config/names';
import { alarmNames } from '../../../load-balancing/config/names';
import type { EcsBlueGreenPipeline, ExistingBlueGreenService } from '../config/model';

/** What CodeDeploy releases to, whoever made it. */
export interface BlueGreenTarget {
  readonly cluster: string;
  readonly service: string;
  /** ARN. */
  readonly productionListener: string;
  /** ARN. @default - no test listener */
  readonly testListener?: string;
  /** Names. */
  readonly targetGroups: readonly string[];
  /** ARNs of the roles that taskdef.json may name. */
  readonly taskRoles: readonly string[];
  /** The family of the task definitions. */
  readonly family: string;
  /** Rules of the listeners that may route to the target groups, as ARNs with a wildcard. */
  readonly listenerRules: readonly string[];
  /** Names of the alarms that a deployment watches; none where `rollbackOn` leaves them out. */
  readonly alarms: readonly string[];
}

/** The pipeline's target, as the config names it, or as the names of an owned service follow from the pipeline's. */
export function blueGreenTarget(
  scope: Construct,
  { service, deploy }: EcsBlueGreenPipeline,
  identity: PipelineIdentity,
  arns: Arns,
): BlueGreenTarget {
  const target = service.owned ? ownedTarget(scope, identity, arns) : existingTarget(service);
  return deploy.rollbackOn.includes('alarm') ? target : { ...target, alarms: [] };
}

function ownedTarget(scope: Construct, identity: PipelineIdentity, arns: Arns): BlueGreenTarget {
  const targetGroups = TARGET_GROUP_COLORS.map((color) => targetGroupName(identity, color));
  return {
    cluster: clusterName(identity),
    service: serviceName(identity),
    productionListener: listenerOf(
      scope,
      'ProductionListener',
      listenerParameterName(identity, 'production'),
    ),
    testListener: listenerOf(scope, 'TestListener', listenerParameterName(identity, 'test')),
    targetGroups,
    taskRoles: [executionRoleName(identity), taskRoleName(identity)].map((name) => arns.role(name)),
    family: taskFamily(identity),
    listenerRules: [],
    alarms: alarmNames(targetGroups),
  };
}

function existingTarget(service: ExistingBlueGreenService): BlueGreenTarget {
  const { productionListener, testListener } = service;
  const listeners = testListener ? [productionListener, testListener] : [productionListener];
  return {
    ...service,
    listenerRules: listeners.map((arn) => `${arn.replace(':listener/', ':listener-rule/')}/*`),
  };
}

/** The ARN that the stack which owns the listener keeps in Parameter Store; it is read at each deployment of this stack. */
function listenerOf(scope: Construct, id: string, parameterName: string): string {
  return new CfnParameter(scope, id, {
    type: 'AWS::SSM::Parameter::Value<String>',
    default: parameterName,
  }).valueAsString;
}
