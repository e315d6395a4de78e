import { codeDeployToEcs } from './codedeploy-to-ecs';
import type { DeploymentType } from '../model';
import { fleet } from './fleet';
import { fleetRefresh } from './fleet-refresh';
import { lambdaLatest } from './lambda-latest';
import { lambdaVersions } from './lambda-versions';
import { ecsRollingUpdate } from './rolling-update';

/** Every way of deploying whose releases can be read and rolled back, one line each. */
export const DEPLOYMENT_TYPES: readonly DeploymentType[] = [
  codeDeployToEcs,
  ecsRollingUpdate,
  fleet,
  fleetRefresh,
  lambdaVersions,
  lambdaLatest,
];
