import type { ResourceProvider } from '../../../kit/resources/provider';
import { clusterResource } from './cluster';
import { serviceResource } from './service';
import { taskDefinitionResource } from './task-definition';

/** The CloudFormation resource types of ECS. */
export const resources: Readonly<Record<string, ResourceProvider>> = {
  'AWS::ECS::Cluster': clusterResource,
  'AWS::ECS::Service': serviceResource,
  'AWS::ECS::TaskDefinition': taskDefinitionResource,
};
