import { codeDeploy } from './codedeploy';
import { codeDeployAction } from './codedeploy-action';
import { ecsAction } from './ecs-action';
import { lambdaAction } from './lambda-action';
import { CODE_DEPLOY, CODE_DEPLOY_ACTION, ECS_ACTION, LAMBDA_ACTION } from './names';
import type { Provider } from './provider';

/** What AWS's own services do in a pipeline, and which calls they make for it, by name. */
export const PROVIDERS: Readonly<Record<string, Provider>> = {
  [CODE_DEPLOY]: codeDeploy,
  [CODE_DEPLOY_ACTION]: codeDeployAction,
  [ECS_ACTION]: ecsAction,
  [LAMBDA_ACTION]: lambdaAction,
};
