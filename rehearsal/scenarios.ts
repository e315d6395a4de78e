import { ecsFromCommits } from './ecs-from-commits/scenario';
import { ecsFromUploads } from './ecs-from-uploads/scenario';
import { fleetFromCommits } from './fleet-from-commits/scenario';
import { lambdaFromCommits } from './lambda-from-commits/scenario';
import type { Scenario } from './scenario';

/** Every way of releasing that can be rehearsed. A pipeline belongs to the first scenario that recognizes it. */
export const SCENARIOS: readonly Scenario[] = [
  ecsFromUploads, // images and settings are uploaded, CodeDeploy replaces blue by green
  ecsFromCommits, // CodeBuild builds commits, ECS or CodeDeploy replaces the tasks
  fleetFromCommits, // CodeBuild bakes commits, action functions replace the Auto Scaling group
  lambdaFromCommits, // CodeBuild builds commits, versions of functions are published, an alias moves to them
];
