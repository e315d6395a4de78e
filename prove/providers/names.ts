/** CodePipeline's action that rolls a service of ECS to new images. */
export const ECS_ACTION = 'codepipeline-ecs';

/** CodePipeline's action that has CodeDeploy replace the tasks of a service. */
export const CODE_DEPLOY_ACTION = 'codepipeline-codedeploy';

/** CodePipeline's action that moves the traffic of an alias. */
export const LAMBDA_ACTION = 'codepipeline-lambda';

/** CodeDeploy's own work in a deployment. */
export const CODE_DEPLOY = 'codedeploy';

/** Whether an invocation is none of Lambda's: its process cannot end, nor stand still, nor be started twice. */
export const isProvider = (action: string): boolean =>
  [ECS_ACTION, CODE_DEPLOY_ACTION, CODE_DEPLOY, LAMBDA_ACTION].includes(action);
