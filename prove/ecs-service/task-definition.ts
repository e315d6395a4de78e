import type { RegisterTaskDefinitionRequest } from '@aws-sdk/client-ecs';
import { CONTAINER, NAME, PORT } from './names';

/**
 * A task definition as a team has it.
 * @param memory differs where a release brings another content
 */
export const taskDefinition = (image: string, memory: string): RegisterTaskDefinitionRequest => ({
  family: NAME,
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  ...{ cpu: '256', memory },
  containerDefinitions: [
    { name: CONTAINER, image, essential: true, portMappings: [{ containerPort: PORT }] },
  ],
});
