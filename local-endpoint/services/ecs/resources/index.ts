import type { ResourceProvider } from '../../../kit/resources/provider';
import { cluster } from './cluster';
import { service } from './service';
import { taskDefinition } from './task-definition';

/** The CloudFormation resource types of ECS. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::ECS::Cluster': cluster,
  'AWS::ECS::Service': service,
  'AWS::ECS::TaskDefinition': taskDefinition,
};
